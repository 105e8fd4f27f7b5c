import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct DoctorCommandTests {
    @Test func everyEngineIsFoundWithItsVersion() async throws {
        let outcome = try await BuiltTool.mlkit(["doctor", "--format", "json"], in: "/")
        #expect(outcome.status == 0)
        let engines = try #require(try JSON(parsing: outcome.output).array)
        #expect(engines.compactMap { $0["engine"]?.string } == ["duckdb", "onnxruntime", "openblas", "xgboost", "curl"])
        #expect(engines.allSatisfy { $0["found"] == true && $0["path"]?.string != nil })
        #expect(engines[0]["version"] == "1.5.5")
        #expect(engines[1]["version"] == "1.31.1")
    }

    @Test func aMissingEngineComesWithTheCommandThatInstallsIt() async throws {
        let outcome = try await BuiltTool.mlkit(
            ["doctor"], in: "/", engines: nil, environment: ["MLKIT_HOME": "/nonexistent"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("missing  DuckDB"))
        #expect(
            outcome.output.contains(
                "`python3 -m pip install --no-deps --target /nonexistent/mlkit/engines duckdb==1.5.5`"))
    }
}
