import MLKitCore
import MLKitEngines
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct EngineLocatorTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func locator(_ folders: [String], programs: [String] = []) -> EngineLocator {
        EngineLocator(
            folders: folders.map { scratch.path.appending($0) }, programs: programs.map { scratch.path.appending($0) },
            libraries: [scratch.path.appending("lib")])
    }

    /// The module of whichever Python installed the wheel.
    @Test func theFirstFolderWins() throws {
        try scratch.write("", to: "two/_duckdb.cpython-311-x86_64-linux-gnu.so")
        #expect(locator(["one", "two"]).locate(.duckdb)?.lastComponent == "_duckdb.cpython-311-x86_64-linux-gnu.so")
        try scratch.write("", to: "one/_duckdb.cpython-313-x86_64-linux-gnu.so")
        try scratch.write("", to: "one/_duckdb-stubs/x.so")
        #expect(locator(["one", "two"]).locate(.duckdb) == scratch.path.pushing("one/_duckdb.cpython-313-x86_64-linux-gnu.so"))
    }

    @Test func aPlainLibraryComesBeforeAModule() throws {
        try scratch.write("", to: "one/_duckdb.cpython-311-x86_64-linux-gnu.so")
        try scratch.write("", to: "lib/libduckdb.so")
        #expect(locator(["one"]).locate(.duckdb) == scratch.path.pushing("lib/libduckdb.so"))
        try scratch.write("", to: "one/libduckdb.so")
        #expect(locator(["one"]).locate(.duckdb) == scratch.path.pushing("one/libduckdb.so"))
    }

    @Test func theRuntimeIsFoundWhateverItsVersion() throws {
        let folder = "one/onnxruntime/capi"
        try scratch.write("", to: "\(folder)/libonnxruntime_providers_shared.so")
        #expect(locator(["one"]).locate(.onnxruntime) == nil)
        try scratch.write("", to: "\(folder)/libonnxruntime.so.1.31.1")
        #expect(locator(["one"]).locate(.onnxruntime) == scratch.path.pushing(FilePath("\(folder)/libonnxruntime.so.1.31.1")))
    }

    @Test func wheelsOfLibrariesComeBeforeTheSystems() throws {
        try scratch.write("", to: "lib/libopenblas.so.0")
        try scratch.write("", to: "lib/libxgboost.so.0")
        #expect(locator(["one"]).locate(.openblas) == scratch.path.pushing("lib/libopenblas.so.0"))
        #expect(locator(["one"]).locate(.xgboost) == scratch.path.pushing("lib/libxgboost.so.0"))
        try scratch.write("", to: "one/scipy_openblas32/lib/libscipy_openblas.so")
        try scratch.write("", to: "one/xgboost/lib/libxgboost.so")
        #expect(locator(["one"]).locate(.openblas) == scratch.path.pushing("one/scipy_openblas32/lib/libscipy_openblas.so"))
        #expect(locator(["one"]).locate(.xgboost) == scratch.path.pushing("one/xgboost/lib/libxgboost.so"))
        #expect(locator(["one"]).locate(.lightgbm) == nil)
        try scratch.write("", to: "one/lightgbm/lib/lib_lightgbm.so")
        #expect(locator(["one"]).locate(.lightgbm) == scratch.path.pushing("one/lightgbm/lib/lib_lightgbm.so"))
    }

    @Test func enginesAreFoundBesideAnInstalledMlkitInItsPythonEnvironment() throws {
        try scratch.write("", to: "share/mlkit/templates/a")
        try scratch.write("", to: "share/mlkit/checklists/a")
        try scratch.write("", to: "bin/mlkit")
        try scratch.write("", to: "lib/python3.11/site-packages/_duckdb.cpython-311-x86_64-linux-gnu.so")
        try scratch.write("", to: "lib/other/site-packages/onnxruntime/capi/libonnxruntime.so.1.9")
        let installation = try Installation(executables: scratch.path.appending("bin"))
        let locator = EngineLocator(environment: ["HOME": scratch.path.string], installation: installation)
        #expect(locator.locate(.duckdb) == scratch.path.pushing("lib/python3.11/site-packages/_duckdb.cpython-311-x86_64-linux-gnu.so"))
        #expect(locator.locate(.onnxruntime) == nil)
    }

    @Test func oneCommandInstallsAllWheels() {
        let commands = locator(["one"]).installCommands([.curl, .duckdb, .xgboost])
        #expect(commands.count == 2)
        #expect(commands[0].starts(with: ["python3", "-m", "pip", "install", "--no-deps", "--target", "\(scratch.path)/one"]))
        #expect(commands[0].suffix(2) == [Engine.duckdb.wheel, Engine.xgboost.wheel])
        #expect(commands[1] == ["apt-get", "install", "-y", "curl"])
    }

    @Test func whatIsMissingComesWithItsPurposeAndCommand() {
        #expect { try locator(["one"]).require(.xgboost) } throws: {
            "\($0)" == """
                error: XGBoost is not installed
                note: XGBoost trains trees

                hint: install it with `python3 -m pip install --no-deps --target \(scratch.path)/one xgboost-cpu==3.2.0`

                """
        }
        #expect { try locator(["one"]).require(.duckdb) } throws: {
            "\($0)".contains("pip install --no-deps --target \(scratch.path)/one duckdb==")
        }
    }

    @Test func theEnvironmentNamesFolders() throws {
        let locator = EngineLocator(
            environment: ["MLKIT_ENGINES": "/a", "XDG_DATA_HOME": "/data", "PATH": "/bin"], installation: nil)
        #expect(locator.folders == ["/a", "/data/mlkit/engines"])
    }

    /// A program that fails is none, whatever it prints, nor is one that prints something else.
    @Test(arguments: [
        ("echo 'curl 8.4.2 (x) libcurl/8'", "8.4.2"), ("echo curl 8.4.2; exit 1", nil), ("echo 8.4.2", nil),
    ] as [(String, String?)])
    func theVersionIsWhatTheProgramSays(script: String, version: String?) async throws {
        let program = scratch.path.appending("curl")
        try LocalFileSystem().write(Array("#!/bin/sh\n\(script)\n".utf8), to: program, executable: true)
        guard let version else {
            let failure = await #expect(throws: Failure.self) { try await Engine.curl.version(at: program) }
            #expect(failure?.diagnostics.first?.message == "`\(program) --version` does not answer as curl does")
            return
        }
        #expect(try await Engine.curl.version(at: program) == version)
    }
}
