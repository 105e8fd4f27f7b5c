import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// States of git's index that few people ever see.
@Suite struct IndexStateTests {
    private func sandbox() async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1\n", "b.txt": "1\n", "folder/c.txt": "1\n"])
        return sandbox
    }

    /// Leaves a file with some of its three stages only.
    private func unmerge(_ path: String, _ stages: [Int], in sandbox: GitSandbox) async throws {
        let blob = try await sandbox.git("rev-parse", "HEAD:a.txt").trimmed
        try await sandbox.git("update-index", "--force-remove", path)
        let lines = stages.map { "100644 \(blob) \($0)\t\(path)" }.joined(separator: "\\n")
        let script = "printf '\(lines)\\n' | git update-index --index-info"
        let result = try await BuiltTool.run("sh", ["-c", script], in: sandbox.path, environment: sandbox.variables)
        #expect(result.status == 0)
    }

    /// One side may have deleted what the other changed, and a tool may leave any of them.
    @Test(arguments: [[1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]])
    func aFileWithAnyStageIsUnmerged(stages: [Int]) async throws {
        let sandbox = try await sandbox()
        try await unmerge("b.txt", stages, in: sandbox)
        let repository = try sandbox.repository()
        let before = try await sandbox.git("ls-files", "--stage")
        let changes: [IndexChange] = [
            .plain(path: "b.txt", [65], isExecutable: false), .remove(path: "b.txt"),
            .move(from: "b.txt", to: "z"), .move(from: "a.txt", to: "b.txt"),
            .unmerged(path: "b.txt", base: nil, yours: [65], theirs: nil),
        ]
        for change in changes {
            #expect { try repository.prepareIndex([change]) } throws: { "\($0)".contains("`b.txt` has a merge conflict") }
        }
        for content in [.bytes([65]), .deleted] as [FileChange.Content] {
            #expect { try repository.commit(file: "b.txt", content: content, message: "no") } throws: {
                "\($0)".contains("`b.txt` has a merge conflict")
            }
        }
        #expect(try await sandbox.git("ls-files", "--stage") == before)
        #expect(try IndexScan.hasConflicts(LocalFileSystem().read(sandbox.path.pushing(".git/index"))) == true)
        #expect(try repository.unmergedFiles == ["b.txt"])
        #expect(try repository.trackedFiles(below: "") == ["a.txt", "b.txt", "folder/c.txt"])
        let entries = try IndexSnapshot(at: sandbox.path.pushing(".git/index")).entries(of: ["b.txt"])
        #expect(entries.map(\.stage) == stages)
        // All others can be committed, and the conflict stays.
        #expect(try repository.commit(file: "a.txt", content: .bytes([65]), message: "a") != nil)
        #expect(try await sandbox.git("ls-files", "--unmerged").split(separator: "\n").count == stages.count)
    }

    /// A conflict has the stages of the sides that there are, and no other.
    @Test(arguments: [
        (true, true, true), (true, true, false), (false, false, true), (false, true, false), (true, false, false),
    ])
    func aConflictHasTheStagesOfItsSides(base: Bool, yours: Bool, theirs: Bool) async throws {
        let sandbox = try await sandbox()
        let change = IndexChange.unmerged(
            path: "a.txt", base: base ? [65] : nil, yours: yours ? [66] : nil, theirs: theirs ? [67] : nil)
        try sandbox.repository().prepareIndex([change]).publish()
        let entries = try IndexSnapshot(at: sandbox.path.pushing(".git/index")).entries(of: ["a.txt"])
        let expected = try [(base, 1, 65), (yours, 2, 66), (theirs, 3, 67)].filter(\.0).map { _, stage, letter in
            (stage, try ObjectID(blobOf: [letter]))
        }
        #expect(entries.map(\.stage) == expected.map(\.0))
        #expect(entries.map(\.blob) == expected.map(\.1))
    }

    /// Of two files only the one that is out of the checkout stays so.
    @Test func aFileStaysOutOfTheCheckout() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("update-index", "--skip-worktree", "a.txt")
        let repository = try sandbox.repository()
        let staged = ["a.txt", "b.txt", "new"].map {
            IndexChange.plain(path: $0, Array("2\n".utf8), isExecutable: false)
        }
        try repository.prepareIndex(staged).publish()
        let flags = "S a.txt\nH b.txt\nH folder/c.txt\nH new\n"
        #expect(try await sandbox.git("ls-files", "-v") == flags)
        try repository.commit(["a.txt", "b.txt", "new"].map { FileChange($0, .bytes([66])) }, message: "all")
        #expect(try await sandbox.git("ls-files", "-v") == flags)
        #expect(try await sandbox.git("show", "HEAD:a.txt") == "B")
    }

    /// An entry that is put back is what it was: content, mode and whether it is out of the checkout.
    @Test func whatIsPutBackIsOutOfTheCheckoutAsBefore() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("update-index", "--chmod=+x", "a.txt")
        try await sandbox.git("update-index", "--skip-worktree", "a.txt")
        let before = try await sandbox.git("ls-files", "--stage", "-v")
        let entries = try IndexSnapshot(at: sandbox.path.pushing(".git/index")).entries(of: ["a.txt", "b.txt"])
        try sandbox.repository().prepareIndex([.remove(path: "a.txt"), .remove(path: "b.txt")]).publish()
        #expect(try await sandbox.git("ls-files", "a.txt", "b.txt") == "")
        let changes = ["a.txt", "b.txt"].map { path in IndexChange.restore(path: path, entries: entries.filter { $0.path == path }) }
        try sandbox.repository().prepareIndex(changes).publish()
        #expect(try await sandbox.git("ls-files", "--stage", "-v") == before)
        #expect(before.hasPrefix("S 100755 "))
    }

    /// It is one like any other once it has content, with the mode that is asked for.
    @Test func aFileThatWasOnlyMeantIsStagedAndCommitted() async throws {
        let sandbox = try await sandbox()
        for name in ["meant", "committed"] {
            try sandbox.write("x\n", to: name)
            try await sandbox.git("add", "--intent-to-add", name)
        }
        let repository = try sandbox.repository()
        try repository.prepareIndex([.plain(path: "meant", [65], isExecutable: true)]).publish()
        try repository.commit(file: "committed", content: .bytes([66]), message: "it")
        #expect(try await sandbox.git("show", ":meant") == "A")
        #expect(try await sandbox.git("diff", "--cached", "--name-status") == "A\tmeant\n")
        #expect(try await sandbox.git("ls-files", "--stage", "meant").hasPrefix("100755 "))
    }

    /// The mode stays what it is, unless the change says otherwise.
    @Test func theModeOfAnEntryIsKept() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("update-index", "--chmod=+x", "a.txt")
        try await sandbox.git("commit", "--quiet", "--message", "mode")
        let repository = try sandbox.repository()
        for (isExecutable, mode) in [(nil, "100755"), (false, "100644"), (nil, "100644"), (true, "100755")] {
            let text = "\(mode)\(String(describing: isExecutable))"
            let content = FileChange.Content.bytes(Array(text.utf8), isExecutable: isExecutable)
            try repository.commit(file: "a.txt", content: content, message: "change")
            #expect(try await sandbox.git("ls-tree", "HEAD", "a.txt").hasPrefix(mode))
            #expect(try await sandbox.git("ls-files", "--stage", "a.txt").hasPrefix(mode))
        }
        try repository.commit(file: "a.txt", content: .link("b.txt"), message: "link")
        #expect(try await sandbox.git("ls-files", "--stage", "a.txt").hasPrefix("120000"))
    }

    /// What is prepared has reached the disk before it takes the index's place; what fails leaves nothing in `.git`.
    @Test func whatIsPreparedIsSyncedAndWhatFailsLeavesNothing() async throws {
        let sandbox = try await sandbox()
        let folder = sandbox.path.appending(".git")
        let repository = try sandbox.repository()
        let before = try LocalFileSystem().list(folder)
        let index = try LocalFileSystem().read(folder.appending("index"))
        let prepared = try repository.prepareIndex([.remove(path: "a.txt")])
        #expect(SyncedFiles.inside(folder).contains(prepared.prepared.string))
        try prepared.publish()
        #expect(try LocalFileSystem().list(folder) == before)
        try repository.indexFile.replace(
            expecting: ContentHash(of: LocalFileSystem().read(folder.appending("index"))), with: index)
        #expect(SyncedFiles.inside(folder).contains { $0.hasPrefix("\(folder)/.index.mlkit.") })
        #expect(try LocalFileSystem().list(folder) == before)
        SyncedFiles.fail(inside: folder)
        #expect(throws: Failure.self) { try repository.prepareIndex([.remove(path: "a.txt")]) }
        #expect(throws: Failure.self) { try repository.indexFile.replace(expecting: ContentHash(of: index), with: [1]) }
        #expect(try LocalFileSystem().list(folder) == before)
        #expect(try LocalFileSystem().read(folder.appending("index")) == index)
    }

    /// A lock is ours only if it holds our word and nothing else.
    @Test(arguments: [
        "mlkit", "mlkit\n\n", "mlkix\n", "\n", "",
    ]) func aLockThatIsNotOursStays(content: String) async throws {
        let sandbox = try await sandbox()
        let lock = try sandbox.write(content, to: ".git/index.lock")
        try sandbox.repository().indexFile.removeStaleLock()
        #expect(try LocalFileSystem().readText(lock) == content)
    }

    @Test(arguments: [
        ("MERGE_HEAD", "a merge"), ("REVERT_HEAD", "a revert"), ("CHERRY_PICK_HEAD", "a cherry-pick"),
        ("rebase-merge/interactive", "a rebase"), ("rebase-apply/rebasing", "a rebase"), ("BISECT_LOG", "a bisect"),
        ("OTHER", nil),
    ])
    func whatGitIsInTheMiddleOfIsTold(file: String, words: String?) async throws {
        let sandbox = try await sandbox()
        try sandbox.write(try await sandbox.git("rev-parse", "HEAD"), to: ".git/\(file)")
        #expect(try sandbox.repository().unfinishedWork == words)
    }

    @Test func aFolderWhoseNameBeginsAlikeIsAnother() async throws {
        let sandbox = try await sandbox()
        try await sandbox.commit(["folder2/d.txt": "1", "folder.txt": "1", "folder/e/f": "1"])
        try sandbox.write("", to: "folder/new")
        try sandbox.write("", to: "folder2/new")
        try LocalFileSystem().remove(sandbox.path.pushing("folder/c.txt"))
        try LocalFileSystem().makeLink(at: sandbox.path.pushing("folder/link"), to: "e")
        let repository = try sandbox.repository()
        for folder in ["folder", "folder/"] {
            #expect(try repository.trackedFiles(below: folder) == ["folder/c.txt", "folder/e/f"])
        }
        let files = try repository.workingFiles(below: "folder")
        #expect(files.map(\.path) == ["folder/e/f", "folder/link", "folder/new"])
        #expect(files.map(\.isTracked) == [true, false, false])
        #expect(files.map(\.isLink) == [false, true, false])
    }
}
