internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

extension ProjectMaking {
    /// Record and renderings.
    ///
    /// - Parameters:
    ///   - hidden: paths of files that git ignores.
    ///   - filters: how git has them, if they are to be in git.
    ///   - prefix: what stands before the project's paths in the repository.
    func books(
        _ record: ScaffoldRecord, except hidden: [String] = [], _ filters: ContentFilters? = nil, at prefix: String = ""
    ) throws -> [MadeFile] {
        let forms = KeptRenderings.Forms(filters, at: prefix)
        let kept = try KeptRenderings().file(rendering.files, record, except: PathSet(hidden), forms)
        let books = [
            MadeFile(path: ScaffoldRecord.path, file: Array(record.text.utf8), isExecutable: false),
            MadeFile(path: KeptRenderings.path, file: kept, isExecutable: false),
        ]
        return try filters.map { filters in try books.map { try $0.converted(by: filters, at: prefix) } } ?? books
    }

    /// One commit of what was made. Git may refuse it, mostly because it does not know who commits: that is no reason to
    /// give up the project.
    ///
    /// - Parameter left: paths of files that are not to be committed.
    func commit(
        _ made: [MadeFile], _ left: [String], to repository: Repository
    ) throws -> NewProjectResult.Git {
        let changes = made.map { file in
            FileChange(file.path, .bytes(file.file, isExecutable: file.isExecutable), stored: file.stored)
        }
        do {
            let id = try repository.commit(
                changes.filter { !left.contains($0.path) },
                message: "Create \(project.name) from the template \(rendering.template.name)")
            return id.map { .committed($0) } ?? .notCommitted([])
        } catch let failure as Failure {
            return .notCommitted(failure.diagnostics)
        }
    }
}
