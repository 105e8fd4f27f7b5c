import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit cache push` and `pull`, with a folder and with rclone.
@Suite struct CacheRemoteTests {
    private static let hasRclone = ["/usr/bin", "/usr/local/bin"].contains { folder in
        (try? LocalFileSystem().exists(FilePath(folder).appending("rclone"))) ?? false
    }

    /// Pushes, clones, pulls, and spoils what the remote has.
    private func exchange(_ project: CachedProject, _ remote: String) async throws {
        _ = try await project.run(word: "one")
        _ = try await project.run(word: "two")
        try await project.commit()
        let pushed = try await SampleProject.expectSuccess(project.mlkit("cache", "push", "--remote", remote))
        // Four runs; two texts, the empty file, and four trees.
        #expect(pushed.output.hasPrefix("sent 11 files, "))
        #expect(try await project.mlkit("cache", "push", "--remote", remote).output == "nothing to send\n")
        try await project.clone()
        let pulled = try await project.mlkit("cache", "pull", "--remote", remote, in: "clone")
        #expect(pulled.output.hasPrefix("restored  make\nrestored  pack\nfetched 6 files, "), "\(pulled)")
        #expect(pulled.output.hasSuffix("; 0 stages up to date before\n"))
        #expect(try project.scratch.read("clone/out/deep/b") == "two\n")
        #expect(try await project.mlkit("run", in: "clone").error == "nothing to do: 2 stages up to date\n")
    }

    @Test func aFolderIsShared() async throws {
        let project = try await CachedProject()
        let remote = project.scratch.path.appending("remote")
        try await exchange(project, remote.string)
        #expect(try LocalFileSystem().list(remote) == ["objects", "runs"])
    }

    @Test(.enabled(if: hasRclone)) func rcloneCarriesTheSame() async throws {
        let project = try await CachedProject()
        try await exchange(project, ":local:\(project.scratch.path)/remote")
        let incoming = project.scratch.path.pushing("remote/incoming")
        #expect(try !LocalFileSystem().exists(incoming) || LocalFileSystem().list(incoming).isEmpty)
    }

    @Test func aParameterThatSomebodyElseTriedIsPulled() async throws {
        let project = try await CachedProject()
        _ = try await project.run(word: "one")
        try await project.commit()
        try await project.clone()
        _ = try await project.run(word: "two")
        let spec = try project.scratch.read("p/mlkit.yaml")
        let remote = "cache: {remote: ../remote}\n"
        try project.scratch.write(spec + remote, to: "p/mlkit.yaml")
        try SampleProject.expectSuccess(try await project.mlkit("cache", "push"))
        try project.scratch.write(spec + remote, to: "clone/mlkit.yaml")
        let pulled = try await project.mlkit("cache", "pull", "--format", "json", in: "clone")
        let json = try JSON(parsing: Array(pulled.output.utf8))
        #expect(json["stages"]?.array?.map { $0["outcome"]?.string } == ["restored", "restored"])
        #expect(try project.scratch.read("clone/a.txt") == "two\n")
    }

    @Test func whatIsDamagedAtTheRemoteIsNotTaken() async throws {
        let project = try await CachedProject()
        _ = try await project.run(word: "one")
        try await project.commit()
        let remote = project.scratch.path.appending("remote")
        try SampleProject.expectSuccess(try await project.mlkit("cache", "push", "--remote", remote.string))
        let digits = ContentHash(of: "one\n").hex
        let object = "objects/\(digits.prefix(2))/\(digits.dropFirst(2))"
        try LocalFileSystem().write("onE\n", to: remote.pushing(FilePath(object)))
        try await project.clone()
        let pulled = try await project.mlkit("cache", "pull", "--remote", remote.string, in: "clone")
        #expect(pulled.status == 1)
        #expect(pulled.output.contains("damaged  \(object)"), "\(pulled.output)")
        #expect(pulled.output.contains("failed   make"))
        #expect(try !project.scratch.exists("clone/a.txt"))
        let run = try await project.mlkit("run", in: "clone")
        #expect(run.status == 0)
        #expect(try project.scratch.read("clone/a.txt") == "one\n")
        // A broken one of another size is sent again.
        try LocalFileSystem().write("o", to: remote.pushing(FilePath(object)))
        #expect(try await project.mlkit("cache", "push", "--remote", remote.string).output == "sent 1 file, 4 B\n")
        #expect(try LocalFileSystem().readText(remote.pushing(FilePath(object))) == "one\n")
    }

    @Test(arguments: ["", "{", "cut"])
    func aRunThatIsDamagedAtTheRemoteIsNotTaken(text: String) async throws {
        let project = try await CachedProject()
        _ = try await project.run(word: "one")
        try await project.commit()
        let remote = project.scratch.path.appending("remote")
        try SampleProject.expectSuccess(try await project.mlkit("cache", "push", "--remote", remote.string))
        let files = LocalFileSystem()
        for name in try files.list(remote.appending("runs")) {
            let path = remote.appending("runs").appending(name)
            try files.write(text == "cut" ? Array(files.read(path).dropLast(9)) : Array(text.utf8), to: path)
        }
        try await project.clone()
        let pulled = try await project.mlkit("cache", "pull", "--remote", remote.string, in: "clone")
        #expect(pulled.output.contains("damaged   runs/"), "\(pulled)")
        // The lock names the outputs, whose objects are as they should be.
        #expect(try project.scratch.read("clone/a.txt") == "one\n")
        #expect(try await project.mlkit("run", in: "clone").status == 0)
        #expect(try project.scratch.read("clone/a.txt") == "one\n")
    }

    @Test func problemsOfRemotesAreSaid() async throws {
        let project = try await CachedProject()
        let none = try await project.mlkit("cache", "push")
        #expect(none.status == 1)
        #expect(
            none.error == """
                error: the project has no remote for its cache

                hint: name one in mlkit.yaml, as `cache: {remote: /mnt/shared/cache}`, or with --remote

                """)
        let away = try await project.mlkit("cache", "pull", "--remote", "/nonexistent/cache")
        #expect(
            away.error == """
                error: the remote `/nonexistent/cache` is not there

                hint: is its disk mounted? if the folder is new, make it first

                """)
        let without = try await project.mlkit(
            "cache", "push", "--remote", "s3,secret=hunter2:b", environment: ["PATH": "/nonexistent"])
        #expect(without.status == 1)
        #expect(without.error.hasPrefix("error: cannot run `rclone`, which the remote `s3,…` needs\n"))
        #expect(!without.error.contains("hunter2"))
        #expect(try await project.mlkit("cache", "push", "--remote=-x").status == 64)
        let unknown = try await project.mlkit("cache", "pull", "mkae", "--remote", project.scratch.path.string)
        #expect(unknown.error == "error: unknown stage `mkae`\n\nhint: did you mean `make`?\n")
    }

    @Test(.enabled(if: hasRclone)) func whatRcloneSaysIsPassedOnWithoutSecrets() async throws {
        let project = try await CachedProject()
        _ = try await project.run(word: "one")
        let outcome = try await project.mlkit("cache", "push", "--remote", "nowhere,secret=hunter2:b")
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix("error: cannot list the remote `nowhere,…`\nnote: "))
        #expect(!outcome.error.contains("hunter2"))
    }
}
