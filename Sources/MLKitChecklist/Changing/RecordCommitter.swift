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
        let ground = try ground(of: file)
        if case .commit(let repository, _) = ground { try repository.refuseUnfinished() }
        let before = try disk.exists(file) ? try disk.read(file) : nil
        let newFolders = try missingFolders(above: file)
        do {
            try disk.write(bytes, to: file)
            return try commit(bytes, ground, message)
        } catch {
            try restore(before, at: file, newFolders)
            throw error
        }
    }

    /// Whether there is to be a commit, and where.
    private enum Ground {
        case commit(Repository, path: String)
        case none(RecordChange.History)
    }

    private func ground(of file: FilePath) throws -> Ground {
        guard let git else { return .none(.notWanted) }
        guard let repository = try Repository.discover(from: project, environment: git),
            let path = repository.path(of: file)
        else { return .none(.noRepository) }
        if try repository.isIgnored(path), try !repository.isTracked(path) { return .none(.ignored) }
        return .commit(repository, path: path)
    }

    private func commit(_ bytes: [UInt8], _ ground: Ground, _ message: (Bool) -> String) throws -> RecordChange.History {
        switch ground {
        case .none(let history): return history
        case .commit(let repository, let path):
            let text = message(try repository.filters.havePrograms(path))
            let commit = try repository.commit(file: path, content: .bytes(bytes), message: text)
            return commit.map { .commit($0) } ?? .unchanged
        }
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
