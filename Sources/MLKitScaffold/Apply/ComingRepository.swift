internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// The repository as it will be after an update, for what its files of attributes and of ignore rules say then.
struct ComingRepository {
    private let git: ProjectRepository
    /// `nil` outside git.
    private let repository: Repository?
    private let ignoreRules: IgnoreRules?
    private let present: ContentFilters?
    private let filters: ContentFilters?
    private let isChanged: Bool
    private let changesIgnoreRules: Bool
    /// Where files go that git knows now: it goes on with them, whatever rules cover the new place.
    private let followed: PathSet

    init(_ actions: [FileAction], _ git: ProjectRepository) throws {
        self.git = git
        let present = try git.repository
        let changes = try Self.rules(actions, git)
        changesIgnoreRules = changes.keys.contains { $0.hasSuffix(".gitignore") }
        let moved = try actions.filter { try $0.from.map { try present?.isTracked(git.path($0)) } == true }
        followed = PathSet(moved.map(\.path))
        let paths = try changes.isEmpty ? [] : (actions.map(\.path) + [ScaffoldRecord.path]).map(git.path)
        repository = try changes.isEmpty ? present : present?.shadowed(by: changes, for: paths)
        ignoreRules = repository.map(IgnoreRules.init)
        self.present = try present?.filters
        filters = try repository?.filters
        isChanged = !changes.isEmpty
    }

    /// The files among those that change by which git judges others, by their paths in the repository.
    private static func rules(_ actions: [FileAction], _ git: ProjectRepository) throws -> ByteTable<[UInt8]?> {
        var changes: ByteTable<[UInt8]?> = [:]
        for action in actions where action.changesTree {
            for path in [action.from, action.path].compactMap(\.self) {
                let name = RepositoryPath.name(of: path)
                guard [".gitattributes", ".gitignore"].contains(name) else { continue }
                changes[try git.path(path)] = .some(path.hasSameBytes(as: action.path) ? action.after?.bytes : nil)
            }
        }
        return changes
    }

    /// A file by what git stores of it now: as the working tree will have it, and as git will store it then.
    func file(_ stored: [UInt8], at path: String) throws -> (file: [UInt8], stored: [UInt8]) {
        let name = try git.path(path)
        guard let filters, let present else { return (stored, stored) }
        // What is in git stays so, unless what was put through a program is not to be so any more, or the other way.
        let isPassedOn = try isChanged && (present.havePrograms(name) || filters.havePrograms(name))
        let coming = isPassedOn ? try filters.stored(rendered: present.checkedOut(stored, at: name), at: name) : stored
        let file = try filters.checkedOut(coming, at: name)
        let normal = try filters.stored(file, at: name)
        // Where git stores it in another form from now on, as with LF, that is what it checks out.
        return normal == coming ? (file, coming) : (try filters.checkedOut(normal, at: name), normal)
    }

    /// What git will store of a file of the working tree.
    func stored(_ file: [UInt8], at path: String) throws -> [UInt8] {
        try filters?.stored(file, at: git.path(path)) ?? file
    }

    /// What git will store of what a template rendered, or mlkit wrote.
    func stored(rendered content: [UInt8], at path: String) throws -> [UInt8] {
        try filters?.stored(rendered: content, at: git.path(path)) ?? content
    }

    /// Whether a program will stand between a file and its blob.
    func havePrograms(_ path: String) throws -> Bool { try filters?.havePrograms(git.path(path)) ?? false }

    /// Files of the project that git ignores now, and then not any more.
    func uncovered(in project: FilePath) throws -> [String] {
        guard changesIgnoreRules, let present = try git.repository else { return [] }
        return try present.ignoredEntries().flatMap { name -> [String] in
            guard let path = try git.projectPath(name), !path.hasPrefix(".mlkit/") else { return [] }
            return try uncovered(path, in: project)
        }.sorted()
    }

    /// A file, or the first of a folder: it may have rules of its own for all that is in it.
    private func uncovered(_ path: String, in project: FilePath) throws -> [String] {
        guard try ignoreRules?.cover(git.path(path)) == false else { return [] }
        guard path.hasSuffix("/") else { return [path] }
        for entry in try LocalFileSystem().entries(project.pushing(FilePath(path))) {
            let inner = path + entry.name + (entry.kind == .directory ? "/" : "")
            if let first = try uncovered(inner, in: project).first { return [first] }
        }
        return []
    }

    /// Whether git will ignore a file that it does not know yet.
    func isIgnored(_ path: String) throws -> Bool {
        guard let repository, let ignoreRules, !followed.contains(path) else { return false }
        let name = try git.path(path)
        return try !repository.isTracked(name) && ignoreRules.cover(name)
    }
}
