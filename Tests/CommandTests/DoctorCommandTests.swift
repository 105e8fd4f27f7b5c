import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct DoctorCommandTests {
    @Test func everyEngineIsFoundWithItsVersion() async throws {
        let outcome = try await BuiltTool.mlkit(["doctor", "--format", "json"], in: "/")
        #expect(outcome.status == 0)
        let engines = try #require(try JSON(parsing: outcome.output).array)
        #expect(engines.compactMap { $0["engine"]?.string } == ["duckdb", "onnxruntime", "openblas", "xgboost", "lightgbm", "curl"])
        #expect(engines.allSatisfy { $0["found"] == true && $0["path"]?.string != nil })
        #expect(engines[0]["version"] == "1.5.6")
        #expect(engines[1]["version"] == "1.31.1")
        #expect(engines[4]["version"] == "4.7.0")
    }

    @Test func aMissingEngineComesWithTheCommandThatInstallsIt() async throws {
        let outcome = try await BuiltTool.mlkit(
            ["doctor"], in: "/", engines: nil, environment: ["MLKIT_HOME": "/nonexistent"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("missing  DuckDB"))
        #expect(
            outcome.output.contains(
                "`python3 -m pip install --no-deps --target /nonexistent/mlkit/engines duckdb==1.5.6`"))
    }

    @Test func fixRunsNothingWithoutConsent() async throws {
        let scratch = try ScratchDirectory()
        let environment = ["MLKIT_HOME": "/nonexistent", "XDG_DATA_HOME": scratch.path.string]
        let outcome = try await BuiltTool.mlkit(["doctor", "--fix"], in: "/", engines: nil, environment: environment)
        #expect(outcome.status == 1)
        #expect(outcome.error.contains("  python3 -m pip install --no-deps --target \(scratch.path)/mlkit/engines duckdb=="))
        #expect(outcome.error.contains("nothing is run: there is no terminal to ask on; `mlkit doctor --fix --yes` runs it"))
        #expect(try LocalFileSystem().list(scratch.path).isEmpty)
    }

    @Test func fixRunsOneCommandForAllThatIsMissing() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("#!/bin/sh\nshift 3\necho \"$@\" >>\"$XDG_DATA_HOME/asked\"\n", to: "bin/python3")
        _ = try await BuiltTool.run("chmod", ["+x", "bin/python3"], in: scratch.path)
        let path = "\(scratch.path)/bin:/usr/bin:/bin"
        let outcome = try await BuiltTool.mlkit(
            ["doctor", "--fix", "--yes"], in: "/", engines: nil,
            environment: ["MLKIT_HOME": "/nonexistent", "XDG_DATA_HOME": scratch.path.string, "PATH": path])
        // What the command promised is looked at again: nothing is there now either.
        #expect(outcome.status == 1)
        let asked = try LocalFileSystem().readText(scratch.path.appending("asked")).split(separator: "\n")
        #expect(asked.count == 1)
        #expect(asked[0].hasPrefix("--no-deps --target \(scratch.path)/mlkit/engines duckdb=="))
        #expect(asked[0].contains(" onnxruntime=="))
    }

    @Test func theVersionNamesTheCommitThatTheInstallationNotes() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("1a2b3c4\n", to: "commit")
        let outcome = try await BuiltTool.mlkit(["--version"], in: "/", environment: ["MLKIT_HOME": scratch.path.string])
        #expect(outcome.output == "0.1.0 (1a2b3c4)\n")
        #expect(try await BuiltTool.mlkit(["--version"], in: "/").output == "0.1.0\n")
    }
}
