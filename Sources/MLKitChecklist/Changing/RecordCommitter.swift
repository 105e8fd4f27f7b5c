internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Writes a record's file and commits it; if the commit fails, the file is as it was.
struct RecordCommitter {
    let project: FilePath
    let files: any FileSystem
    let answering: Answering

    /// What is written and put back: of files that only git's index has, there is nothing to put back.
    private var disk: any FileSystem { files.bare }

    /// - Parameter message: of the commit; whether a program keeps the record from those who read git, from whom the
    ///   message is not to give it away either.
    func write(
        _ text: [UInt8], to path: String, message: (_ isSecret: Bool) -> String
    ) throws -> (history: RecordChange.History, takesEditsIn: Bool) {
        let file = project.pushing(FilePath(path))
        try RecordStore(project: project, files: files).refuseLinks(at: path)
        let place = try place(of: file)
        let ground = try ground(place)
        if case .commit(let place) = ground { try place.repository.refuseUnfinished() }
        let bytes = try place.map { try $0.repository.filters.withLineEnds(text, at: $0.path) } ?? text
        RecordDrafts(project: project, disk: disk).removeDead()
        let before = try disk.exists(file) ? try disk.read(file) : nil
        let hasEdits = try hasEdits(before, ground)
        let newFolders = try missingFolders(above: file)
        do {
            try disk.write(bytes, to: file)
            return (try commit(bytes, ground, message), hasEdits)
        } catch {
            try restore(before, at: file, newFolders)
            throw error
        }
    }

    /// A file as git knows it.
    private struct Place {
        let repository: Repository
        let path: String
    }

    /// Whether there is to be a commit, and where.
    private enum Ground {
        case commit(Place)
        case none(RecordChange.History)
    }

    private func place(of file: FilePath) throws -> Place? {
        guard let repository = try answering.repository(of: project), let path = repository.path(of: file) else { return nil }
        return Place(repository: repository, path: path)
    }

    private func ground(_ place: Place?) throws -> Ground {
        guard answering.isCommitting else { return .none(.notWanted) }
        guard let place else { return .none(.noRepository) }
        if try place.repository.isIgnored(place.path), try !place.repository.isTracked(place.path) { return .none(.ignored) }
        return .commit(place)
    }

    /// Whether what stands in the file is in no commit yet.
    private func hasEdits(_ before: [UInt8]?, _ ground: Ground) throws -> Bool {
        guard let before, case .commit(let place) = ground else { return false }
        return try place.repository.cleaned(before, path: place.path) != place.repository.blob(at: place.path)
    }

    private func commit(_ bytes: [UInt8], _ ground: Ground, _ message: (Bool) -> String) throws -> RecordChange.History {
        switch ground {
        case .none(let history): return history
        case .commit(let place):
            let text = message(try place.repository.filters.havePrograms(place.path))
            let commit = try place.repository.commit(file: place.path, content: .bytes(bytes), message: text)
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
