internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// A project on disk, as a plan sees it.
final class ProjectFiles: ProjectState {
    let project: FilePath
    let files: any FileSystem
    let git: ProjectRepository
    let earlier: EarlierRenderings
    private let renderings: [() throws -> [RenderedFile]]
    /// What the project's own store holds, and what else has to be asked for a rendering.
    private lazy var store = Result { try readStore() }
    private var entries: ByteTable<UserEntry> = [:]
    private var folders: ByteTable<UserEntry> = [:]

    /// - Parameter renderings: ways to render once more as the record says, the likeliest first.
    init(
        project: FilePath, files: any FileSystem, git: ProjectRepository, renderings: [() throws -> [RenderedFile]]
    ) {
        self.project = project
        self.files = files
        self.git = git
        self.renderings = renderings
        earlier = EarlierRenderings(project: project, files: files)
    }

    private func readStore() throws -> (kept: KeptRenderings, bases: RenderedBases) {
        let kept = try readKept()
        return (kept, RenderedBases(git: git, kept: kept, earlier: earlier, renderings: renderings))
    }

    private func readKept() throws -> KeptRenderings {
        switch try entry(at: KeptRenderings.path) {
        case .nothing: return KeptRenderings()
        case .file(let file): return KeptRenderings(parsing: file.raw)
        default:
            throw Failure(
                "`\(KeptRenderings.path)`, by which updates are merged, cannot be read",
                hint: "see with `ls -ld \(KeptRenderings.path)` what is there; `git checkout -- \(KeptRenderings.path)` "
                    + "puts back what git has")
        }
    }

    /// The file of the project's own store for the files of a record, as far as their renderings are to be had.
    ///
    /// - Parameter coming: what git will ignore must not get into it by this way, nor what a program keeps out of it.
    func storeText(
        for files: ByteTable<RecordedFile>, _ new: [RenderedFile], _ coming: ComingRepository
    ) throws -> [UInt8] {
        let (kept, bases) = try store.get()
        let rendered = Dictionary(new.map { ($0.blob, $0.content) }) { first, _ in first }
        let forms = KeptRenderings.Forms(isFiltered: coming.havePrograms, stored: coming.stored(rendered:at:))
        let entries = try files.compactMap { path, file -> KeptRenderings.Entry? in
            // One that is gone may be put back, but not as long as the record goes on with what is rendered now.
            guard file.ownership == .merged, file.state == nil || rendered[file.blob] == nil,
                try !coming.isIgnored(file.at ?? path)
            else { return nil }
            return try kept.entry(path, file, rendered[file.blob] ?? bases.rendered(file.blob), forms)
        }
        return try kept.text(of: entries)
    }

    func entry(at path: String) throws -> UserEntry {
        if let known = entries[path] { return known }
        let found = try look(path)
        entries[path] = found
        return found
    }

    func holds(_ file: RenderedFile) throws -> Bool {
        let path = project.pushing(FilePath(file.path))
        guard try obstacle(before: file.path) == nil, try !files.isLink(path),
            case .success(let found?) = look(for: path), found.kind == .file, found.size == file.content.count,
            found.isExecutable == file.isExecutable
        else { return false }
        return (try? files.read(path)) == file.content
    }

    func files(in folder: String) throws -> [String]? {
        guard let entries = try? files.entries(project.pushing(FilePath(folder))), !entries.isEmpty else { return nil }
        var found = [String]()
        for entry in entries {
            let path = "\(folder)/\(entry.name)"
            switch entry.kind {
            case .file: found.append(path)
            case .directory:
                guard let inner = try files(in: path) else { return nil }
                found += inner
            default: return nil
            }
        }
        return found
    }

    private func look(_ path: String) throws -> UserEntry {
        if let obstacle = try obstacle(before: path) { return obstacle }
        if let other = try git.nestedRepository(on: path) { return .inRepository(other) }
        let file = project.pushing(FilePath(path))
        if try files.isLink(file) { return .link(to: try files.linkTarget(file) ?? "") }
        guard case .success(let found) = look(for: file) else { return Self.closed }
        guard let information = found else { return try git.leftOut(path).map { .file($0) } ?? .nothing }
        switch information.kind {
        case .directory: return .folder
        case .other: return .unreadable("what is there is no file")
        case .file: break
        }
        guard let raw = try? files.read(file) else { return .unreadable("the file there cannot be read") }
        // Where git makes no links, what a link leads to is the content of a file.
        if try git.isLinkAsFile(path) { return .link(to: String(decoding: raw, as: UTF8.self)) }
        return .file(
            UserFile(
                raw: raw, content: try git.stored(raw, at: path),
                isExecutable: try git.recordedMode(path) ?? information.isExecutable))
    }

