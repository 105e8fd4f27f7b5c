import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A folder that projects share as their cache: which it may be, and what is dropped there.
@Suite struct SharedCachePlaceTests {
    private let files = LocalFileSystem()

    private func variables(_ place: FilePath) -> [String: String] { ["MLKIT_CACHE": place.string] }

    /// `runs` and `objects` are names that others use too.
    @Test(arguments: [true, false]) func whatIsSomebodyElsesIsNeitherTakenNorDropped(wasCacheBefore: Bool) async throws {
        let project = try await CachedProject()
        let place = project.scratch.path.appending("store")
        if wasCacheBefore {
            try SampleProject.expectSuccess(try await project.mlkit("run", environment: variables(place)))
        }
        let others = ["runs/detect/best.pt", "runs/results.csv", "runs/exp1.json", "objects/chair.obj", "objects/3d/table.obj"]
        for other in others { try files.write("mine", to: place.pushing(FilePath(other))) }
        let run = try await project.mlkit("run", environment: variables(place))
        let collected = try await project.mlkit("cache", "gc", "--older-than", "0h", environment: variables(place))
        if wasCacheBefore {
            #expect(run.status == 0 && collected.status == 0, "\(run) \(collected)")
        } else {
            let problem = "MLKIT_CACHE names `\(place)`, which has something in it and is no cache"
            #expect(run.status == 1 && run.error.contains(problem), "\(run)")
            #expect(collected.status == 1 && collected.error.contains(problem), "\(collected)")
            #expect(try !files.exists(place.appending("lock")))
        }
        for other in others { #expect(try files.readText(place.pushing(FilePath(other))) == "mine") }
    }

    /// A run moves it away with the output.
    @Test func itIsInNoOutput() async throws {
        let project = try await CachedProject()
        let run = try await project.mlkit("run", environment: variables("out/cache"))
        #expect(run.status == 1)
        #expect(run.error.contains("is where stage `pack` writes"), "\(run)")
        let own = project.path.pushing(".mlkit/cache")
        #expect(try await project.mlkit("run", environment: variables(own)).status == 0)
    }

    @Test func whatAProjectNeedsThatIsNotThereIsKept() async throws {
        let project = try await CachedProject()
        let place = project.scratch.path.appending("store")
        try await project.commit()
        try await project.clone()
        func clone(_ word: String, in folder: String = "clone") async throws -> BuiltTool.Outcome {
            let spec = try project.scratch.read("\(folder)/mlkit.yaml").replacing(#/word: \w+/#, with: "word: \(word)")
            try project.scratch.write(spec, to: "\(folder)/mlkit.yaml")
            return try await SampleProject.expectSuccess(
                project.mlkit("run", in: folder, environment: variables(place)))
        }
        _ = try await clone("theirs")
        try SampleProject.expectSuccess(try await project.mlkit("run", environment: variables(place)))
        try files.rename(project.scratch.path.appending("clone"), to: project.scratch.path.appending("moved"))
        let collected = try await project.mlkit("cache", "gc", "--older-than", "0h", environment: variables(place))
        #expect(collected.status == 0 && collected.output == "dropped nothing\n", "\(collected)")
        let absent = project.scratch.path.appending("clone")
        #expect(collected.error.contains("`\(absent)`, which shares this cache, is not there"))
        let record = place.appending("projects").appending(ContentHash(of: absent.string).hex)
        #expect(collected.error.contains("rm '\(record)'"), "\(collected)")
        let status = try JSON(
            parsing: Array(await project.mlkit("cache", "status", "--format", "json", environment: variables(place)).output.utf8))
        #expect(status["absent"] == [.string(absent.string)])
        // Forgotten, it keeps nothing.
        try files.remove(record)
        let again = try await project.mlkit("cache", "gc", "--older-than", "0h", environment: variables(place))
        #expect(again.output.hasPrefix("dropped 2 runs and "), "\(again)")
    }

    /// Of a partial clone git fetches what it lacks when that is wanted.
    @Test func whatGitCannotReadIsNotTakenForNothing() async throws {
        let project = try await CachedProject()
        try project.scratch.write("a.txt\nout\nlogs\n.mlkit/cache\n.mlkit/tmp\n", to: "p/.gitignore")
        _ = try await project.run(word: "one")
        try await project.commit()
        try await project.git("checkout", "--quiet", "-b", "two")
        _ = try await project.run(word: "two")
        try await project.commit()
        try await project.git("clone", "--quiet", "--bare", ".", "../server")
        for key in ["uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"] {
            try await project.git("-C", "../server", "config", key, "true")
        }
        let server = project.scratch.path.appending("server")
        try await project.git("clone", "--quiet", "--filter=blob:none", "--no-checkout", "file://\(server)", "../partial")
        try await project.git("-C", "../partial", "checkout", "--quiet", "two")
        try SampleProject.expectSuccess(
            try await BuiltTool.run("cp", ["-r", "p/.mlkit/cache", "partial/.mlkit/cache"], in: project.scratch.path))
        try files.rename(server, to: project.scratch.path.appending("offline"))
        let collected = try await project.mlkit("cache", "gc", "--older-than", "0h", in: "partial")
        #expect(collected.status == 1, "\(collected)")
        let object = project.object("one\n").name(in: project.path)
        #expect(try project.scratch.exists("partial/\(object)"))
    }
}
