internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// A project on disk, as a plan sees it.
final class ProjectFiles: ProjectState {
    let project: FilePath
    let files: any FileSystem
    let git: ProjectGit
    let retained: RetainedRenderings
    /// Renders as the record says; what it gives with a recorded id is the base of that file.
    private let renderAgain: () throws -> [RenderedFile]
    private var again: [ObjectID: [UInt8]]?
    private var entries: [String: UserEntry] = [:]
    private var folders: [String: UserEntry] = [:]

    init(
        project: FilePath, files: any FileSystem, git: ProjectGit, renderAgain: @escaping () throws -> [RenderedFile]
    ) {
        self.project = project
        self.files = files
        self.git = git
        self.renderAgain = renderAgain
        retained = RetainedRenderings(project: project, files: files)
    }

    func entry(at path: String) throws -> UserEntry {
        if let known = entries[path] { return known }
        let found = try look(path)
        entries[path] = found
        return found
    }

    private func look(_ path: String) throws -> UserEntry {
        if let obstacle = try obstacle(before: path) { return obstacle }
        let file = project.pushing(FilePath(path))
        if try files.isLink(file) { return .link }
        guard let information = try files.information(at: file) else { return .nothing }
        guard information.kind == .file else { return .folder }
        let raw = try files.read(file)
        let content = try cleaned(raw, path)
        return .file(UserFile(raw: raw, content: content, isExecutable: information.isExecutable))
    }

    /// What keeps a path from being a path of folders: the first part that is none.
    private func obstacle(before path: String) throws -> UserEntry? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let folder = String(path[..<slash])
        let found = try folders[folder] ?? lookAtFolder(folder)
        folders[folder] = found
        return found == .folder || found == .nothing ? nil : found
    }

    private func lookAtFolder(_ folder: String) throws -> UserEntry {
        if let obstacle = try obstacle(before: folder) { return obstacle }
        let path = project.pushing(FilePath(folder))
        if try files.isLink(path) { return .blocked(by: folder) }
        switch try files.information(at: path)?.kind {
        case nil: return .nothing
        case .directory: return .folder
        default: return .blocked(by: folder)
        }
    }

    /// In git's form. Without a return or a keyword in it no filter changes a file, and git need not be asked.
    private func cleaned(_ raw: [UInt8], _ path: String) throws -> [UInt8] {
        let isPlain = !raw.contains(0x0D) && !raw.contains(Array("$Id".utf8))
        guard !isPlain, let repository = try git.repository else { return raw }
        return try repository.cleaned(raw, path: git.path(path))
    }

    func base(_ path: String, _ file: RecordedFile) throws -> [UInt8]? {
        if let bytes = try git.repository?.blob(file.blob) { return bytes }
        if let bytes = try retained.read(file.blob) { return bytes }
        if again == nil {
            // A template that cannot be rendered any more with the old answers has no bases to give.
            let rendered = (try? renderAgain()) ?? []
            again = Dictionary(rendered.map { ($0.blob, $0.content) }) { $1 }
        }
        return again?[file.blob]
    }

    func moved(_ lost: [(path: String, blob: ObjectID)], known: Set<String>) throws -> [String: String] {
        guard let repository = try git.repository else { return [:] }
        let prefix = try git.prefix
        let found = try repository.movedFiles(
            lost.map { (prefix + $0.path, $0.blob) }, known: Set(known.map { prefix + $0 }))
        var moved: [String: String] = [:]
        for (old, new) in found {
            guard let old = try git.projectPath(old), let new = try git.projectPath(new) else { continue }
            moved[old] = new.hasPrefix(".mlkit/") ? nil : new
        }
        return moved
    }

    var missingBaseHint: String? {
        let isShallow = ((try? git.repository)??.isShallow) ?? false
        return isShallow ? "fetch the rest of the history with `git fetch --unshallow`, and try again" : nil
    }
}
