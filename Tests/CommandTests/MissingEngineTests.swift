import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Stages on a machine that lacks an engine.
@Suite struct MissingEngineTests {
    /// An installation without engines of its own.
    private static let home = ["MLKIT_HOME": "/nonexistent"]

    @Test func theDataStageNamesDuckDBAndHowToInstallIt() async throws {
        let project = try SmallProject()
        let outcome = try await project.mlkit("run", engines: nil, environment: Self.home)
        #expect(outcome.status == 1)
        #expect(
            outcome.error.contains(
                """
                error: DuckDB is not installed
                note: DuckDB reads tables and writes Parquet

                hint: install it with `python3 -m pip install --no-deps --target /nonexistent/mlkit/engines \
                duckdb==1.5.6`

                """), "\(outcome.error)")
    }

    @Test func theEvaluationNamesONNXRuntimeAndHowToInstallIt() async throws {
        let project = try SmallProject()
        let engines = project.path.appending("engines")
        try LocalFileSystem().makeDirectory(engines)
        let installed = BuiltTool.sourceRoot.appending("engines")
        for module in try LocalFileSystem().list(installed) where module.hasPrefix("_duckdb.") {
            _ = try await BuiltTool.run("ln", ["-s", "\(installed)/\(module)", engines.string], in: project.path)
        }
        let outcome = try await project.mlkit("run", engines: engines, environment: Self.home)
        #expect(outcome.status == 1)
        #expect(
            outcome.error.contains(
                """
                error: ONNX Runtime is not installed
                note: ONNX Runtime evaluates, quantizes and serves models

                hint: install it with `python3 -m pip install --no-deps --target /nonexistent/mlkit/engines \
                onnxruntime==1.31.1`

                """), "\(outcome.error)")
        // Once it is there, the run goes on from where it stopped.
        #expect(try await project.mlkit("run").status == 0)
    }
}
