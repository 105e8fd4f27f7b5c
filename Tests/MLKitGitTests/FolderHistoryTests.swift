import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// The history of a folder, held against what `git log` says of it.
@Suite struct FolderHistoryTests {
    private func history(
        _ sandbox: GitSandbox, _ path: String = "checklist", from known: FolderHistory? = nil,
        at revision: String = "HEAD"
    ) throws -> (FolderHistory, [FolderHistory.Entry]) {
        let repository = try sandbox.repository()
        let commit = try repository.commit(named: revision)
        let history = try FolderHistory.read(path, upTo: commit, in: repository, from: known)
        return (history, history.entries(upTo: commit))
    }

    /// Commits with their files, as `git log` has them: of merges, what differs from all parents.
    private func log(_ sandbox: GitSandbox, _ arguments: String...) async throws -> Set<String> {
        var lines: Set<String> = []
        var commit = ""
        let command = ["log", "--full-history", "-c", "--no-renames", "--name-only", "--format=>%H"] + arguments
        let text = try await BuiltTool.run(
            "git", command + ["--", "checklist"], in: sandbox.path, environment: sandbox.variables)
        for line in text.output.split(separator: "\n") {
            if line.hasPrefix(">") { commit = String(line.dropFirst()) } else { lines.insert("\(commit) \(line)") }
        }
        return lines
    }

    private func lines(_ entries: [FolderHistory.Entry]) -> Set<String> {
        Set(entries.flatMap { entry in entry.changes.map { "\(entry.commit.hex) checklist/\($0.path)" } })
    }

