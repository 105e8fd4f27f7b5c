public import MLKitCore
public import SystemPackage

/// Finds engines on this machine.
///
/// DuckDB and ONNX Runtime come as wheels and are looked for in the engine folders (`MLKIT_ENGINES`, the
/// installation's own `engines`, `~/.local/share/mlkit/engines`), then where the system keeps libraries; of DuckDB a plain
/// library comes before the module of a wheel. OpenBLAS, XGBoost and curl are the system's.
public struct EngineLocator: Sendable {
    /// Folders that `pip install --target` filled, first match wins.
    public let folders: [FilePath]
    /// The folders of `PATH`.
    let programs: [FilePath]
    /// The folders of shared libraries.
    let libraries: [FilePath]

    public init(folders: [FilePath], programs: [FilePath], libraries: [FilePath] = Self.systemLibraries) {
        self.folders = folders
        self.programs = programs
        self.libraries = libraries
    }

    /// The locator for a process with this environment and installation.
    public init(environment: [String: String], installation: Installation?) {
        var folders = [FilePath]()
        if let named = environment["MLKIT_ENGINES"], !named.isEmpty { folders.append(FilePath(named)) }
        if let installation { folders.append(installation.engines) }
        folders.append(Self.userFolder(environment))
        let programs = (environment["PATH"] ?? "").split(separator: ":").map { FilePath(String($0)) }
        let extra = (environment["LD_LIBRARY_PATH"] ?? "").split(separator: ":").map { FilePath(String($0)) }
        self.init(folders: folders, programs: programs, libraries: extra + Self.systemLibraries)
    }

    /// Where a file of the engine stands, or `nil` if it is not installed.
    public func locate(_ engine: Engine) -> FilePath? {
        switch engine {
        case .duckdb: file("libduckdb.so", in: folders + libraries) ?? module("_duckdb.")
        case .curl: file("curl", in: programs)
        case .openblas: file("libopenblas.so.0", in: libraries)
        case .xgboost: file("libxgboost.so.0", in: libraries)
        case .onnxruntime: runtime()
        }
    }

    /// Like `locate`, for a caller that cannot go on without it.
    ///
    /// - Throws: `Failure` that names the engine, its purpose and the command that installs it.
    public func require(_ engine: Engine) throws -> FilePath {
        if let path = locate(engine) { return path }
        throw Failure(
            "\(engine.title) is not installed", notes: ["\(engine.title) \(engine.purpose)"],
            hint: "install it with `\(installCommand(engine))`")
    }

    /// The one command that installs an engine on Debian.
    public func installCommand(_ engine: Engine) -> String {
        switch engine {
        case .duckdb: pip("duckdb==1.5.5")
        case .onnxruntime: pip("onnxruntime==1.31.1")
        case .openblas: "apt-get install -y libopenblas0-pthread"
        case .xgboost: "apt-get install -y libxgboost0"
        case .curl: "apt-get install -y curl"
        }
    }

    private func pip(_ package: String) -> String {
        "python3 -m pip install --no-deps --target \(folders.last ?? "engines") \(package)"
    }

    private func runtime() -> FilePath? {
        let wheels = folders.map { $0.appending("onnxruntime").appending("capi") }
        for folder in wheels + libraries {
            guard let names = try? LocalFileSystem().list(folder) else { continue }
            if let name = names.last(where: { $0.hasPrefix("libonnxruntime.so.1") }) { return folder.appending(name) }
        }
        return nil
    }

    /// The module of a wheel for whichever version of Python, which has a library's whole C interface.
    private func module(_ name: String) -> FilePath? {
        for folder in folders {
            guard let names = try? LocalFileSystem().list(folder) else { continue }
            if let name = names.last(where: { $0.hasPrefix(name) && $0.hasSuffix(".so") }) { return folder.appending(name) }
        }
        return nil
    }

    private func file(_ name: String, in folders: [FilePath]) -> FilePath? {
        folders.map { $0.appending(name) }.first { path in
            (try? LocalFileSystem().information(at: path))??.kind == .file
        }
    }

    private static func userFolder(_ environment: [String: String]) -> FilePath {
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty {
            return FilePath(data).appending("mlkit").appending("engines")
        }
        return FilePath(environment["HOME"] ?? "/").pushing(".local/share/mlkit/engines")
    }

    /// Debian's folders, and `/usr/local`.
    public static let systemLibraries: [FilePath] = [
        "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/lib64",
    ]
}
