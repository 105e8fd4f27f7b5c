internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// What was last rendered for the files that are both the template's and the user's, in a file of the project:
/// `.mlkit/renderings`. It is the base of the next merge.
///
/// Git's objects have it too, as long as history is as it was: amending or squashing the commit in which the project was
/// made, or a clone without history, take it away, and a template that is a plain folder, or comes with mlkit, has
/// changed by then. For each file there is a line with its path, and one with `<blob> <bytes> <zlib in base64>`: so changes
/// of two branches go together as those of the record do. Where a program stands between a file and its blob, as for
/// Git LFS or to encrypt it, there is what git stores, and its id behind it: what a program keeps out of git is not here.
/// Lines that say nothing, as the marks of a conflict, are passed over, and who searches the project does not find everything
/// twice.
struct KeptRenderings {
    struct Entry {
        let path: String
        /// Of what was rendered.
        let id: ObjectID
        let content: [UInt8]
        /// Of the content, if that is what git stores.
        var stored: ObjectID?
    }

    /// What git makes of renderings.
    struct Forms {
        /// Whether a program stands between the file and its blob.
        var isFiltered: (_ path: String) throws -> Bool
        var stored: (_ rendered: [UInt8], _ path: String) throws -> [UInt8]

        /// Outside git.
        static var none: Forms { Forms(isFiltered: { _ in false }, stored: { content, _ in content }) }
    }

    static let path = ".mlkit/renderings"

    private static let heading = "# mlkit renderings 1: the base of the next merge. Path; blob, bytes, content (zlib, base64).\n"

    private var lines: [ObjectID: ArraySlice<UInt8>] = [:]
    /// Those that hold what git stores.
    private var storedLines: [ObjectID: ArraySlice<UInt8>] = [:]

    /// None.
    init() {}

    init(parsing bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: Self.indent) {
            let line = line.dropFirst(Self.indent.count)
            guard let id = ObjectID(String(decoding: line.prefix { $0 != Self.space }, as: UTF8.self)) else { continue }
            let whole = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if whole.split(separator: Self.space).count == 4 { storedLines[id] = whole } else { lines[id] = whole }
        }
    }

    private static let space = UInt8(ascii: " ")
    private static let indent = Array("  ".utf8)

    /// A rendering; `nil` if it is not there, or not what it was.
    func content(_ id: ObjectID) throws -> [UInt8]? { try lines[id].flatMap { try Self.content(of: $0, id) } }

    /// What git stores of a rendering, where that is kept in its stead.
    func stored(_ id: ObjectID) throws -> [UInt8]? {
        try storedLines[id].flatMap { line in
            let last = line.split(separator: Self.space).last ?? []
            return try ObjectID(String(decoding: last, as: UTF8.self)).flatMap { try Self.content(of: line, $0) }
        }
    }

    /// What a line holds, if it is what it was.
    private static func content(of line: ArraySlice<UInt8>, _ id: ObjectID) throws -> [UInt8]? {
        let parts = line.split(separator: space)
        guard parts.count >= 3, let size = Int(String(decoding: parts[1], as: UTF8.self)),
            let packed = Base64.decoded(parts[2]), let content = Compression.expanded(packed, size: size)
        else { return nil }
        return try ObjectID(blobOf: content) == id ? content : nil
    }

    /// The file for these renderings. Lines that are there already stay as they are, whatever other zlib wrote them.
    func text(of entries: [Entry]) throws -> [UInt8] {
        let new = try entries.filter { try ($0.stored == nil ? content($0.id) : stored($0.id)) == nil }
        let packed = Dictionary(zip(new.map(\.key), try Compression.compressed(new.map(\.content)))) { first, _ in first }
        var text = Array(Self.heading.utf8)
        for entry in entries.sorted(by: { $0.path < $1.path }) {
            text += Array("\(entry.path)\n".utf8) + Self.indent
            if let packed = packed[entry.key] {
                text += Array("\(entry.id.hex) \(entry.content.count) ".utf8) + Base64.encoded(packed)
                if let stored = entry.stored { text += Array(" \(stored.hex)".utf8) }
            } else {
                text += (entry.stored == nil ? lines[entry.id] : storedLines[entry.id]) ?? []
            }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }
}

extension KeptRenderings {
    /// The file for the merged files of a record that were rendered just now, or are kept here already.
    ///
    /// - Parameter hidden: paths of files that git ignores, and that must not get into it by this way.
    func file(
        _ rendering: [RenderedFile], _ record: ScaffoldRecord, except hidden: PathSet = [], _ forms: Forms
    ) throws -> [UInt8] {
        let rendered = Dictionary(rendering.map { ($0.blob, $0.content) }) { first, _ in first }
        let entries = try record.files.compactMap { path, file -> Entry? in
            guard file.ownership == .merged, file.state == nil, !hidden.contains(path) else { return nil }
            return try entry(path, file, rendered[file.blob] ?? content(file.blob), forms)
        }
        return try text(of: entries)
    }

    /// What is kept of a file; `nil` if nothing is.
    ///
    /// - Parameter rendered: `nil` if it cannot be had any more.
    func entry(_ path: String, _ file: RecordedFile, _ rendered: [UInt8]?, _ forms: Forms) throws -> Entry? {
        let place = file.at ?? path
        guard try forms.isFiltered(place) else {
            return rendered.flatMap { Self.isWorthwhile($0) ? Entry(path: path, id: file.blob, content: $0) : nil }
        }
        if let known = try stored(file.blob) {
            return Entry(path: path, id: file.blob, content: known, stored: try ObjectID(blobOf: known))
        }
        guard let rendered else { return nil }
        let stored = try forms.stored(rendered, place)
        guard Self.isWorthwhile(stored) else { return nil }
        return Entry(path: path, id: file.blob, content: stored, stored: stored == rendered ? nil : try ObjectID(blobOf: stored))
    }

    /// A large file that is no text is never merged line by line, and each version of it would stay in git twice.
    private static func isWorthwhile(_ content: [UInt8]) -> Bool {
        content.count <= binaryLimit || !TextMerge.isBinary(content)
    }

    private static let binaryLimit = 1 << 20
}

extension KeptRenderings.Entry {
    /// What tells it from others of the same rendering.
    fileprivate var key: [ObjectID?] { [id, stored] }
}

extension KeptRenderings.Forms {
    /// - Parameter prefix: what stands before the project's paths in the repository.
    init(_ filters: ContentFilters?, at prefix: String) {
        guard let filters else { self = .none; return }
        self.init(
            isFiltered: { try filters.havePrograms(prefix + $0) },
            stored: { try filters.stored(rendered: $0, at: prefix + $1) })
    }
}

/// Renderings as earlier versions kept some of them: as files `.mlkit/rendered/<id>`. They are read, and go with the next
/// update.
struct EarlierRenderings {
    static let folder = ".mlkit/rendered"

    let project: FilePath
    let files: any FileSystem

    func read(_ id: ObjectID) throws -> [UInt8]? {
        let path = project.pushing(FilePath("\(Self.folder)/\(id.hex)"))
        guard try files.information(at: path)?.kind == .file else { return nil }
        let bytes = try files.read(path)
        return try ObjectID(blobOf: bytes) == id ? bytes : nil
    }

    /// What is there, with the attributes that stand beside them.
    func paths() throws -> [String] {
        let path = project.pushing(FilePath(Self.folder))
        guard try files.information(at: path)?.kind == .directory else { return [] }
        return try files.list(path).filter { ObjectID($0) != nil || $0 == ".gitattributes" }.map { "\(Self.folder)/\($0)" }
    }
}
