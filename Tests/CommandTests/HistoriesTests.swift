import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A few of the random histories that `make bench` plays by the hundred.
@Suite struct HistoriesTests {
    @Test func noHistoryLosesALineOrDisagreesWithGit() async throws {
        let scratch = try ScratchDirectory()
        let arguments = [
            BuiltTool.sourceRoot.pushing("benchmarks/histories.py").string, BuiltTool.folder.appending("mlkit").string,
            "--count", "8",
        ]
        let outcome = try await BuiltTool.run(
            "python3", arguments, in: scratch.path, environment: PythonEnvironment.variables)
        #expect(outcome.output == "8 of 8 histories are right\n")
        #expect(outcome.error == "")
    }
}
