import MLKitCore
import MLKitReports
import MLKitSpec
import MLKitStages
import SystemPackage
import Testing

@testable import MLKitChecklist

/// The version that is served, held to the one that the stages made.
@Suite struct ServedVersionTests {
    private static let spec = ReportProbeTests.spec + "  ship: {kind: deploy, model: '${stages.evaluate.selected}'}\n"

    private func served(_ current: String?, _ lock: String?) throws -> ServedVersion? {
        let files = ["deploy/current": current, ".mlkit/lock/ship.json": lock].compactMapValues { $0 }
        return ServedVersion(otherThanOf: try ProjectSpec(parsing: Array(Self.spec.utf8), kinds: .builtIn)) { files[$0] }
    }

    @Test func onlyAnotherOneIsTold() throws {
        let lock = "{\"outputs\": {\"deploy/new\": \"sha256:1\"}}"
        #expect(try served("new\n", lock) == nil && served(nil, lock) == nil && served("old\n", nil) == nil)
        #expect(try served("", lock) == nil && served("../old", lock) == nil && served("old", "{") == nil
            && served("old", "{\"outputs\": {\"a\": 1}}") == nil)
        let other = try #require(try served("old\n", lock))
        #expect(other.words == "served is `deploy/old`, another version than `deploy/new` of the stage `ship`")
        #expect(other.advice == "`mlkit deploy promote new` serves that one")
        #expect(other.json == ["served": "deploy/old", "made": "deploy/new", "stage": "ship"])
    }

    private func project(_ current: String, made: String) throws -> ProbeProject {
        func bundle(_ name: String) -> [String: String] {
            [
                "deploy/\(name)/model.onnx": name, "deploy/\(name)/smoke.json": "{\"passed\": true, \"rows\": 3}",
                "deploy/\(name)/SHA256SUMS": BundleChecksums(["model.onnx": ContentHash(of: name)]).text,
            ]
        }
        let texts = bundle("old").merging(bundle("new")) { $1 }.merging(["deploy/current": current + "\n"]) { $1 }
        let project = try ProbeProject(Self.spec, texts)
        let hashes = HashCache(project: ProbeProject.root, files: project.files, now: { 0 })
        func lock(_ name: String) throws -> String {
            let hash = try #require(try hashes.hash(ProbeProject.root.pushing(FilePath("deploy/\(name)"))))
            return "{\"outputs\": {\"deploy/\(name)\": \"\(hash)\"}, \"result\": {\"metrics\": {\"passed\": true, \"rows\": 3}}}"
        }
        try project.write(lock(made), to: ".mlkit/lock/ship.json")
        project.git?.pastNotes.versions = [PastFiles.Version(name: "ship.json", content: Array(try lock("old").utf8))]
        return project
    }

    /// A bundle of an earlier state was made by the stage once, and says nothing of this one.
    @Test func aBundleOfAnotherStateIsNotJudged() async throws {
        #expect(try await project("old", made: "old").outcome("bundle: answers") == .passed)
        #expect(try await project("new", made: "new").outcome("bundle: answers") == .passed)
        let found = try await project("old", made: "new").verdict("bundle: answers")
        #expect(
            found.outcome == .unknown && found.message.hasPrefix("served is `deploy/old`, another version than `deploy/new`"),
            "\(found.message)")
        // Nor where git ignores the bundle of this state, and its lock alone is here.
        let absent = try project("old", made: "new")
        absent.absent = ["ship": "deploy/new"]
        #expect(try await absent.outcome("bundle: answers") == .unknown)
    }

    @Test func theCardSaysWhichOneItIsNotAbout() throws {
        let files = InMemoryFileSystem(
            ["/p/.mlkit/lock/ship.json": "{\"outputs\": {\"deploy/new\": \"x\"}, \"result\": {\"products\": [\"deploy/new\"]}}"])
        let spec = try ProjectSpec(parsing: Array(Self.spec.utf8), kinds: .builtIn)
        func version() -> (made: String?, served: String?) {
            let reports = ProjectReports(spec, project: "/p", files: files)
            return (reports.bundle, reports.served?.served)
        }
        #expect(version() == ("deploy/new", nil))
        try files.write("old\n", to: "/p/deploy/current")
        #expect(version() == ("deploy/new", "deploy/old"))
    }
}
