internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// Carries out the steps of a journal.
struct JournalRunner {
    let project: FilePath
    let files: any FileSystem
    let journal: Journal
    let contents: [UInt8]

    /// Where a step stands.
    enum Progress {
        case before
        case after
        /// Somebody else was at work there.
        case neither
    }

    /// Carries out the steps from one on.
    func run(from first: Int = 0) throws {
        for step in journal.steps[first...] {
            try refuseChanged(step)
            try perform(step)
        }
    }

    func progress(of step: Journal.Step) throws -> Progress {
        switch step {
        case .replace(let path, let before, let after):
            if try files.isLink(file(path)) { return .neither }
            let current = try version(path)
            if current == after.map(Stamp.init) { return .after }
            return current == before.map(Stamp.init) ? .before : .neither
        case .move(let from, let to, let inode):
            if try self.inode(to) == inode { return .after }
            return try self.inode(from) == inode && self.inode(to) == nil ? .before : .neither
        }
    }

    func perform(_ step: Journal.Step) throws {
        try JournalGround(project: project, files: files).check([step])
        switch step {
        case .replace(let path, _, let after?):
            try files.disk(for: path, in: project).replace(
                file(path), with: bytes(after), executable: after.isExecutable, isPersonal: after.isPersonal)
        case .replace(let path, _, nil):
            try files.remove(file(path))
            try prune(path)
        case .move(let from, let to, let inode):
            guard try self.inode(to) != inode else { return }
            try files.rename(file(from), to: file(to))
            try prune(from)
        }
    }

    func bytes(_ version: Journal.Version) throws -> [UInt8] {
        let damaged = Failure("the journal of an update is damaged")
        guard version.place.upperBound <= contents.count else { throw damaged }
        let bytes = Array(contents[version.place])
        guard ContentHash(of: bytes) == version.hash else { throw damaged }
        return bytes
    }

    func file(_ path: String) -> FilePath { project.pushing(FilePath(path)) }

    private func inode(_ path: String) throws -> UInt64? { try files.information(at: file(path))?.inode }

    /// What tells two versions of a file apart.
    struct Stamp: Equatable {
        var hash: ContentHash
        var isExecutable: Bool

        init(_ version: Journal.Version) {
            hash = version.hash
            isExecutable = version.isExecutable
        }

        init(hash: ContentHash, isExecutable: Bool) {
            self.hash = hash
            self.isExecutable = isExecutable
        }
    }

    func version(_ path: String) throws -> Stamp? {
        let file = file(path)
        guard let information = try files.information(at: file), information.kind == .file else { return nil }
        return Stamp(hash: try files.hash(file), isExecutable: information.isExecutable)
    }

    /// Takes away the folders that a file has left empty. Git holds none, and nobody made them for their own sake.
    private func prune(_ path: String) throws {
        var folder = FilePath(path)
        while folder.removeLastComponent(), !folder.isEmpty {
            let whole = project.pushing(folder)
            guard try files.information(at: whole)?.kind == .directory, try files.list(whole).isEmpty else { return }
            try files.remove(whole)
        }
    }
}
