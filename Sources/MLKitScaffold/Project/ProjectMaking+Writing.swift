internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension ProjectMaking {
    private var files: any FileSystem { project.files }

    /// Writes files into the draft.
    func write(_ made: [MadeFile]) throws {
        for file in made {
            try files.write(file.file, to: draft.pushing(FilePath(file.path)), executable: file.isExecutable)
        }
    }

    /// - Parameter filters: how git has it, if it is to be in git.
    func writeRecord(_ record: ScaffoldRecord, _ filters: ContentFilters? = nil) throws -> MadeFile {
        let text = Array(record.text.utf8)
        var file = MadeFile(path: ScaffoldRecord.path, file: text, isExecutable: false)
        if let filters { file = try file.converted(by: filters) }
        try files.write(file.file, to: draft.pushing(FilePath(file.path)))
        return file
    }

    /// Keeps renderings that stand in no commit.
    func writeBases(_ bases: [RenderedFile], in folder: FilePath? = nil) throws {
        guard !bases.isEmpty else { return }
        let folder = folder ?? draft
        let (path, text) = RetainedRenderings.attributes
        try files.write(text, to: folder.pushing(FilePath(path)))
        for file in bases {
            try files.write(file.content, to: folder.pushing(FilePath(RetainedRenderings.path(file.blob))))
        }
    }

    /// Moves what is in the draft to the folder around it; on failure takes it away again, and puts back what it replaced.
    func moveUp() throws {
        var moved: [(path: FilePath, before: [UInt8]?)] = []
        do {
            try move(draft, to: project.folder, &moved)
            try files.remove(draft)
        } catch {
            for (path, before) in moved.reversed() {
                try? before.map { try files.write($0, to: path) } ?? files.remove(path)
            }
            throw error
        }
    }

    /// Moves what a folder holds: folders whole, where there is none of that name.
    private func move(
        _ source: FilePath, to place: FilePath, _ moved: inout [(path: FilePath, before: [UInt8]?)]
    ) throws {
        for entry in try files.entries(source) {
            let (from, to) = (source.appending(entry.name), place.appending(entry.name))
            let standing = try files.information(at: to)?.kind
            if entry.kind == .directory, standing == .directory {
                try move(from, to: to, &moved)
                continue
            }
            let before = standing == .file ? try files.read(to) : nil
            try files.rename(from, to: to)
            moved.append((to, before))
        }
    }

    /// One commit of what was made. Git may refuse it, mostly because it does not know who commits: that is no reason to
    /// give up the project.
    func commit(
        _ made: [MadeFile], _ ignored: [String], to repository: Repository
    ) throws -> NewProjectResult.Git {
        let changes = made.map { file in
            FileChange(file.path, .bytes(file.file, isExecutable: file.isExecutable), stored: file.stored)
        } + bases(in: repository)
        do {
            let id = try repository.commit(
                changes.filter { !ignored.contains($0.path) },
                message: "Create \(project.name) from the template \(rendering.template.name)")
            return id.map { .committed($0) } ?? .notCommitted([])
        } catch let failure as Failure {
            return .notCommitted(failure.diagnostics)
        }
    }

    private func bases(in repository: Repository) -> [FileChange] {
        guard !standing.bases.isEmpty else { return [] }
        let (path, text) = RetainedRenderings.attributes
        return [FileChange(path, .bytes(Array(text.utf8)))]
            + standing.bases.map { FileChange(RetainedRenderings.path($0.blob), .bytes($0.content), stored: $0.content) }
    }
}