    /// Only a folder that may not be looked into keeps it from being known whether something is there.
    private func look(for path: FilePath) -> Result<FileInformation?, any Error> {
        Result { try files.information(at: path) }
    }

    private static let closed = UserEntry.unreadable("its folder cannot be read")

    /// What keeps a path from being a path of folders: the first part that is none.
    private func obstacle(before path: String) throws -> UserEntry? {
        guard let folder = RepositoryPath.folder(of: path) else { return nil }
        let found = try folders[folder] ?? lookAtFolder(folder)
        folders[folder] = found
        return found == .folder || found == .nothing ? nil : found
    }

    private func lookAtFolder(_ folder: String) throws -> UserEntry {
        if let obstacle = try obstacle(before: folder) { return obstacle }
        let path = project.pushing(FilePath(folder))
        if try files.isLink(path) { return .blocked(by: folder) }
        guard case .success(let found) = look(for: path) else { return Self.closed }
        switch found?.kind {
        case nil: return .nothing
        case .directory: return .folder
        default: return .blocked(by: folder)
        }
    }

    func stored(rendered content: [UInt8], at path: String) throws -> [UInt8] {
        try git.stored(rendered: content, at: path)
    }

    func seclusion(of path: String) throws -> Seclusion? {
        if try git.isIgnored(path) { return .ignored }
        guard case .file(let file) = try entry(at: path), !file.isLeftOut else { return nil }
        return try git.overlooking(path, file.content).map { .overlooked($0) }
    }

    func seclusion(of path: String, recorded: String) throws -> Seclusion? {
        if let seclusion = try seclusion(of: path) { return seclusion }
        guard case .file(let file) = try entry(at: path), !file.isLeftOut else { return nil }
        return try git.knows(ScaffoldRecord.path) && !git.knows(path) && !git.knows(recorded) ? .keptOut : nil
    }

    func base(_ path: String, _ file: RecordedFile) throws -> [UInt8]? { try store.get().bases.content(path, file) }

    func moved(_ lost: [(path: String, blob: ObjectID)], known: PathSet) throws -> MovedFiles {
        guard let repository = try git.repository else { return MovedFiles() }
        let prefix = try git.prefix
        let own = try repository.trackedFiles(below: prefix + ".mlkit")
        let found = try repository.movedFiles(
            lost.map { (prefix + $0.path, $0.blob) }, known: PathSet(known.map { prefix + $0 }).union(own),
            below: String(prefix.dropLast()))
        let paths = lost.map(\.path)
        return MovedFiles(
            places: try inProject(found.places), unadded: try inProject(found.unadded),
            untold: PathSet(paths.filter { found.untold.contains(prefix + $0) }),
            unfetched: PathSet(paths.filter { found.unfetched.contains(prefix + $0) }))
    }

    /// Those of the project, by its own paths.
    private func inProject(_ moved: ByteTable<String>) throws -> ByteTable<String> {
        var own: ByteTable<String> = [:]
        for (old, new) in moved {
            guard let old = try git.projectPath(old), let new = try git.projectPath(new) else { continue }
            own[old] = try new.hasPrefix(".mlkit/") || isOfAnotherProject(new) ? nil : new
        }
        return own
    }

    /// Whether a file lies in a project inside this one, which may be made from the same template.
    private func isOfAnotherProject(_ path: String) throws -> Bool {
        var folder = FilePath(path)
        while folder.removeLastComponent(), !folder.isEmpty {
            if try files.exists(project.pushing(folder).appending(ProjectSpec.fileName)) { return true }
        }
        return false
    }

    var missingBaseHint: String? {
        let isShallow = ((try? git.repository)??.isShallow) ?? false
        return isShallow ? "fetch the rest of the history with `git fetch --unshallow`, and try again" : nil
    }
}
