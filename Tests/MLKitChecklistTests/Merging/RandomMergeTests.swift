import MLKitChecklist
import MLKitCore
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// A thousand random stories of two branches, each merged by git itself.
@Suite struct RandomMergeTests {
    private static let count = 1000

    @Test func onlyTheSameItemAnsweredTwiceIsAConflict() async throws {
        var random = SeededGenerator(seed: 4)
        let items = try ProjectFixture().load().reports.map(\.item)
        let stories = try (0..<Self.count).map { _ in try MergeStory(&random, items) }
        let repository = try await StoryRepository(stories)
        let merges = try await repository.merges()
        var names = [String]()
        for (story, merge) in zip(stories, merges) {
            #expect(merge.conflicts.isSubset(of: story.answeredTwice))
            names += paths(story).map { "\(merge.tree):\($0)" }
        }
        var texts = try await repository.texts(names)[...]
        for (story, merge) in zip(stories, merges) {
            let paths = paths(story)
            let merged = zip(paths, texts.prefix(paths.count)).compactMap { path, text in text.map { (path, $0) } }
            texts = texts.dropFirst(paths.count)
            try judge(story, merge.conflicts, Dictionary(merged) { $1 })
        }
        // The stories are of both sorts, or this shows nothing.
        #expect(merges.count { $0.conflicts.isEmpty } > 300)
        #expect(merges.count { !$0.conflicts.isEmpty } > 300)
        try await mergeInAWorkingTree(repository, merges)
    }

    private func paths(_ story: MergeStory) -> [String] { Set(story.ours.keys).union(story.theirs.keys).sorted() }

    /// What was answered on one side is merged as it is there; what is in conflict is told with file and line.
    private func judge(_ story: MergeStory, _ conflicts: Set<String>, _ merged: MergeStory.Records) throws {
        for (path, text) in merged where !story.answeredTwice.contains(path) {
            let changed = story.ours[path] != story.base[path] ? story.ours[path] : story.theirs[path]
            #expect(text == changed, "\(path)")
        }
        // Without its lists a checklist is loaded in no time, and warns that no list has these items.
        guard !story.answeredTwice.isEmpty else { return #expect(conflicts.isEmpty) }
        let checklist = try ProjectFixture(merged, files: FlatFileSystem()).load(definitions: [])
        let diagnostics = checklist.diagnostics.filter { $0.severity == .error }
        #expect(diagnostics.count == conflicts.count)
        for path in conflicts {
            let line = try #require(merged[path]?.split(separator: "\n", omittingEmptySubsequences: false)
                .firstIndex { $0.hasPrefix("<<<<<<< ") }) + 1
            let told = diagnostics.first { $0.location?.file == path }
            #expect(told?.message == "this record has an unresolved merge conflict")
            #expect(told?.location?.line == line)
        }
    }

    /// The plain `git merge` comes to the same.
    private func mergeInAWorkingTree(_ repository: StoryRepository, _ merges: [StoryRepository.Merge]) async throws {
        let sandbox = repository.sandbox
        for number in 0..<12 {
            try await sandbox.git("checkout", "--quiet", "--force", "\(number)/ours")
            let isClean = merges[number].conflicts.isEmpty
            do {
                try await sandbox.git("merge", "--quiet", "--no-edit", "\(number)/theirs")
                #expect(isClean, "\(number)")
            } catch { #expect(!isClean, "\(number)") }
            let unmerged = try await sandbox.git("diff", "--name-only", "--diff-filter=U").split(separator: "\n")
            #expect(Set(unmerged.map(String.init)) == merges[number].conflicts)
            try sandbox.scratch.write(ProjectFixture.definition, to: "small.yaml")
            let checklist = try Checklist.load(
                definitions: [sandbox.scratch.path.appending("small.yaml")], project: sandbox.path, kinds: .builtIn, facts: nil,
                hashes: HashCache(project: sandbox.path, files: LocalFileSystem(), now: { 0 }), now: ProjectFixture.at)
            #expect(Set(checklist.diagnostics.compactMap(\.location?.file)) == merges[number].conflicts)
        }
    }
}
