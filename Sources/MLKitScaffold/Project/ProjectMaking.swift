internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// One project being made.
struct ProjectMaking {
    let project: NewProject
    /// Where it is made: a temporary folder, or the project's own if that is there.
    let draft: FilePath
    let rendering: Rendering
    let standing: StandingFiles
    let brought: [BroughtFile]
    let environment: GitEnvironment

    var files: any FileSystem { project.files }

    /// Makes the project in the draft, and gives it its name at the end.
    func make(_ decision: NewProject.GitDecision) throws -> NewProjectResult {
        let result =
            switch decision {
            case .makeRepository: try makeRepository()
            case .commitTo(let repository): try fill(repository)
            case .fillFolder(let outer): try fillFolder(of: outer)
            case .leaveAlone: try leaveAlone()
            }
        try fetch()
        try place()
        try files.rename(draft, to: project.folder)
        DraftMark.remove(from: project.folder, files)
        return result
    }

    /// Makes the project in a folder that is there.
    func fill(_ decision: NewProject.GitDecision) throws -> NewProjectResult {
        try filling.run {
            try fetch()
            let result =
                switch decision {
                case .makeRepository: try fillWithRepository()
                case .commitTo(let repository): try fill(repository)
                case .fillFolder(let outer): try fillFolder(of: outer)
                case .leaveAlone: try leaveAlone()
                }
            try place()
            return result
        }
    }

    /// Whether there is no folder yet, and a draft of it is made.
    var isDraft: Bool { draft != project.folder }

    private var filling: FolderFilling {
        FolderFilling(folder: project.folder, files: files, seal: UserSeal(environment: environment.variables).seal)
    }

    private func write(_ made: [MadeFile]) throws {
        guard isDraft else { return try filling.write(made) }
        for file in made {
            try files.drafting.write(file.file, to: draft.pushing(FilePath(file.path)), executable: file.isExecutable)
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

    private func makeRepository() throws -> NewProjectResult {
        try files.makeDirectory(draft)
        try write(raw)
        let repository = try Repository.initialise(at: draft, environment: own)
        // What attributes ask for is known when their files are there.
        let made = try raw.map { try $0.converted(by: repository.filters) }
        try write(zip(made, raw).filter { $0.file != $1.file }.map(\.0))
        let ignored = try ignored(in: repository)
        let books = try books(record(made), except: ignored, repository.filters)
        try write(books)
        let outcome = try commit(made + books, ignored + secret, to: repository)
        return result(outcome, ignored, hooks: try repository.commitHooks)
    }

    /// What that variable names is the index of another repository.
    private var own: GitEnvironment {
        var environment = environment
        environment.variables["GIT_INDEX_FILE"] = nil
        return environment
    }

    /// The repository comes first, whole: a folder with an empty one can be filled.
    private func fillWithRepository() throws -> NewProjectResult {
        let place = project.folder.appending(".git")
        let aside = project.folder.pushing(FilePath(FolderFilling.place)).appending("repository")
        try files.makeDirectory(aside)
        _ = try Repository.initialise(at: aside, environment: own)
        try files.rename(aside.appending(".git"), to: place)
        do {
            return try fill(Repository(at: project.folder, environment: own))
        } catch {
            try? files.remove(place)
            throw error
        }
    }

    /// Makes the project in a repository that is there.
    private func fill(_ repository: Repository) throws -> NewProjectResult {
        let coming = try coming(repository)
        let made = try raw.map { try $0.converted(by: coming.filters) }
        let ignored = try ignored(in: coming)
        let books = try books(record(made), except: ignored, coming.filters)
        let unsaved = try standing.added.filter { try !ignored.contains($0) && isUnsaved($0, repository) }
        let hooks = try repository.commitHooks
        try write(made + books)
        let outcome = try commit(made + books, ignored + unsaved + secret, to: repository)
        var result = result(outcome, ignored, unsaved: unsaved, hooks: hooks)
        result.isDetached = repository.isDetached
        return result
    }

    /// Whether a file has something of the user's that is in no commit.
    private func isUnsaved(_ path: String, _ repository: Repository) throws -> Bool {
        try !repository.isTracked(path) || !repository.status(of: [path]).isEmpty
    }

    /// Makes the project in a folder of a repository, in the forms that it gives the files.
    private func fillFolder(of outer: Repository) throws -> NewProjectResult {
        let prefix = outer.path(of: project.folder).map { $0 + "/" } ?? ""
        let coming = try coming(outer, at: prefix)
        let made = try raw.map { try $0.converted(by: coming.filters, at: prefix) }
        let ignored = try ignored(in: coming, at: prefix)
        try write(made + books(record(made), except: ignored, coming.filters, at: prefix))
        return result(.insideRepository(outer.root, add: try outer.command("add")), ignored)
    }

    private func leaveAlone() throws -> NewProjectResult {
        try write(raw + books(record(raw)))
        return result(.notWanted, [])
    }

    /// A repository as it will be with the project in it.
    private func coming(_ repository: Repository, at prefix: String = "") throws -> Repository {
        let rules = raw.filter { [".gitattributes", ".gitignore"].contains(FileName.last($0.path)) }
        return try repository.shadowed(
            by: ByteTable(rules.map { (prefix + $0.path, Optional($0.file)) }) { $1 }, for: paths.map { prefix + $0 })
    }

    private func record(_ made: [MadeFile]) throws -> ScaffoldRecord {
        var record = ScaffoldRecord(rendering)
        let rendered = ByteTable(rendering.files.map { ($0.path, $0.content) }) { $1 }
        for file in made where file.made == rendered[file.path] && file.stored != file.made {
            record.files[file.path]?.stored = try ObjectID(blobOf: file.stored)
        }
        standing.note(in: &record)
        return record
    }

    /// Of all that is written.
    private var paths: [String] { (raw.map(\.path) + [KeptRenderings.path, ScaffoldRecord.path]).sorted() }

    private func ignored(in repository: Repository, at prefix: String = "") throws -> [String] {
        let rules = IgnoreRules(of: repository)
        return try paths.filter { try rules.cover(prefix + $0) && !repository.isTracked(prefix + $0) }
    }

    /// Files that have secret answers in them.
    private var secret: [String] { rendering.files.filter(\.holdsSecret).map(\.path) }

    private func result(
        _ git: NewProjectResult.Git, _ ignored: [String], unsaved: [String] = [], hooks: [String] = []
    ) -> NewProjectResult {
        let isCommitted = if case .committed = git { true } else { false }
        return NewProjectResult(
            name: project.name, folder: project.folder, files: paths, git: git,
            nextSteps: rendering.nextSteps, ignored: ignored, kept: standing.kept,
            brought: brought, addsIgnoreRules: standing.addsIgnoreRules, unsaved: unsaved,
            secret: secret.filter { !ignored.contains($0) }, hooks: isCommitted ? hooks : [])
    }
}
