import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Changes of the user's index, seen through the `git` program.
@Suite struct PreparedIndexTests {
    private func sandbox() async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["a.txt": "1\n", "b.txt": "1\n", "folder/c.txt": "1\n", "run.sh": "1\n"])
        return sandbox
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func publish(_ changes: [IndexChange], in sandbox: GitSandbox, _ folder: FilePath? = nil) throws {
        try sandbox.repository(in: folder).prepareIndex(changes).publish()
    }

    @Test func filesAreStagedAndRemoved() async throws {
        let sandbox = try await sandbox()
        try publish(
            [
                .plain(path: "a.txt", bytes("2\n"), isExecutable: false),
                .plain(path: "new/run.sh", bytes("#!\n"), isExecutable: true), .remove(path: "b.txt"),
                .remove(path: "never.txt"),
            ], in: sandbox)
        #expect(
            try await sandbox.git("diff", "--cached", "--name-status") == "M\ta.txt\nD\tb.txt\nA\tnew/run.sh\n")
        #expect(try await sandbox.git("show", ":a.txt") == "2\n")
        #expect(try await sandbox.git("ls-files", "--stage", "new").hasPrefix("100755 "))
        #expect(try await sandbox.git("ls-files", "--", "b.txt").isEmpty)
    }

    @Test func nothingShowsBeforeItIsPublished() async throws {
        let sandbox = try await sandbox()
        let before = try await sandbox.git("ls-files", "--stage")
        let prepared = try sandbox.repository().prepareIndex([.remove(path: "a.txt")])
        #expect(try await sandbox.git("ls-files", "--stage") == before)
        #expect(try LocalFileSystem().exists(prepared.prepared))
        #expect(try LocalFileSystem().exists(prepared.lock))
        await #expect(throws: Failure.self) { try await sandbox.git("add", "a.txt") }
        try prepared.publish()
        #expect(try !LocalFileSystem().exists(prepared.prepared))
        #expect(try !LocalFileSystem().exists(prepared.lock))
        #expect(try await !sandbox.git("ls-files").contains("a.txt"))
    }

    @Test func whatIsNotPublishedLeavesNothing() async throws {
        let sandbox = try await sandbox()
        let before = try await sandbox.git("ls-files", "--stage", "--debug")
        var prepared: PreparedIndex? = try sandbox.repository().prepareIndex([.remove(path: "a.txt")])
        let paths = try #require(prepared.map { [$0.prepared, $0.lock] })
        prepared = nil
        for path in paths { #expect(try !LocalFileSystem().exists(path)) }
        #expect(try await sandbox.git("ls-files", "--stage", "--debug") == before)
    }

    /// A process that was killed is gone on from with two renames.
    @Test func thePreparedFileIsTheWholeIndex() async throws {
        let sandbox = try await sandbox()
        let prepared = try sandbox.repository().prepareIndex([.remove(path: "a.txt")])
        try LocalFileSystem().write(LocalFileSystem().read(prepared.prepared), to: prepared.index)
        #expect(try await sandbox.git("ls-files") == "b.txt\nfolder/c.txt\nrun.sh\n")
    }

    @Test func otherEntriesStayAsTheyAre() async throws {
        let sandbox = try await sandbox()
        try sandbox.write("staged\n", to: "b.txt")
        try await sandbox.git("add", "b.txt")
        try sandbox.write("later\n", to: "intended.txt")
        try await sandbox.git("add", "--intent-to-add", "intended.txt")
        try await sandbox.git("update-index", "--skip-worktree", "folder/c.txt")
        try await sandbox.git("update-index", "--assume-unchanged", "run.sh")
        let before = try await sandbox.git("ls-files", "--stage", "-v", "--debug", "--", ":(exclude)a.txt")
        try publish(
            [
                .plain(path: "a.txt", bytes("2\n"), isExecutable: false),
                .unmerged(path: "x", base: nil, yours: bytes("1"), theirs: bytes("2")),
            ], in: sandbox)
        let exclusions = [":(exclude)a.txt", ":(exclude)x"]
        #expect(
            try await sandbox.git("ls-files", "--stage", "-v", "--debug", "--", exclusions[0], exclusions[1]) == before)
    }

    @Test func aMoveIsThatOfGit() async throws {
        let sandbox = try await sandbox()
        let peer = try await sandbox.copy()
        for each in [sandbox, peer] {
            try await each.git("update-index", "--chmod=+x", "run.sh")
            try each.write("changed\n", to: "a.txt")
        }
        try await peer.git("mv", "a.txt", "z.txt")
        try LocalFileSystem().makeDirectory(peer.path.appending("bin"))
        try await peer.git("mv", "run.sh", "bin/run.sh")
        try LocalFileSystem().rename(sandbox.path.appending("a.txt"), to: sandbox.path.appending("z.txt"))
        try LocalFileSystem().rename(sandbox.path.appending("run.sh"), to: sandbox.path.pushing("bin/run.sh"))
        try publish([.move(from: "a.txt", to: "z.txt"), .move(from: "run.sh", to: "bin/run.sh")], in: sandbox)
        #expect(try await sandbox.git("ls-files", "--stage") == (try await peer.git("ls-files", "--stage")))
        let status = try await sandbox.git("status", "--porcelain")
        #expect(status == (try await peer.git("status", "--porcelain")))
        #expect(status.contains("RM a.txt -> z.txt\n"))
    }

    @Test func twoFilesMaySwapAndFlagsGoAlong() async throws {
        let sandbox = try await sandbox()
        try await sandbox.commit(["a.txt": "A\n", "b.txt": "B\n"])
        try await sandbox.git("update-index", "--skip-worktree", "folder/c.txt")
        try sandbox.write("later\n", to: "intended.txt")
        try await sandbox.git("add", "--intent-to-add", "intended.txt")
        try publish(
            [
                .move(from: "a.txt", to: "b.txt"), .move(from: "b.txt", to: "a.txt"),
                .move(from: "folder/c.txt", to: "d.txt"), .move(from: "intended.txt", to: "meant.txt"),
                .move(from: "untracked", to: "still untracked"),
            ], in: sandbox)
        #expect(try await sandbox.git("show", ":a.txt") == "B\n")
        #expect(try await sandbox.git("show", ":b.txt") == "A\n")
        #expect(try await sandbox.git("ls-files", "-v") == "H a.txt\nH b.txt\nS d.txt\nH meant.txt\nH run.sh\n")
        #expect(try await sandbox.git("diff", "--cached", "--name-only").contains("meant.txt") == false)
    }

    @Test func aFolderMayTakeAFilesPlace() async throws {
        let sandbox = try await sandbox()
        try publish(
            [
                .plain(path: "a.txt/inner", bytes("1"), isExecutable: false), .remove(path: "a.txt"),
                .move(from: "folder/c.txt", to: "folder"),
            ], in: sandbox)
        #expect(try await sandbox.git("ls-files") == "a.txt/inner\nb.txt\nfolder\nrun.sh\n")
    }

    @Test func aConflictIsAsGitWritesIt() async throws {
        let sandbox = try await sandbox()
        let (peer, record) = try await (sandbox.copy(), "a.txt")
        try await peer.git("checkout", "--quiet", "-b", "side")
        try await peer.commit(["a.txt": "theirs\n"])
        try await peer.git("checkout", "--quiet", "main")
        try await peer.commit(["a.txt": "yours\n"])
        await #expect(throws: Failure.self) { try await peer.git("merge", "side") }
        try await sandbox.commit(["a.txt": "yours\n"])
        try publish(
            [
                .unmerged(path: record, base: bytes("1\n"), yours: bytes("yours\n"), theirs: bytes("theirs\n"))
            ], in: sandbox)
        #expect(try await sandbox.git("ls-files", "--stage") == (try await peer.git("ls-files", "--stage")))
        #expect(try await sandbox.git("status").contains("both modified:   a.txt"))
        await #expect(throws: Failure.self) { try await sandbox.git("commit", "--message", "no") }
        try await sandbox.git("checkout", "--theirs", "a.txt")
        #expect(try sandbox.read("a.txt") == "theirs\n")
        try await sandbox.git("checkout", "--merge", "a.txt")
        #expect(try sandbox.read("a.txt") == "<<<<<<< ours\nyours\n=======\ntheirs\n>>>>>>> theirs\n")
        try await sandbox.git("add", "a.txt")
        try await sandbox.git("commit", "--quiet", "--message", "resolved")
    }

    @Test func conflictsOfEveryKind() async throws {
        let sandbox = try await sandbox()
        let (one, two) = (bytes("1\n"), bytes("2\n"))
        try publish(
            [
                .unmerged(path: "a.txt", base: one, yours: two, theirs: nil),
                .unmerged(path: "b.txt", base: one, yours: nil, theirs: two),
                .unmerged(path: "run.sh", base: nil, yours: one, theirs: two, isExecutable: true),
            ], in: sandbox)
        let status = try await sandbox.git("status")
        for words in ["deleted by them: a.txt", "deleted by us:   b.txt", "both added:      run.sh"] {
            #expect(status.contains(words))
        }
        #expect(try await sandbox.git("ls-files", "--unmerged", "run.sh").hasPrefix("100755 "))
    }

    @Test func anUnmergedFileAndABadPathAreRefused() async throws {
        let sandbox = try await sandbox()
        let conflict = IndexChange.unmerged(path: "a.txt", base: nil, yours: [65], theirs: [66])
        try publish([conflict], in: sandbox)
        let before = try await sandbox.changes()
        for change in [conflict, .remove(path: "a.txt"), .move(from: "a.txt", to: "z")] {
            let failure = #expect(throws: Failure.self) { try publish([change], in: sandbox) }
            #expect(failure?.description.contains("`a.txt` has a merge conflict") == true)
        }
        for path in ["../x", ".git/config", "/x", "folder"] {
            #expect(throws: Failure.self) {
                try publish([.plain(path: path, [], isExecutable: false)], in: sandbox)
            }
        }
        #expect(try await sandbox.changes() == before)
        #expect(try !sandbox.exists(".git/index.lock"))
    }

    @Test func linkedWorktreesAndUnbornBranches() async throws {
        let sandbox = try await GitSandbox()
        let stage = IndexChange.plain(path: "sub/project/a.txt", [65], isExecutable: false)
        try publish([stage], in: sandbox)
        #expect(try await sandbox.git("status", "--porcelain") == "AD sub/project/a.txt\n")
        try await sandbox.git("commit", "--quiet", "--message", "first")
        let linked = sandbox.scratch.path.appending("linked")
        try await sandbox.git("worktree", "add", "--quiet", "-b", "side", linked.string)
        try publish([.move(from: "sub/project/a.txt", to: "sub/project/b.txt")], in: sandbox, linked.pushing("sub"))
        #expect(try await sandbox.git("ls-files", in: linked) == "sub/project/b.txt\n")
        #expect(try await sandbox.git("ls-files") == "sub/project/a.txt\n")
    }

    @Test func attributesDecideOnLineEndings() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([".gitattributes": "*.txt text eol=crlf\n"])
        try publish(
            [.stage(path: "a.txt", file: bytes("1\r\n"), stored: bytes("1\n"), isExecutable: false)], in: sandbox)
        #expect(try await sandbox.git("show", ":a.txt") == "1\n")
        let repository = try sandbox.repository()
        #expect(try repository.smudged(bytes("1\n2\n"), path: "a.txt") == bytes("1\r\n2\r\n"))
        #expect(try repository.cleaned(bytes("1\r\n2\r\n"), path: "a.txt") == bytes("1\n2\n"))
        #expect(try repository.smudged(bytes("1\n2\n"), path: "a.md") == bytes("1\n2\n"))
    }

    @Test func manyFilesAreWhole() async throws {
        let sandbox = try await sandbox()
        let changes = (0..<20).map {
            IndexChange.plain(path: "many/\($0)", bytes("\($0 / 2)\n"), isExecutable: false)
        }
        try publish(changes, in: sandbox)
        try await sandbox.git("commit", "--quiet", "--message", "many")
        #expect(try await sandbox.git("ls-files", "many").split(separator: "\n").count == 20)
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    /// The objects of a large commit are held in memory for a while; what follows must not stay there.
    @Test func whatFollowsALargeCommitIsWrittenToo() async throws {
        let sandbox = try await sandbox()
        let repository = try sandbox.repository()
        let many = (0..<20).map { FileChange("many/\($0)", .bytes(bytes("\($0)\n"))) }
        try repository.commit(many, message: "many")
        try repository.commit(file: "one", content: .bytes(bytes("one more\n")), message: "one")
        let stage = IndexChange.plain(path: "two", bytes("and another\n"), isExecutable: false)
        try repository.prepareIndex([stage]).publish()
        #expect(try await sandbox.git("show", "HEAD:one") == "one more\n")
        #expect(try await sandbox.git("show", ":two") == "and another\n")
        #expect(try repository.blob(at: "many/7") == bytes("7\n"))
        #expect(try await sandbox.git("fsck", "--strict", "--no-dangling").isEmpty)
    }

    @Test func trackedFilesAreThoseOfTheIndex() async throws {
        let sandbox = try await sandbox()
        try sandbox.write("x", to: "folder/untracked")
        try await sandbox.commit(["folder-two/x": "1"])
        let repository = try sandbox.repository()
        #expect(try repository.trackedFiles(below: "folder") == ["folder/c.txt"])
        #expect(try repository.trackedFiles(below: "").count == 5)
        #expect(try repository.trackedFiles(below: "nothing").isEmpty)
    }
}

extension GitSandbox {
    /// A second repository like this one.
    fileprivate func copy() async throws -> GitSandbox {
        let other = try await GitSandbox()
        try await other.git("pull", "--quiet", path.string, "main")
        return other
    }
}

extension IndexChange {
    /// A file that is the same in the working tree and in git.
    static func plain(path: String, _ content: [UInt8], isExecutable: Bool) -> IndexChange {
        .stage(path: path, file: content, stored: content, isExecutable: isExecutable)
    }

    static func unmerged(
        path: String, base: [UInt8]?, yours: [UInt8]?, theirs: [UInt8]?, isExecutable: Bool = false
    ) -> IndexChange {
        func side(_ content: [UInt8]?) -> Side? { content.map { Side(stored: $0, isExecutable: isExecutable) } }
        return .conflict(path: path, base: side(base), yours: side(yours), theirs: side(theirs))
    }
}
