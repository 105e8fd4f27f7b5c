internal import MLKitCore
internal import MLKitGit
internal import SystemPackage

/// What was last rendered for the files that are both the template's and the user's, in a file of the project:
/// `.mlkit/renderings`. It is the base of the next merge.
///
/// Git's objects have it too, as long as history is as it was: amending or squashing the commit in which the project was
/// made, or a clone without history, take it away, and a template that is a plain folder, or comes with mlkit, has
/// changed by then. For each file there is a line with its path, and one with `<blob> <bytes> <zlib in base64>`: so changes
/// of two branches go together as those of the record do. Lines that say nothing, as the marks of a conflict, are passed
/// over, and who searches the project does not find everything twice.
struct KeptRenderings {
    struct Entry {
        let path: String
        let id: ObjectID
        let content: [UInt8]
    }

    static let path = ".mlkit/renderings"

    private static let heading = "# mlkit renderings 1: the base of the next merge. Path; blob, bytes, content (zlib, base64).\n"

    private var lines: [ObjectID: ArraySlice<UInt8>] = [:]

    /// None.
    init() {}

    init(parsing bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.starts(with: Self.indent) {
            let line = line.dropFirst(Self.indent.count)
            guard let id = ObjectID(String(decoding: line.prefix { $0 != Self.space }, as: UTF8.self)) else { continue }
            lines[id] = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
    }

    private static let space = UInt8(ascii: " ")
    private static let indent = Array("  ".utf8)

    /// A rendering; `nil` if it is not there, or not what it was.
    func content(_ id: ObjectID) throws -> [UInt8]? {
        let parts = lines[id]?.split(separator: Self.space) ?? []
        guard parts.count == 3, let size = Int(String(decoding: parts[1], as: UTF8.self)),
            let packed = Base64.decoded(parts[2]), let content = Compression.expanded(packed, size: size)
        else { return nil }
        return try ObjectID(blobOf: content) == id ? content : nil
    }

    /// The file for these renderings. Lines that are there already stay as they are, whatever other zlib wrote them.
    func text(of entries: [Entry]) throws -> [UInt8] {
        let new = try entries.filter { try content($0.id) == nil }
        let packed = Dictionary(zip(new.map(\.id), try Compression.compressed(new.map(\.content)))) { first, _ in first }
        var text = Array(Self.heading.utf8)
        for entry in entries.sorted(by: { $0.path < $1.path }) {
            text += Array("\(entry.path)\n".utf8) + Self.indent
            if let packed = packed[entry.id] {
                text += Array("\(entry.id.hex) \(entry.content.count) ".utf8) + Base64.encoded(packed)
            } else {
                text += lines[entry.id] ?? []
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
        _ rendering: [RenderedFile], _ record: ScaffoldRecord, except hidden: Set<String> = []
    ) throws -> [UInt8] {
        let rendered = Dictionary(rendering.map { ($0.blob, $0.content) }) { first, _ in first }
        let entries = try record.files.compactMap { path, file -> Entry? in
            guard file.ownership == .merged, file.state == nil, !hidden.contains(path) else { return nil }
            return try (rendered[file.blob] ?? content(file.blob)).map { Entry(path: path, id: file.blob, content: $0) }
        }
        return try text(of: entries)
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
