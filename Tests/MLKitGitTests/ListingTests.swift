import MLKitCore
import MLKitGit
import MLKitTestSupport
import Testing

@Suite struct ListingTests {
    @Test func listsWhatGitTracksOrWouldTake() async throws {
        let sandbox = try await GitSandbox()
        try await sandbox.commit([
            ".gitignore": "*.log\nbuild/\n", "a.txt": "a", "gone.txt": "g", "kept.log": "k", "sub/b.txt": "b",
        ])
        for name in ["new.txt", "x.log", "build/c.txt", "sub/d/new.txt", "sub with space/é.txt", "inner/e.txt"] {
            try sandbox.write("n", to: name)
        }
        _ = try await BuiltTool.run("sh", ["-c", "rm gone.txt; ln -s sub link; git init -q inner"], in: sandbox.path)
        let repository = try sandbox.repository()
        let files = try repository.workingFiles()
        #expect(
            files.map(\.path) == [
                ".gitignore", "a.txt", "kept.log", "link", "new.txt", "sub with space/é.txt", "sub/b.txt", "sub/d/new.txt",
            ])
        #expect(files.filter(\.isLink).map(\.path) == ["link"])
        #expect(files.filter { !$0.isTracked }.map(\.path) == ["link", "new.txt", "sub with space/é.txt", "sub/d/new.txt"])
        #expect(try repository.workingFiles(below: "sub").map(\.path) == ["sub/b.txt", "sub/d/new.txt"])
    }
}
