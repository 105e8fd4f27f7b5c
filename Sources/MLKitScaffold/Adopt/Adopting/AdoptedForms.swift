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
    private let folder: FilePath
    private let environment: GitEnvironment
    /// Rules that may be written, and what else may be, by the repository's paths.
    private var rules: ByteTable<[UInt8]?> = [:]
    private var places: [String] = []
    /// Paths of files that git ignores: nothing of them is to get into it.
    private(set) var ignored = PathSet()

    /// - Parameter missing: the paths of files that may be written, and with them rules for others.
    /// - Throws: `Failure` if a file cannot be stored as its attributes ask.
    init(_ files: [RenderedFile], missing: PathSet, in folder: FilePath, _ environment: GitEnvironment) throws {
        self.folder = folder
        self.environment = environment
        guard let repository = try Repository.discover(from: folder, environment: environment) else { return }
        let prefix = Self.prefix(of: folder, in: repository)
        let rules = files.filter {
            [".gitattributes", ".gitignore"].contains(FileName.last($0.path)) && missing.contains($0.path)
        }
        self.rules = ByteTable(rules.map { (prefix + $0.path, Optional($0.content)) }) { $1 }
        places = files.map { prefix + $0.path }
        let coming = try coming(repository)
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

    private static func prefix(of folder: FilePath, in repository: Repository) -> String {
        repository.path(of: folder).map { $0 + "/" } ?? ""
    }

    /// The repository with the rules that may be written.
    private func coming(_ repository: Repository) throws -> Repository {
        rules.isEmpty ? repository : try repository.shadowed(by: rules, for: places)
    }

    /// Files of mlkit's own as the working tree is to have them.
    func files(_ own: [ProjectFile]) throws -> [ProjectFile] {
        guard let repository = try Repository.discover(from: folder, environment: environment) else { return own }
        let filters = try coming(repository).filters
        let prefix = Self.prefix(of: folder, in: repository)
        return try own.map { file in
            let made = MadeFile(path: file.path, file: file.content, isExecutable: file.isExecutable)
            return ProjectFile(
                path: file.path, content: try made.converted(by: filters, at: prefix).file, isExecutable: file.isExecutable)
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
