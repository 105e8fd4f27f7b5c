internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Writes a record's file and commits it; if the commit fails, the file is as it was.
struct RecordCommitter {
    let project: FilePath
    let files: any FileSystem
    let git: GitEnvironment?

    func write(_ bytes: [UInt8], to path: String, message: String) throws -> RecordChange.History {
        let file = project.pushing(FilePath(path))
        try RecordStore(project: project, files: files).refuseLinks(at: path)
        let before = try files.exists(file) ? try files.read(file) : nil
        let newFolders = try missingFolders(above: file)
        do {
            try files.write(bytes, to: file)
            return try commit(bytes, file, message)
        } catch {
            try restore(before, at: file, newFolders)
            throw error
        }
    }

    private func commit(_ bytes: [UInt8], _ file: FilePath, _ message: String) throws -> RecordChange.History {
        guard let git else { return .notWanted }
        guard let repository = try Repository.discover(from: project, environment: git),
            let path = repository.path(of: file)
        else { return .noRepository }
        if try repository.isIgnored(path), try !repository.isTracked(path) { return .ignored }
        let commit = try repository.commit(file: path, content: .bytes(bytes), message: message)
        return commit.map { .commit($0) } ?? .unchanged
    }

    /// Innermost last.
    private func missingFolders(above file: FilePath) throws -> [FilePath] {
        var folder = file.removingLastComponent()
        var missing = [FilePath]()
        while folder != project, try !files.exists(folder) {
            missing.insert(folder, at: 0)
            folder.removeLastComponent()
        }
        return missing
    }

    private func restore(_ before: [UInt8]?, at file: FilePath, _ newFolders: [FilePath]) throws {
        if let before { return try files.write(before, to: file) }
        try files.remove(file)
        for folder in newFolders.reversed() where try files.exists(folder) {
            guard try files.list(folder).isEmpty else { return }
            try files.remove(folder)
        }
    }
}
