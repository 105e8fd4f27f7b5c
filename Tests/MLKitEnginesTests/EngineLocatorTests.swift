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

    @Test func whatIsMissingComesWithItsPurposeAndCommand() {
        #expect { try locator(["one"]).require(.xgboost) } throws: {
            "\($0)" == """
                error: XGBoost is not installed
                note: XGBoost trains trees

                hint: install it with `apt-get install -y libxgboost0`

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
}
