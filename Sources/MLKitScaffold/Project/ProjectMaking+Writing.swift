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

    /// Writes record and renderings.
    ///
    /// - Parameters:
    ///   - hidden: paths of files that git ignores.
    ///   - filters: how git has them, if they are to be in git.
    ///   - prefix: what stands before the project's paths in the repository.
    func writeBooks(
        _ record: ScaffoldRecord, except hidden: [String] = [], _ filters: ContentFilters? = nil, at prefix: String = ""
    ) throws -> [MadeFile] {
        let forms = KeptRenderings.Forms(filters, at: prefix)
        let kept = try KeptRenderings().file(rendering.files, record, except: Set(hidden), forms)
        var books = [
            MadeFile(path: ScaffoldRecord.path, file: Array(record.text.utf8), isExecutable: false),
            MadeFile(path: KeptRenderings.path, file: kept, isExecutable: false),
        ]
        if let filters { books = try books.map { try $0.converted(by: filters, at: prefix) } }
        try write(books)
        return books
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
        }
        do {
            let id = try repository.commit(
                changes.filter { !ignored.contains($0.path) },
                message: "Create \(project.name) from the template \(rendering.template.name)")
            return id.map { .committed($0) } ?? .notCommitted([])
        } catch let failure as Failure {
            return .notCommitted(failure.diagnostics)
        }
    }
}
