import MLKitCore
import MLKitEngines
import MLKitSpec
import SystemPackage
import Testing

/// What goes between the runner and a stage's process: each file is read as it was written.
@Suite struct StageJobTests {
    private func job(earlierVersion: Int? = nil) -> StageJob {
        StageJob(
            stage: "train", kind: "train", settings: ["model": "trees"], about: ["title": "T"], project: "/p",
            inputs: ["data": "/p/in"], outputs: ["model": "/p/.mlkit/tmp/train/out/models/a/model.onnx"],
            folders: ["bundles": "/p/deploy"], threads: 3, earlierVersion: earlierVersion, result: "/p/r", failure: "/p/f")
    }

    @Test(arguments: [nil, 2]) func aJobIsReadAsItWasWritten(version: Int?) throws {
        let job = job(earlierVersion: version)
        let again = try StageJob(job.json)
        #expect(again.json == job.json && again.earlierVersion == version && again.threads == 3)
        #expect(again.outputs == job.outputs && again.inputs == job.inputs && again.folders == job.folders)
        for member in job.json.members ?? [] where !["about", "checkpoints", "earlier_version"].contains(member.name) {
            let less = JSON.object((job.json.members ?? []).filter { $0.name != member.name })
            #expect(throws: Failure.self, "\(member.name)") { try StageJob(less) }
        }
    }

    /// What a program of the user's own, or a person who looks, may find there is on the page of files.
    @Test func itsMembersAreDocumented() throws {
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        let page = try LocalFileSystem().readText(root.pushing("docs/files.md"))
        let text = try #require(page.firstRange(of: "A job file has ").map { page[$0.lowerBound...] })
        let part = text[..<(text.firstRange(of: "\n\n")?.lowerBound ?? text.endIndex)]
        let result = StageResult(summary: "m", looks: [["split": "a", "model": "b"]])
        for member in (job().json.members ?? []) + (result.json.members ?? []) {
            #expect(part.contains("`\(member.name)`"), "\(member.name)")
        }
    }

    /// A command's result too, though it says nothing of itself.
    @Test func aResultIsReadAsItWasWritten() {
        for result in [
            StageResult(summary: "done", metrics: ["valid.auc": 0.5], products: ["a", "b"], warnings: ["w"]),
            StageResult(summary: "", products: ["o"]), StageResult(summary: "m", looks: [["split": "a", "model": "b"]]),
        ] {
            let again = StageResult(result.json)
            #expect(again.json == result.json && again.summary == result.summary && again.metrics == result.metrics)
            #expect(again.products == result.products && again.warnings == result.warnings && again.looks == result.looks)
        }
        #expect(StageResult(.null).json == StageResult(summary: "").json)
    }

    @Test func anOutputHasItsFolder() throws {
        let files = InMemoryFileSystem(["/p/in": "x"])
        let context = StageContext(files: files, engines: EngineLocator(folders: [], programs: []))
        let work = StageWork(job: job(), server: "/s", context: context)
        let place = try work.output("model")
        #expect(try files.information(at: place.removingLastComponent())?.kind == .directory && !files.exists(place))
        #expect(try work.input("data") == "/p/in" && work.folder("bundles") == "/p/deploy")
        for role in ["other", "data"] { #expect(throws: Failure.self) { try work.output(role) } }
        #expect(throws: Failure.self) { try work.input("model") }
        #expect(throws: Failure.self) { try work.folder("model") }
    }
}
