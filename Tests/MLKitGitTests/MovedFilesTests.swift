import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Files that the user moved, in all states git can have them in.
@Suite struct MovedFilesTests {
    private let text = (1...20).map { "line \($0) of the file\n" }.joined()

    private func sandbox() async throws -> GitSandbox {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([
            "src/a.py": text, "other.py": text.replacing("file", with: "files"), ".gitignore": "*.log\n",
        ])
        return sandbox
    }

    private func moved(_ sandbox: GitSandbox, _ paths: [String] = ["src/a.py"], known: PathSet = []) throws
        -> ByteTable<String>
    {
        let blob = try ObjectID(blobOf: Array(text.utf8))
        return try sandbox.repository().movedFiles(paths.map { ($0, blob) }, known: known).places
    }

    private func unadded(_ sandbox: GitSandbox) throws -> ByteTable<String> {
        try sandbox.repository().movedFiles([("src/a.py", ObjectID(blobOf: Array(text.utf8)))], known: []).unadded
    }

    private func move(_ sandbox: GitSandbox, to path: String, _ text: String) throws {
        try LocalFileSystem().remove(sandbox.path.pushing("src/a.py"))
        try sandbox.write(text, to: path)
    }

    @Test func aFileThatIsThereHasNotMoved() async throws {
        let sandbox = try await sandbox()
        try sandbox.write(text, to: "copy.py")
        #expect(try moved(sandbox).isEmpty)
    }

    /// It may have been there before: somebody has to say that it is the file.
    @Test func aFileThatGitDoesNotKnowIsOnlyNamed() async throws {
        let sandbox = try await sandbox()
        try move(sandbox, to: "lib/b.py", text)
        #expect(try moved(sandbox).isEmpty && unadded(sandbox) == ["src/a.py": "lib/b.py"])
        try await sandbox.git("add", "lib/b.py")
        #expect(try moved(sandbox) == ["src/a.py": "lib/b.py"] && unadded(sandbox).isEmpty)
        try await sandbox.git("reset", "--quiet")
        try await sandbox.git("add", "--intent-to-add", "lib/b.py")
        #expect(try moved(sandbox) == ["src/a.py": "lib/b.py"])
        // Where the file's end is committed, the other is the user's own.
        try await sandbox.git("reset", "--quiet")
        try await sandbox.git("rm", "--quiet", "src/a.py")
        try await sandbox.git("commit", "--quiet", "--message", "gone")
        #expect(try moved(sandbox).isEmpty && unadded(sandbox).isEmpty)
    }

