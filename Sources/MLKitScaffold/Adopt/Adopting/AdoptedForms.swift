internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// A template's files in the forms that a project's git gives them, where these are not as they were rendered.
struct AdoptedForms: Sendable {
    private struct Forms: Sendable {
        let file: [UInt8]
        let stored: [UInt8]
        let isFiltered: Bool
    }

    private var byPath: ByteTable<Forms> = [:]
    /// Paths of files that git ignores: nothing of them is to get into it.
    private(set) var ignored = PathSet()

    /// - Parameter missing: the paths of files that may be written, and with them rules for others.
    /// - Throws: `Failure` if a file cannot be stored as its attributes ask.
    init(_ files: [RenderedFile], missing: PathSet, in folder: FilePath, _ environment: GitEnvironment) throws {
        guard let repository = try Repository.discover(from: folder, environment: environment) else { return }
        let prefix = repository.path(of: folder).map { $0 + "/" } ?? ""
        let rules = files.filter {
            [".gitattributes", ".gitignore"].contains(FileName.last($0.path)) && missing.contains($0.path)
        }
        let coming = rules.isEmpty
            ? repository
            : try repository.shadowed(
                by: ByteTable(rules.map { (prefix + $0.path, Optional($0.content)) }) { $1 }, for: files.map { prefix + $0.path })
        let ignoreRules = IgnoreRules(of: coming)
        ignored = PathSet(try files.map(\.path).filter { path in
            try !coming.isTracked(prefix + path) && ignoreRules.cover(prefix + path)
        })
        let filters = try coming.filters
        for file in files where filters.mayConcern(prefix + file.path) {
            let stored = try filters.stored(rendered: file.content, at: prefix + file.path)
            byPath[file.path] = Forms(
                file: try filters.checkedOut(stored, at: prefix + file.path), stored: stored,
                isFiltered: try filters.havePrograms(prefix + file.path))
            try OwnText.check(byPath[file.path]?.file ?? [], at: file.path)
        }
    }

    /// The file as the working tree is to have it.
    func file(_ rendered: RenderedFile) -> [UInt8] { byPath[rendered.path]?.file ?? rendered.content }

    /// What is kept of renderings.
    var kept: KeptRenderings.Forms {
        KeptRenderings.Forms(
            isFiltered: { byPath[$0]?.isFiltered ?? false }, stored: { content, path in byPath[path]?.stored ?? content })
    }

    /// The id under which git will store it; `nil` if that is the one of what was rendered.
    func stored(_ rendered: RenderedFile) throws -> ObjectID? {
        guard let forms = byPath[rendered.path], forms.stored != rendered.content else { return nil }
        return try ObjectID(blobOf: forms.stored)
    }
}
