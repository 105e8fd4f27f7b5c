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

    /// A wheel leaves OpenMP's runtime to the system, which may not have it.
    @Test func aLibraryThatAnEngineNeedsIsNamed() async throws {
        let scratch = try ScratchDirectory()
        let script = """
            mkdir -p engines/lightgbm/lib && echo 4.7.0 >engines/lightgbm/VERSION.txt
            echo 'int a(void) { return 1; }' >a.c
            echo 'int a(void); int b(void) { return a(); }' >b.c
            clang -shared -fPIC -Wl,-soname,libgomp.so.77 a.c -o liba.so
            clang -shared -fPIC b.c -o engines/lightgbm/lib/lib_lightgbm.so ./liba.so
            rm liba.so
            """
        let made = try await BuiltTool.run("sh", ["-ec", script], in: scratch.path)
        #expect(made.status == 0, "\(made.error)")
        let environment = ["MLKIT_HOME": "/nonexistent", "XDG_DATA_HOME": scratch.path.string]
        let engines = scratch.path.appending("engines")
        let outcome = try await BuiltTool.mlkit(["doctor"], in: "/", engines: engines, environment: environment)
        #expect(outcome.status == 1)
        #expect(
            outcome.output.contains("lib_lightgbm.so`: it needs `libgomp.so.77`, which this system does not have\n"), "\(outcome.output)")
        #expect(outcome.output.contains("install it with `apt-get install -y libgomp1`\n"))
        let fix = try await BuiltTool.mlkit(["doctor", "--fix"], in: "/", engines: engines, environment: environment)
        #expect(fix.error.contains(" libgomp1\n"), "\(fix.error)")
        #expect(!fix.error.contains("lightgbm=="))
    }

    @Test func theVersionNamesTheCommitThatTheInstallationNotes() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("1a2b3c4\n", to: "commit")
        let outcome = try await BuiltTool.mlkit(["--version"], in: "/", environment: ["MLKIT_HOME": scratch.path.string])
        #expect(outcome.output == "0.1.0 (1a2b3c4)\n")
        #expect(try await BuiltTool.mlkit(["--version"], in: "/").output == "0.1.0\n")
    }
}