    /// A repository with branches and merges, made of random changes to a few files, with clocks that go wrong.
    private func random(seed: UInt64, commits: Int) async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        var random = SeededGenerator(seed: seed)
        var stream = ""
        for number in 1...commits {
            let late = Int.random(in: 0..<8, using: &random) == 0 ? 5_000 : 0
            stream += "commit refs/heads/\(number == commits ? "main" : "side")\nmark :\(number)\n"
            stream += "committer Ada <a@b> \(1_000_000 + number * 60 - late) +0000\ndata 1\nx\n"
            if number > 1 {
                let parent = Int.random(in: max(1, number - 4)..<number, using: &random)
                stream += "from :\(parent)\n"
                let other = Int.random(in: 1..<number, using: &random)
                if number % 3 == 0 || number == commits, other != parent { stream += "merge :\(other)\n" }
                let third = Int.random(in: 1..<number, using: &random)
                if number % 9 == 0, other != parent, third != parent, third != other { stream += "merge :\(third)\n" }
            }
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let folders = ["checklist/a", "checklist/b", "checklist/a.c", "src"]
                let folder = folders.randomElement(using: &random) ?? "src"
                let file = "\(folder)/\(Int.random(in: 0..<5, using: &random)).md"
                let text = "\(Int.random(in: 0..<3, using: &random))"
                let isDeleted = Int.random(in: 0..<6, using: &random) == 0
                stream += isDeleted ? "D \(file)\n" : "M 644 inline \(file)\ndata 1\n\(text)\n"
            }
        }
        try sandbox.scratch.write(stream, to: "stream")
        let made = try await BuiltTool.run(
            "sh", ["-c", "git fast-import --quiet --force <../stream"], in: sandbox.path,
            environment: sandbox.variables)
        try #require(made.status == 0, "\(made.error)")
        return sandbox
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func itSaysWhatGitLogSays(seed: UInt64) async throws {
        let sandbox = try await random(seed: seed, commits: 60)
        let (_, entries) = try history(sandbox)
        #expect(try await lines(entries) == log(sandbox))
        let order = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.commit.hex, $0) })
        for line in try await sandbox.git("rev-list", "--parents", "main").split(separator: "\n") {
            let ids = line.split(separator: " ").map(String.init)
            guard let child = order[ids[0]] else { continue }
            for parent in ids.dropFirst() { if let parent = order[parent] { #expect(child < parent) } }
        }
    }

    @Test(arguments: 31...34 as ClosedRange<UInt64>)
    func withACommitGraphItIsTheSame(seed: UInt64) async throws {
        let sandbox = try await random(seed: seed, commits: 60)
        let plain = try history(sandbox)
        // The graph has only a part of the commits; the others are newer.
        try await sandbox.git("update-ref", "refs/heads/part", "main~2")
        let written = try await BuiltTool.run(
            "sh", ["-c", "git rev-parse part | git commit-graph write --stdin-commits"], in: sandbox.path)
        try #require(written.status == 0, "\(written.error)")
        let graphed = try history(sandbox)
        #expect(graphed.1.map(\.commit) == plain.1.map(\.commit))
        #expect(try await lines(graphed.1) == log(sandbox))
        // Numbers in it that lead nowhere are noticed, whatever then becomes of the history.
        let path = sandbox.path.pushing(".git/objects/info/commit-graph")
        let files = LocalFileSystem()
        let whole = try files.read(path)
        try files.remove(path)
        for count in stride(from: 0, to: whole.count - 20, by: 7) {
            try files.write(Array(whole[..<count]), to: path)
            #expect(try history(sandbox).1.map(\.commit) == plain.1.map(\.commit))
        }
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var bytes = whole
            for _ in 0..<4 {
                bytes[Int.random(in: 8..<whole.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            try files.write(bytes, to: path)
            _ = try? history(sandbox)
        }
    }

    @Test(arguments: 11...14 as ClosedRange<UInt64>)
    func aTableOfOtherCommitsIsCompletedAndStaysRight(seed: UInt64) async throws {
        let sandbox = try await random(seed: seed, commits: 60)
        let (early, _) = try history(sandbox, at: "main^^")
        var writer = ByteWriter()
        early.write(to: &writer)
        var reader = ByteReader(writer.bytes)
        let kept = try FolderHistory(from: &reader)
        #expect(reader.isAtEnd)
        let (all, entries) = try history(sandbox, from: kept)
        #expect(try lines(entries) == lines(history(sandbox).1))
        #expect(try entries.map(\.commit) == history(sandbox).1.map(\.commit))
        // Back to the earlier commit, with a table that has later ones.
        #expect(try lines(history(sandbox, from: all, at: "main^^").1) == lines(history(sandbox, at: "main^^").1))
    }

    @Test func bytesThatAreNoTableAreRefused() async throws {
        let sandbox = try await random(seed: 3, commits: 12)
        var writer = ByteWriter()
        try history(sandbox).0.write(to: &writer)
        for count in 0..<writer.bytes.count {
            var reader = ByteReader(Array(writer.bytes[..<count]))
            #expect(throws: ByteReader.Malformed.self) { try FolderHistory(from: &reader) }
        }
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            var bytes = writer.bytes
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            var reader = ByteReader(bytes)
            // Whatever comes of it, it comes to an end.
            guard let table = try? FolderHistory(from: &reader) else { continue }
            let head = try sandbox.repository().commit(named: "main")
            _ = (table.entries(upTo: head), table.stages(upTo: head))
        }
    }

    @Test func aMovedFolderIsFollowed() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["old/p/checklist/a/1.md": "1\n", "old/p/x": "", "other/checklist/a/9.md": "9\n"])
        try await sandbox.commit(["old/p/checklist/a/2.md": "2\n"])
        try sandbox.write("", to: "new/keep")
        try await sandbox.git("mv", "old/p", "new/p")
        try await sandbox.commit(["new/p/checklist/a/3.md": "3\n"], message: "Move")
        let (_, entries) = try history(sandbox, "new/p/checklist")
        #expect(entries.map { $0.changes.map(\.path) } == [["a/3.md"], ["a/2.md"], ["a/1.md"]])
        let repository = try sandbox.repository()
        let (first, head) = (try repository.commit(named: "HEAD~2"), try repository.commit(named: "HEAD"))
        #expect(try repository.place(of: "new/p/checklist", in: head, at: first) == "old/p/checklist")
        #expect(try repository.place(of: "other/checklist", in: head, at: first) == "other/checklist")
    }

    /// By its files' paths and, once more, by their contents.
    @Test(arguments: [
        (["s/1.md": "1\n", "t/9.md": ""], true), (["s/1.md": "x", "s/2.md": "y"], true), (["s/1.md": "x", "t/9.md": ""], false),
        (["t/1.md": "1\n", "t/2.md": "2\n"], false),
    ])
    func halfOfAFolderHasToBeThere(files: [String: String], isFollowed: Bool) async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a/checklist/s/1.md": "1\n", "a/checklist/s/2.md": "2\n"])
        try await sandbox.git("rm", "--quiet", "-r", "a")
        try await sandbox.commit(Dictionary(uniqueKeysWithValues: files.map { ("b/checklist/\($0.key)", $0.value) }))
        #expect(try history(sandbox, "b/checklist").1.count == (isFollowed ? 2 : 1))
    }

    @Test func aFolderThatIsNewWasNotMoved() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a/checklist/s/1.md": "1\n", "a/checklist/s/2.md": "2\n"])
        try await sandbox.git("rm", "--quiet", "-r", "a")
        try await sandbox.commit(["b/checklist/t/3.md": "3\n"])
        #expect(try history(sandbox, "b/checklist").1.map { $0.changes.map(\.path) } == [["t/3.md"]])
    }

    @Test func whereAShallowCloneEndsNobodyChangedAnything() async throws {
        let sandbox = try await GitSandbox()
        for number in 1...3 { try await sandbox.commit(["checklist/a/\(number).md": "\(number)\n"]) }
        let clone = sandbox.scratch.path.appending("clone")
        try await sandbox.git("clone", "--quiet", "--depth=2", "file://\(sandbox.path)", clone.string)
        let repository = try Repository(at: clone, environment: sandbox.environment())
        let head = try repository.commit(named: "HEAD")
        let history = try FolderHistory.read("checklist", upTo: head, in: repository)
        #expect(history.isCut)
        #expect(history.entries(upTo: head).map { $0.changes.map(\.path) } == [["a/3.md"]])
    }

    @Test func stagesAreThoseOfTheBranchItself() async throws {
        let sandbox = try await random(seed: 21, commits: 40)
        let (table, _) = try history(sandbox)
        let stages = try table.stages(upTo: sandbox.repository().commit(named: "main"))
        let list = try await sandbox.git("rev-list", "--first-parent", "main")
        let commits = list.split(separator: "\n").map(String.init)
        var trees = [String]()
        for commit in commits {
            let tree = try await BuiltTool.run(
                "git", ["rev-parse", "--verify", "--quiet", "\(commit):checklist"], in: sandbox.path,
                environment: sandbox.variables
            ).output.trimmed
            if trees.last != tree { trees.append(tree) }
        }
        #expect(stages.map { $0.folder?.hex ?? "" } == trees)
    }
}
