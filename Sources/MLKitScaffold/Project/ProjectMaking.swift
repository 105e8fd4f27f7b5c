internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// One project being made.
struct ProjectMaking {
    let project: NewProject
    /// The temporary folder.
    let draft: FilePath
    let rendering: Rendering
    let standing: StandingFiles
    let environment: GitEnvironment

    private var files: any FileSystem { project.files }

    /// - Parameter exists: whether the project's folder is there already.
    func run(_ decision: NewProject.GitDecision, exists: Bool) throws -> NewProjectResult {
        switch decision {
        case .makeRepository: try makeRepository(exists)
        case .commitTo(let repository): try fill(repository)
        case .fillFolder(let outer): try fillFolder(of: outer, exists)
        case .leaveAlone: try leaveAlone(exists)
        }
    }

    /// The rendered files that are to be written, as they are.
    private var raw: [MadeFile] {
        rendering.files.compactMap { file in
            standing.content(of: file).map {
                MadeFile(path: file.path, file: $0, isExecutable: file.isExecutable)
            }
        }
    }

    private func makeRepository(_ exists: Bool) throws -> NewProjectResult {
        try files.makeDirectory(draft)
        try write(raw)
        // What that variable names is the index of another repository.
        var environment = environment
        environment.variables["GIT_INDEX_FILE"] = nil
        let repository = try Repository.initialise(at: draft, environment: environment)
        // What attributes ask for is known when their files are there.
        let made = try raw.map { try $0.converted(by: repository.filters) }
        try write(zip(made, raw).filter { $0.file != $1.file }.map(\.0))
        let ignored = try ignored(in: repository)
        let books = try writeBooks(record(made), except: ignored, repository.filters)
        let outcome = try commit(made + books, ignored, to: repository)
        let hooks = try hooks(outcome, repository)
        try exists ? moveUp() : files.rename(draft, to: project.folder)
        return result(outcome, ignored, hooks: hooks)
    }

    /// Makes the project in a repository that is there.
    private func fill(_ repository: Repository) throws -> NewProjectResult {
        let coming = try coming(repository)
        let made = try raw.map { try $0.converted(by: coming.filters) }
        let ignored = try ignored(in: coming)
        try files.makeDirectory(draft)
        try write(made)
        let books = try writeBooks(record(made), except: ignored, coming.filters)
        try moveUp()
        let outcome = try commit(made + books, ignored, to: repository)
        return result(outcome, ignored, hooks: try hooks(outcome, repository))
    }

    /// Makes the project in a folder of a repository, in the forms that it gives the files.
    private func fillFolder(of outer: Repository, _ exists: Bool) throws -> NewProjectResult {
        let prefix = outer.path(of: project.folder).map { $0 + "/" } ?? ""
        let coming = try coming(outer, at: prefix)
        let made = try raw.map { try $0.converted(by: coming.filters, at: prefix) }
        let ignored = try ignored(in: coming, at: prefix)
        try files.makeDirectory(draft)
        try write(made)
        _ = try writeBooks(record(made), except: ignored, coming.filters, at: prefix)
        try exists ? moveUp() : files.rename(draft, to: project.folder)
        return result(.insideRepository(outer.root, add: try outer.command("add")), ignored)
    }

    private func leaveAlone(_ exists: Bool) throws -> NewProjectResult {
        try files.makeDirectory(draft)
        try write(raw)
        _ = try writeBooks(record(raw))
        try exists ? moveUp() : files.rename(draft, to: project.folder)
        return result(.notWanted, [])
    }

    /// A repository as it will be with the project in it.
    private func coming(_ repository: Repository, at prefix: String = "") throws -> Repository {
        let rules = raw.filter { [".gitattributes", ".gitignore"].contains(FileName.last($0.path)) }
        return try repository.shadowed(
            by: Dictionary(rules.map { (prefix + $0.path, $0.file) }) { $1 }, for: paths.map { prefix + $0 })
    }

    private func record(_ made: [MadeFile]) throws -> ScaffoldRecord {
        var record = ScaffoldRecord(rendering)
        let rendered = Dictionary(rendering.files.map { ($0.path, $0.content) }) { $1 }
        for file in made where file.made == rendered[file.path] && file.stored != file.made {
            record.files[file.path]?.stored = try ObjectID(blobOf: file.stored)
        }
        standing.note(in: &record)
        return record
    }

    /// Of all that is written.
    private var paths: [String] { (raw.map(\.path) + [KeptRenderings.path, ScaffoldRecord.path]).sorted() }

    private func ignored(in repository: Repository, at prefix: String = "") throws -> [String] {
        try paths.filter { try repository.isIgnored(prefix + $0) && !repository.isTracked(prefix + $0) }
    }

    private func hooks(_ outcome: NewProjectResult.Git, _ repository: Repository) throws -> [String] {
        if case .committed = outcome { try repository.commitHooks } else { [] }
    }

    private func result(_ git: NewProjectResult.Git, _ ignored: [String], hooks: [String] = []) -> NewProjectResult {
        NewProjectResult(
            folder: project.folder, files: paths, git: git,
            nextSteps: rendering.nextSteps, ignored: ignored, kept: standing.kept,
            addsIgnoreRules: standing.addsIgnoreRules, hooks: hooks)
    }
}
