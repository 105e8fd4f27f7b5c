internal import CLibGit2
internal import MLKitCore
internal import SystemPackage

/// What stands between a file of the working tree and its blob (gitattributes(5)): line ends, keywords, encodings, and
/// the programs that `filter` names, as Git LFS has them.
///
/// The one way by which contents go from one form to the other. libgit2 knows line ends; where a program, an encoding or
/// keywords are asked for, all of it is left to the `git` program.
///
/// Git passes a content on as it is when a program fails that is not `required`. Where something is written, that would put
/// in the clear what the program keeps secret, so that any that fails is an error there; where contents are only read or
/// compared (`storedByGit`, `checkedOutByGit`), it is as with git.
public final class ContentFilters {
    private let repository: Repository
    private let memory: FilterMemory

    /// Looks at attributes as they are now.
    public convenience init(of repository: Repository) throws {
        repository.knownRules = nil
        try self.init(of: repository, FilterMemory(AttributeSources(of: repository)))
    }

    init(of repository: Repository, _ memory: FilterMemory) {
        self.repository = repository
        self.memory = memory
    }

    /// Whether a file may have attributes at all. Most have none, and are the same in both forms.
    public func mayConcern(_ path: String) -> Bool { memory.sources.mayConcern(path) }

    /// A file of the working tree as git stores it: what `git add` makes of it. Ids of blobs are of this form.
    ///
    /// - Throws: `Failure` if a program that the file must go through is not there or fails.
    public func stored(_ file: [UInt8], at path: String) throws -> [UInt8] {
        guard mayConcern(path) else { return file }
        if let last = memory.known[path], last.file == file { return last.blob }
        let blob = try isForeign(path)
            ? program(for: path).stored(file, at: path, needing: filter(of: path, by: "clean"))
            : FilterList(for: path, .toBlob, in: repository).apply(to: file, path)
        memory.known[path] = (file, blob)
        return blob
    }

    /// The same as git does it, for comparisons: a program that fails and is not `required` is passed over.
    func storedByGit(_ file: [UInt8], at path: String) throws -> [UInt8] {
        guard try havePrograms(path) else { return try stored(file, at: path) }
        if let last = memory.known[path], last.file == file { return last.blob }
        return try program(for: path).stored(file, at: path, needing: nil)
    }

    /// What a template rendered as git stores it. Templates are in UTF-8: a file that the working tree is to have in another
    /// encoding is put into that first.
    ///
    /// - Throws: `Failure` if a program that the file must go through is not there or fails.
    public func stored(rendered text: [UInt8], at path: String) throws -> [UInt8] {
        guard mayConcern(path), let encoding = try encoding(of: path) else { return try stored(text, at: path) }
        return try stored(encoding.encoded(text), at: path)
    }

    /// A blob as the working tree has it: what `git checkout` makes of it.
    ///
    /// - Throws: `Failure` if a program that the file must go through is not there or fails.
    public func checkedOut(_ blob: [UInt8], at path: String) throws -> [UInt8] {
        guard mayConcern(path) else { return blob }
        return try isForeign(path)
            ? program(for: path).checkedOut(blob, at: path, needing: filter(of: path, by: "smudge"))
            : FilterList(for: path, .toWorkingTree, in: repository).apply(to: blob, path)
    }

    /// The same as git does it, for reading: a program that fails and is not `required` is passed over.
    func checkedOutByGit(_ blob: [UInt8], at path: String) throws -> [UInt8] {
        guard try havePrograms(path) else { return try checkedOut(blob, at: path) }
        return try program(for: path).checkedOut(blob, at: path, needing: nil)
    }

    /// A text of mlkit's own with the line ends that git would check it out with: so it is no other file after the next
    /// checkout, and `core.safecrlf` takes no offence. One that goes through a program or another encoding is left as it is.
    public func withLineEnds(_ text: [UInt8], at path: String) throws -> [UInt8] {
        guard mayConcern(path), try !hasPrograms(path), try encoding(of: path) == nil else { return text }
        return try checkedOut(stored(text, at: path), at: path)
    }

    /// How `git merge` brings two versions of a file together.
    public func mergeDriver(of path: String) throws -> MergeDriver {
        guard mayConcern(path) else { return MergeDriver(.unspecified, try Configuration(of: repository)) }
        return MergeDriver(try attribute("merge", of: path), try Configuration(of: repository))
    }

    /// How long the markers of conflicts are, where an attribute says it.
    public func markerSize(of path: String) throws -> Int? {
        guard mayConcern(path), case .text(let text) = try attribute("conflict-marker-size", of: path) else {
            return nil
        }
        return Int(text).flatMap { 1...1000 ~= $0 ? $0 : nil }
    }

