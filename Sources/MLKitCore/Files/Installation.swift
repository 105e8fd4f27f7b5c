internal import Glibc
public import SystemPackage

/// Where this copy of mlkit stands: its executables, and the folder with `templates` and `checklists`.
public struct Installation: Sendable {
    /// The folder of the running executable, with links resolved.
    public let executables: FilePath
    /// The folder that holds `templates`, `checklists` and, if the engines were installed with it, `engines`:
    /// `share/mlkit` beside `bin` when installed, the root of the source tree when run from its build folder.
    public let resources: FilePath

    /// Looks around the folder of an executable.
    ///
    /// - Throws: `Failure` if no folder with templates is found from there.
    public init(executables: FilePath, override: FilePath? = nil, files: some FileSystem = LocalFileSystem()) throws {
        self.executables = executables
        if let override {
            resources = override
            return
        }
        var candidates = [executables.removingLastComponent().appending("share").appending("mlkit")]
        var folder = executables
        while folder.removeLastComponent(), !folder.components.isEmpty { candidates.append(folder) }
        guard let found = try candidates.first(where: { try Self.isResources($0, files) }) else {
            throw Failure(
                "the templates and checklists of mlkit are not where they should be",
                notes: ["expected in `\(candidates[0])`"],
                hint: "install mlkit with `make install`, or set MLKIT_HOME to the folder that holds them")
        }
        resources = found
    }

    /// The installation of the running process. `MLKIT_HOME` in `environment` overrides the resources.
    public static func current(environment: [String: String]) throws -> Installation {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { throw Failure("cannot find the folder of the running program") }
        let executable = FilePath(String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self))
        let override = environment["MLKIT_HOME"].flatMap { $0.isEmpty ? nil : FilePath($0) }
        return try Installation(executables: executable.removingLastComponent(), override: override)
    }

    public var templates: FilePath { resources.appending("templates") }
    public var checklists: FilePath { resources.appending("checklists") }
    public var engines: FilePath { resources.appending("engines") }

    /// The JSON Schema of `mlkit.yaml` as the running program wrote it when it was installed; `nil` where it did not, or is another
    /// by now: `install.sh` gives both files one time.
    public func writtenSchema(
        of program: FilePath = "/proc/self/exe", files: some FileSystem = LocalFileSystem()
    ) throws -> String? {
        let file = resources.appending("schema.json")
        guard let written = try files.information(at: file), let program = try files.information(at: program),
            written.modified == program.modified
        else { return nil }
        return try files.readText(file)
    }

    private static func isResources(_ folder: FilePath, _ files: some FileSystem) throws -> Bool {
        try files.exists(folder.appending("templates")) && files.exists(folder.appending("checklists"))
    }
}
