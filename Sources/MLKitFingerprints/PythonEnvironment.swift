internal import MLKitCore
internal import SystemPackage

/// What is installed in a Python environment: a virtual environment, or one of conda.
struct PythonEnvironment {
    let folder: FilePath
    let files: any FileSystem

    /// A hash of the Python version and the names of installed packages, which have their versions in them; `nil` if
    /// nothing is there. What the packages hold is not read: that takes seconds, and pip leaves files of its own there.
    ///
    /// - Throws: `Failure` for a folder that is no environment.
    func hash() throws -> ContentHash? {
        guard try files.exists(folder) else { return nil }
        let conda = folder.appending("conda-meta")
        var lines = try version()
        let isConda = try files.information(at: conda)?.kind == .directory
        guard isConda || !lines.isEmpty else {
            throw Failure(
                "`\(folder)` is no Python environment: it has neither `pyvenv.cfg` nor `conda-meta`",
                hint: "make one with `python3 -m venv`")
        }
        if isConda { lines += try files.list(conda).filter { $0.hasSuffix(".json") } }
        for packages in try Glob("lib/python*/site-packages").matches(in: folder, files: files) {
            lines += try files.list(folder.pushing(FilePath(packages))).filter { $0.hasSuffix(".dist-info") || $0.hasSuffix(".egg-info") }
        }
        return ContentHash(of: lines.sorted().joined(separator: "\n"))
    }

    /// The lines of `pyvenv.cfg` that say which Python it is; none if there is no such file.
    private func version() throws -> [String] {
        let path = folder.appending("pyvenv.cfg")
        guard try files.information(at: path)?.kind == .file else { return [] }
        let lines = try files.readText(path).split(separator: "\n").filter { $0.hasPrefix("version") }
        return ["pyvenv.cfg"] + lines.map { $0.filter { !$0.isWhitespace } }
    }
}