    /// Whether a file of the working tree is what the index holds, where libgit2 cannot tell.
    func isSame(_ path: String, as entry: git_index_entry) throws -> Bool {
        guard mayConcern(path), try isForeign(path), entry.mode != GIT_FILEMODE_LINK.rawValue else { return false }
        let file = repository.root.pushing(FilePath(path))
        guard let information = try LocalFileSystem().information(at: file), information.kind == .file else {
            return false
        }
        let isExecutable = entry.mode == GIT_FILEMODE_BLOB_EXECUTABLE.rawValue
        let heedsMode = try Configuration(of: repository).flagIfSet("core.fileMode") ?? true
        guard !heedsMode || information.isExecutable == isExecutable else { return false }
        return try ObjectID(blobOf: storedByGit(LocalFileSystem().read(file), at: path)) == ObjectID(entry.id)
    }

    /// A blob as it is read: as git stores it, but out of the hands of a program that stands between the two forms.
    ///
    /// - Throws: `Failure` if a program that is `required` is not there or fails.
    public func readable(_ blob: [UInt8], at path: String) throws -> [UInt8] {
        try havePrograms(path) ? checkedOutByGit(blob, at: path) : blob
    }

    /// Git's own way, with the attributes that only the index has.
    private func program(for path: String) throws -> ProgramFilters {
        let rules = try repository.indexedRules
        guard rules.giveAttributes(to: path) else { return ProgramFilters(repository) }
        let place = RepositoryPath.parents(of: path).last ?? ""
        let folder = try memory.folders[place] ?? repository.linkTree(with: rules.contents(for: [path], in: repository))
        memory.folders[place] = folder
        return ProgramFilters(repository, in: folder.path.appending("links"))
    }

    /// Whether a program stands between the two forms.
    public func havePrograms(_ path: String) throws -> Bool { try mayConcern(path) && hasPrograms(path) }

    /// Whether something is asked for that only git itself can do.
    private func isForeign(_ path: String) throws -> Bool {
        if try memory.sources.areGitsAlone(path) || encoding(of: path) != nil { return true }
        // libgit2 writes keywords in another way.
        if case .set = try attribute("ident", of: path) { return true }
        return try hasPrograms(path)
    }

    private func encoding(of path: String) throws -> WorkingTreeEncoding? {
        guard case .text(let name) = try attribute("working-tree-encoding", of: path) else { return nil }
        return WorkingTreeEncoding(name: name)
    }

    private func hasPrograms(_ path: String) throws -> Bool {
        guard case .text(let name) = try attribute("filter", of: path) else { return false }
        let settings = try Configuration(of: repository)
        let places = ["clean", "smudge", "process"].map { "filter.\(name).\($0)" }
        return try places.contains { try settings.string($0) != nil } || settings.flag("filter.\(name).required")
    }

    /// The filter that has a program for one direction, which must not fail; `nil` if none has.
    private func filter(of path: String, by direction: String) throws -> String? {
        guard case .text(let name) = try attribute("filter", of: path) else { return nil }
        let settings = try Configuration(of: repository)
        return try ["process", direction].contains { try settings.string("filter.\(name).\($0)") != nil } ? name : nil
    }

    private func attribute(_ name: String, of path: String) throws -> AttributeValue {
        if memory.sources.areGitsAlone(path) { return try program(for: path).attribute(name, of: path) }
        var value: UnsafePointer<CChar>?
        let code = git_attr_get(&value, repository.pointer, UInt32(GIT_ATTR_CHECK_FILE_THEN_INDEX), path, name)
        try check(code, "read the attributes of `\(path)`")
        switch git_attr_value(value) {
        case GIT_ATTR_VALUE_TRUE: return .set
        case GIT_ATTR_VALUE_FALSE: return .unset
        case GIT_ATTR_VALUE_STRING: return value.map { .text(String(cString: $0)) } ?? .unspecified
        default: return .unspecified
        }
    }
}

/// What a file of attributes says of one of them.
enum AttributeValue {
    case unspecified
    case set
    case unset
    case text(String)
}

/// What filters know of a repository, which keeps it: nothing in it leads back there.
final class FilterMemory {
    let sources: AttributeSources
    /// What was asked last, by path: contents go both ways more than once.
    var known: ByteTable<(file: [UInt8], blob: [UInt8])> = [:]
    /// By folder with files whose attributes are in the index alone: what stands for the working tree.
    var folders: ByteTable<PrivateFolder> = [:]

    init(_ sources: AttributeSources) {
        self.sources = sources
    }
}
