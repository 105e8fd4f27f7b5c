internal import MLKitCore
public import SystemPackage

extension Engine {
    /// Asks the engine at a path for its version.
    ///
    /// - Throws: `Failure` if it cannot be loaded or started.
    public func version(at path: FilePath) async throws -> String {
        switch self {
        case .duckdb: try duckDBVersion(path)
        case .curl: try await firstWord(of: path, after: "curl ")
        case .openblas: try openBLASVersion(path)
        case .xgboost: try xgboostVersion(path)
        case .lightgbm: try lightGBMVersion(path)
        case .onnxruntime: try onnxRuntimeVersion(path)
        }
    }

    private func firstWord(of program: FilePath, after prefix: String) async throws -> String {
        let result = try await Command(program.string, ["--version"]).run(limit: 1 << 16)
        let text = result.outputText
        guard result.status == 0, text.hasPrefix(prefix) else {
            throw Failure("`\(program) --version` does not answer as \(title) does")
        }
        return String(text.dropFirst(prefix.count).prefix { !$0.isWhitespace })
    }

    /// `v1.5.6`.
    private func duckDBVersion(_ path: FilePath) throws -> String {
        typealias Version = @convention(c) () -> UnsafePointer<CChar>?
        let version: Version = try DynamicLibrary(path, binding: .whenCalled).function("duckdb_library_version")
        return version().map { String(cString: $0).trimmingPrefix("v") }.map { String($0) } ?? "?"
    }

    private func openBLASVersion(_ path: FilePath) throws -> String {
        typealias Function = @convention(c) () -> UnsafePointer<CChar>?
        let configuration: Function = try OpenBLAS.function("openblas_get_config", of: OpenBLAS.library(at: path), at: path)
        let words = configuration().map { String(cString: $0) }?.split(separator: " ") ?? []
        return words.count > 1 ? String(words[1]) : "?"
    }

    private func xgboostVersion(_ path: FilePath) throws -> String {
        typealias Function = @convention(c) (
            UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?
        ) -> Void
        let version: Function = try DynamicLibrary(path).function("XGBoostVersion")
        var parts: (Int32, Int32, Int32) = (0, 0, 0)
        version(&parts.0, &parts.1, &parts.2)
        return "\(parts.0).\(parts.1).\(parts.2)"
    }

    /// The library has no function for it; its wheel has a file.
    private func lightGBMVersion(_ path: FilePath) throws -> String {
        _ = try DynamicLibrary(path)
        let file = path.removingLastComponent().removingLastComponent().appending("VERSION.txt")
        let text = try? LocalFileSystem().readText(file)
        return text.map { String($0.prefix { !$0.isWhitespace }) } ?? "?"
    }

    /// `OrtGetApiBase` returns a table whose second entry is `GetVersionString`.
    private func onnxRuntimeVersion(_ path: FilePath) throws -> String {
        typealias Version = @convention(c) () -> UnsafePointer<CChar>?
        typealias Base = @convention(c) () -> UnsafePointer<UnsafeRawPointer>?
        let base: Base = try DynamicLibrary(path).function("OrtGetApiBase")
        guard let table = base() else { throw Failure("`\(path)` is not ONNX Runtime") }
        let version = unsafeBitCast(table[1], to: Version.self)
        return version().map { String(cString: $0) } ?? "?"
    }
}
