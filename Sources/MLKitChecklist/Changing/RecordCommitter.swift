internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Writes a record's file and commits it; if the commit fails, the file is as it was.
struct RecordCommitter {
    let project: FilePath
    let files: any FileSystem
    let git: GitEnvironment?

    /// What is written and put back: of files that only git's index has, there is nothing to put back.
    private var disk: any FileSystem { files.bare }

    /// - Parameter message: of the commit; whether a program keeps the record from those who read git, from whom the
    ///   message is not to give it away either.
    func write(
        _ bytes: [UInt8], to path: String, message: (_ isSecret: Bool) -> String
    ) throws -> RecordChange.History {
        let file = project.pushing(FilePath(path))
        try RecordStore(project: project, files: files).refuseLinks(at: path)
        let before = try disk.exists(file) ? try disk.read(file) : nil
        let newFolders = try missingFolders(above: file)
        do {
            try disk.write(bytes, to: file)
            return try commit(bytes, file, message)
        } catch {
            try restore(before, at: file, newFolders)
            throw error
        }
    }

    private func commit(_ bytes: [UInt8], _ file: FilePath, _ message: (Bool) -> String) throws -> RecordChange.History {
        guard let git else { return .notWanted }
        guard let repository = try Repository.discover(from: project, environment: git),
            let path = repository.path(of: file)
        else { return .noRepository }
        if try repository.isIgnored(path), try !repository.isTracked(path) { return .ignored }
        let text = message(try repository.filters.havePrograms(path))
        let commit = try repository.commit(file: path, content: .bytes(bytes), message: text)
        return commit.map { .commit($0) } ?? .unchanged
    }

    /// Innermost last.
    private func missingFolders(above file: FilePath) throws -> [FilePath] {
        var folder = file.removingLastComponent()
        var missing = [FilePath]()
        while folder != project, try !disk.exists(folder) {
            missing.insert(folder, at: 0)
            folder.removeLastComponent()
        }
        return missing
    }

    private func restore(_ before: [UInt8]?, at file: FilePath, _ newFolders: [FilePath]) throws {
        if let before { return try disk.write(before, to: file) }
        try disk.remove(file)
        for folder in newFolders.reversed() where try disk.exists(folder) {
            guard try disk.list(folder).isEmpty else { return }
            try disk.remove(folder)
        }
    }
}
