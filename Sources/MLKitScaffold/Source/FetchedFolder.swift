internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// A folder that was checked out of a stranger's repository.
struct FetchedFolder {
    private let folder: FilePath
    private let description: String
    private let files = LocalFileSystem()

    /// - Parameter description: what the user calls it.
    init(_ folder: FilePath, description: String) {
        self.folder = folder
        self.description = description
    }

    /// - Throws: `Failure` with every link that leads out, and every submodule: those were not fetched.
    func check() throws {
        let problems = try self.problems(in: folder, Self.realPath(folder) ?? folder)
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private func problems(in inner: FilePath, _ top: FilePath) throws -> [Diagnostic] {
        try files.list(inner).flatMap { name -> [Diagnostic] in
            let path = inner.appending(name)
            if Self.isLink(path) {
                guard let target = Self.realPath(path), target.starts(with: top) else { return [leadsOut(path)] }
                return []
            }
            guard try files.information(at: path)?.kind == .directory else { return [] }
            // Git holds no empty folders: this is where a submodule would be.
            if try files.list(path).isEmpty { return [isSubmodule(path)] }
            return try problems(in: path, top)
        }
    }

    private func leadsOut(_ path: FilePath) -> Diagnostic {
        .error(
            "the link `\(path.name(in: folder))` in `\(description)` leads out of it, or nowhere",
            hint: "a template is used only if all it consists of is in it")
    }

    private func isSubmodule(_ path: FilePath) -> Diagnostic {
        .error(
            "`\(path.name(in: folder))` in `\(description)` is a submodule, and a template cannot have those",
            hint: "put the files themselves into the template")
    }

    /// The folders, two levels down, that hold a file of this name.
    func folders(with name: String) throws -> [String] {
        let first = try folders(in: folder)
        let second = try first.flatMap { try folders(in: $0) }
        return try (first + second).filter { try files.exists($0.appending(name)) }.map { $0.name(in: folder) }
    }

    private func folders(in parent: FilePath) throws -> [FilePath] {
        try files.list(parent).map { parent.appending($0) }.filter {
            try !Self.isLink($0) && files.information(at: $0)?.kind == .directory
        }
    }

    private static func isLink(_ path: FilePath) -> Bool {
        var status = stat()
        return lstat(path.string, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func realPath(_ path: FilePath) -> FilePath? {
        guard let resolved = realpath(path.string, nil) else { return nil }
        defer { free(resolved) }
        return FilePath(String(cString: resolved))
    }
}
