import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What is wrong in a cache or at a remote stays there.
@Suite struct SharedCacheFaultsTests {
    private let files = LocalFileSystem()

    private func place(_ text: String, at remote: FilePath) -> FilePath {
        let digits = ContentHash(of: text).hex
        return remote.pushing(FilePath("objects/\(digits.prefix(2))/\(digits.dropFirst(2))"))
    }

    @Test func whatIsDamagedHereIsTakenFromTheOutputs() async throws {
        let project = try await CachedProject()
        let remote = project.scratch.path.appending("remote")
        _ = try await project.run(word: "one")
        try files.write("onE\n", to: project.object("one\n"))
        let pushed = try await project.mlkit("cache", "push", "--remote", remote.string)
        #expect(pushed.status == 0, "\(pushed)")
        #expect(pushed.output.hasPrefix("damaged: `"), "\(pushed)")
        #expect(try files.readText(place("one\n", at: remote)) == "one\n")
        #expect(try await project.mlkit("cache", "verify").status == 0)
    }

    @Test func whatIsDamagedHereAndNowhereElseIsMissing() async throws {
        let project = try await CachedProject()
        let remote = project.scratch.path.appending("remote")
        _ = try await project.run(word: "one")
        try files.write("onE\n", to: project.object("one\n"))
        for output in ["a.txt", "out"] { try files.remove(project.path.appending(output)) }
        let pushed = try await project.mlkit("cache", "push", "--remote", remote.string)
        #expect(pushed.status == 1, "\(pushed)")
        #expect(pushed.output.contains("missing: `a.txt`, which the lock of `make` names"))
        #expect(try !files.exists(place("one\n", at: remote)))
    }

    @Test func whatIsDamagedAtTheRemoteIsSentAgain() async throws {
        let project = try await CachedProject()
        let remote = project.scratch.path.appending("remote")
        _ = try await project.run(word: "one")
        try SampleProject.expectSuccess(try await project.mlkit("cache", "push", "--remote", remote.string))
        try files.write("onE\n", to: place("one\n", at: remote))
        #expect(try await project.mlkit("cache", "push", "--remote", remote.string).output == "nothing to send\n")
        #expect(try await project.mlkit("cache", "push", "--verify", "--remote", remote.string).output == "sent 1 file, 4 B\n")
        #expect(try files.readText(place("one\n", at: remote)) == "one\n")
        #expect(try await project.mlkit("cache", "push", "--verify", "--remote", remote.string).output == "nothing to send\n")
    }

    /// More than any disk takes: whoever began to copy it would not come to an end.
    @Test(arguments: [true, false]) func whatIsTooLargeAtTheRemoteIsNotFetched(hasRecords: Bool) async throws {
        let project = try await CachedProject()
        let remote = project.scratch.path.appending("remote")
        _ = try await project.run(word: "one")
        try await project.commit()
        try SampleProject.expectSuccess(try await project.mlkit("cache", "push", "--remote", remote.string))
        let runs = remote.appending("runs")
        for name in try files.list(runs) {
            if hasRecords { break }
            try files.write("", to: runs.appending(name))
            #expect(truncate(runs.appending(name).string, 1 << 40) == 0)
        }
        let object = place("one\n", at: remote)
        try files.write("", to: object)
        #expect(truncate(object.string, 1 << 40) == 0)
        try await project.clone()
        let pulled = try await project.mlkit("cache", "pull", "--remote", remote.string, in: "clone")
        #expect(pulled.status == 1)
        #expect(pulled.output.contains("damaged  objects/") || pulled.output.contains("damaged   objects/"), "\(pulled)")
        #expect(pulled.output.contains("`mlkit cache push --verify`, where the outputs are, mends what is damaged at the remote"))
        #expect(try !project.scratch.exists("clone/a.txt"))
    }

    @Test func aRepositoryInAnOutputIsNotShared() async throws {
        let project = try await CachedProject()
        let spec = """
            mlkit: 1
            project: {name: p}
            stages:
              t: {run: 'mkdir -p out/deep/.git; echo x > out/deep/.git/config', outputs: [out]}

            """
        try project.scratch.write(spec, to: "p/mlkit.yaml")
        let run = try await project.mlkit("run")
        #expect(run.status == 0)
        #expect(run.error.contains("the outputs of `t` are not in the cache: `"), "\(run)")
        let pushed = try await project.mlkit("cache", "push", "--remote", project.scratch.path.appending("remote").string)
        #expect(pushed.output.contains("missing: `out`"), "\(pushed)")
    }

    /// Those that only show something keep what they have found out.
    @Test(arguments: [["status"], ["run"], ["metrics"], ["cache", "gc"], ["cache", "push", "--remote", "../r"]])
    func nothingIsWrittenThroughACacheThatCameWithTheClone(command: [String]) async throws {
        let project = try await CachedProject()
        _ = try await project.run(word: "one")
        try project.scratch.write("precious\n", to: "victim/hashes")
        try files.remove(project.path.pushing(".mlkit/cache"))
        symlink("../../victim", project.path.pushing(".mlkit/cache").string)
        try await project.git("add", "--all", "--force")
        try await project.commit()
        try await project.clone()
        let outcome = try await BuiltTool.mlkit(command, in: project.scratch.path.appending("clone"))
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: `.mlkit/cache` is a link that leads out of the project, and may have come with it: nothing is written through it

                hint: put a folder in its place; or a link of your own, which git does not track

                """)
        #expect(try files.list(project.scratch.path.appending("victim")) == ["hashes"])
        #expect(try project.scratch.read("victim/hashes") == "precious\n")
    }

    @Test func whatIsWrittenRightAfterARunWasKilledIsKept() async throws {
        let project = try await CachedProject()
        let spec = """
            mlkit: 1
            project: {name: p}
            stages:
              r: {run: 'echo half > labels; [ -e ok ] || sleep 60; echo done >> labels', outputs: [labels]}

            """
        try project.scratch.write(spec, to: "p/mlkit.yaml")
        let script = """
            "$0" run > /dev/null 2>&1 & P=$!
            while [ ! -s labels ]; do sleep 0.2; done
            kill -9 $P; wait $P 2> /dev/null
            echo by hand > labels; touch ok
            "$0" run 2>&1; cat labels; cat .mlkit/edited/*/labels
            """
        let outcome = try await BuiltTool.run("sh", ["-c", script, BuiltTool.folder.appending("mlkit").string], in: project.path)
        #expect(outcome.output.contains("`labels` may have been changed after a run was killed that wrote it"), "\(outcome)")
        #expect(outcome.output.hasSuffix("half\ndone\nby hand\n"), "\(outcome)")
    }
}