    @Test func aStagedFileIsFound() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("mv", "src/a.py", "b.py")
        #expect(try moved(sandbox) == ["src/a.py": "b.py"])
    }

    @Test func aMoveThatWasCommittedLongAgoIsFound() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("mv", "src/a.py", "b.py")
        try await sandbox.git("commit", "--quiet", "--message", "move")
        for number in 1...3 { try await sandbox.commit(["n.txt": "\(number)"]) }
        #expect(try moved(sandbox) == ["src/a.py": "b.py"])
    }

    @Test func editsMayComeWithTheMove() async throws {
        let sandbox = try await sandbox()
        try move(sandbox, to: "b.py", text.replacing("line 1 of", with: "the first line of"))
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox) == ["src/a.py": "b.py"])
    }

    /// The given blob is long gone: what counts is what the user made of it.
    @Test func editsMayComeBeforeTheMove() async throws {
        let sandbox = try await sandbox()
        let own = (1...20).map { "\($0) is all the user's own\n" }.joined()
        try await sandbox.commit(["src/a.py": own])
        try move(sandbox, to: "b.py", own)
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox) == ["src/a.py": "b.py"])
    }

    @Test func aFileThatWasThereBeforeIsNoTarget() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("rm", "--quiet", "src/a.py")
        #expect(try moved(sandbox).isEmpty)
        try await sandbox.git("commit", "--quiet", "--message", "gone")
        #expect(try moved(sandbox).isEmpty)
    }

    @Test func ignoredKnownUnlikeAndLargeFilesAreNoTargets() async throws {
        let sandbox = try await sandbox()
        try move(sandbox, to: "a.log", text)
        try sandbox.write(text, to: "known.py")
        try sandbox.write(String(repeating: "something else entirely\n", count: 20), to: "unlike.py")
        try sandbox.write(String(repeating: text, count: 3), to: "large.py")
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox, known: ["known.py"]).isEmpty)
    }

    @Test func theSameGoesBeforeTheSimilarAndNoneTwice() async throws {
        let sandbox = try await sandbox()
        let similar = text.replacing("line 1 of", with: "the first line of")
        try await sandbox.commit(["src/b.py": similar])
        try await sandbox.git("rm", "--quiet", "src/a.py", "src/b.py")
        try sandbox.write(similar, to: "x/one.py")
        try sandbox.write(text, to: "x/two.py")
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox, ["src/a.py", "src/b.py"]) == ["src/a.py": "x/two.py", "src/b.py": "x/one.py"])
    }

    @Test func aFileOfTheSameNameIsPreferred() async throws {
        let sandbox = try await sandbox()
        try move(sandbox, to: "x/0.py", text)
        try sandbox.write(text, to: "x/a.py")
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox) == ["src/a.py": "x/a.py"])
    }

    @Test func anEmptyFileMovesOnlyUnderItsName() async throws {
        let sandbox = try await sandbox()
        try await sandbox.commit(["one/__init__.py": "", "two/.gitkeep": ""])
        try await sandbox.git("rm", "--quiet", "one/__init__.py", "two/.gitkeep")
        try sandbox.write("", to: "three/__init__.py")
        try sandbox.write("", to: "three/x")
        try await sandbox.git("add", "--all")
        let empty = try ObjectID(blobOf: [])
        let lost = ["one/__init__.py", "two/.gitkeep"].map { ($0, empty) }
        #expect(
            try sandbox.repository().movedFiles(lost, known: []).places == ["one/__init__.py": "three/__init__.py"])
    }

    /// Only what is the same byte for byte, as there is no telling what was there before.
    @Test func withoutAHistoryTheSameFileIsFound() async throws {
        let sandbox = try await GitSandbox()
        try sandbox.write(text + "more\n", to: "b.py")
        try sandbox.write(text, to: "c.py")
        #expect(try moved(sandbox).isEmpty && unadded(sandbox) == ["src/a.py": "c.py"])
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox) == ["src/a.py": "c.py"] && unadded(sandbox).isEmpty)
        #expect(try moved(sandbox, known: ["c.py"]).isEmpty)
        try sandbox.write(text, to: "d.py")
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox).isEmpty)
        try sandbox.write(text, to: "e/a.py")
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox) == ["src/a.py": "e/a.py"])
    }

    /// Whatever a file holds, one that was there when the other still was is another.
    @Test func aFileOfTheSameContentThatWasThereBeforeIsNoTarget() async throws {
        let sandbox = try await sandbox()
        try await sandbox.commit(["legacy.txt": text])
        try await sandbox.git("rm", "--quiet", "src/a.py")
        #expect(try moved(sandbox).isEmpty)
        try await sandbox.git("commit", "--quiet", "--message", "gone")
        #expect(try moved(sandbox).isEmpty)
        // Nor is one that came later.
        try await sandbox.commit(["later.txt": text])
        #expect(try moved(sandbox).isEmpty)
    }

    /// What it is now may be all another: it is known by what it was when it was moved.
    @Test func editsMayComeAfterTheMoveAndMovesFollowEachOther() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("mv", "src/a.py", "b.py")
        try await sandbox.git("commit", "--quiet", "--message", "move")
        try await sandbox.commit(["b.py": "all is new\n"])
        #expect(try moved(sandbox) == ["src/a.py": "b.py"])
        try await sandbox.git("mv", "b.py", "c.py")
        try await sandbox.git("commit", "--quiet", "--message", "once more")
        #expect(try moved(sandbox) == ["src/a.py": "c.py"])
        try await sandbox.git("mv", "c.py", "d.py")
        #expect(try moved(sandbox) == ["src/a.py": "d.py"])
        try await sandbox.git("rm", "--quiet", "--force", "d.py")
        #expect(try moved(sandbox).isEmpty)
    }

    /// The commit that took the file away is on the other branch; one that comes with the merge has nothing to do with it.
    @Test func aMoveOnABranchThatWasMerged() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("switch", "--quiet", "--create", "side")
        try await sandbox.git("mv", "src/a.py", "b.py")
        try await sandbox.git("commit", "--quiet", "--message", "move")
        try await sandbox.commit(["same.py": text])
        try await sandbox.git("switch", "--quiet", "-")
        try await sandbox.commit(["n.txt": "1", "main.py": text])
        try await sandbox.git("merge", "--quiet", "--no-edit", "side")
        #expect(try moved(sandbox) == ["src/a.py": "b.py"])
    }

    /// A branch of before the file was made has no part in its end.
    @Test func aBranchThatNeverHadTheFile() async throws {
        let sandbox = try await sandbox()
        try await sandbox.git("switch", "--quiet", "--orphan", "other")
        try await sandbox.commit(["o.txt": "1"])
        try await sandbox.git("switch", "--quiet", "main")
        try await sandbox.git("mv", "src/a.py", "b.py")
        try await sandbox.git("commit", "--quiet", "--message", "move")
        try await sandbox.git("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "other")
        #expect(try moved(sandbox) == ["src/a.py": "b.py"])
    }

    @Test func lineEndingsOfTheCheckoutDoNotCount() async throws {
        let sandbox = try await sandbox()
        try await sandbox.commit([".gitattributes": "*.py text eol=crlf\n"])
        try move(sandbox, to: "b.py", text.replacing("\n", with: "\r\n"))
        try await sandbox.git("add", "--all")
        #expect(try moved(sandbox) == ["src/a.py": "b.py"])
    }
}
