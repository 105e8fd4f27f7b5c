internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Writes and removes a few files of a project in one commit; if the commit fails, they are as they were.
struct ProjectCommitter {
    let project: FilePath
    let files: any FileSystem
    let answering: Answering

    /// What is written and put back: of files that only git's index has, there is nothing to put back.
    private var disk: any FileSystem { files.bare }

    /// - Parameter changes: contents by path relative to the project; `nil` removes the file.
    func write(_ changes: ByteTable<[UInt8]?>, message: String) throws -> RecordChange.History {
        let repository = try answering.repository(of: project)
        let changes = try changes.sorted.map { path, text in
            (key: path, value: try text.map { try withLineEnds($0, at: path, repository) })
        }
        let before = try changes.map { path, _ in
            let file = file(path)
            return (path, try disk.exists(file) ? try disk.read(file) : nil)
        }
        do {
            for (path, bytes) in changes { try put(bytes, at: path) }
            return try commit(changes, message, repository)
        } catch {
            for (path, bytes) in before { try put(bytes, at: path) }
            throw error
        }
    }

    private func withLineEnds(_ text: [UInt8], at path: String, _ repository: Repository?) throws -> [UInt8] {
        guard let repository, let inside = repository.path(of: file(path)) else { return text }
        return try repository.filters.withLineEnds(text, at: inside)
    }

    private func put(_ bytes: [UInt8]?, at path: String) throws {
        let file = file(path)
        if let bytes { return try disk.disk(for: path, in: project).write(bytes, to: file) }
        try disk.remove(file)
        let folder = file.removingLastComponent()
        if folder != project, try disk.exists(folder), try disk.list(folder).isEmpty { try disk.remove(folder) }
    }

    private func commit(
        _ changes: [(key: String, value: [UInt8]?)], _ message: String, _ repository: Repository?
    ) throws -> RecordChange.History {
        guard answering.isCommitting else { return .notWanted }
        guard let repository else { return .noRepository }
        let tracked = try changes.compactMap { path, bytes -> FileChange? in
            guard let inside = repository.path(of: file(path)) else { return nil }
            let isTracked = try repository.isTracked(inside)
            guard let bytes else { return isTracked ? FileChange(inside, .deleted) : nil }
            if try repository.isIgnored(inside), !isTracked { return nil }
            return FileChange(inside, .bytes(bytes))
        }
        guard !tracked.isEmpty else { return .ignored }
        try repository.refuseUnfinished()
        return try repository.commit(tracked, message: message).map { .commit($0) } ?? .unchanged
    }

    private func file(_ path: String) -> FilePath { project.pushing(FilePath(path)) }
}
