public import MLKitCore

/// The table as bytes, to be kept: paths, parents, rows, entries, each list after its length. Ids are twenty bytes; twenty
/// zeros stand for none.
extension FolderHistory {
    public func write(to writer: inout ByteWriter) {
        writer.write(paths.count)
        for path in paths { writer.write(path) }
        writer.write(parents.count)
        for parent in parents { writer.write(parent) }
        writer.write(rows.count)
        for row in rows { Self.write(row, to: &writer) }
        writer.write(entries.count)
        for (row, entry) in entries.sorted(by: { $0.key < $1.key }) {
            writer.write(row)
            Self.write(entry, to: &writer)
        }
    }

    /// - Throws: `ByteReader.Malformed` for bytes that are no table.
    public init(from reader: inout ByteReader) throws {
        paths = try (0..<reader.count(ofAtLeast: 8)).map { _ in try reader.text() }
        parents = try (0..<reader.count(ofAtLeast: 4)).map { _ in try reader.int32() }
        rows = try (0..<reader.count(ofAtLeast: 68)).map { _ in try Self.row(from: &reader) }
        for _ in 0..<(try reader.count(ofAtLeast: 36)) {
            let row = try reader.int32()
            let id = Self.index(row, rows.count).map { rows[$0].id.objectID }
            guard let id else { throw ByteReader.Malformed() }
            entries[row] = try Self.entry(id, from: &reader)
        }
        guard !paths.isEmpty, isConsistent else { throw ByteReader.Malformed() }
    }

    private static func index(_ number: Int32, _ count: Int) -> Int? {
        number >= 0 && number < count ? Int(number) : nil
    }

    /// Whether every number that stands for a place in a list is one, and no commit comes before its parents.
    private var isConsistent: Bool {
        parents.allSatisfy { $0 >= 0 && $0 < rows.count }
            && rows.allSatisfy { row in
                row.firstParent >= 0 && row.parentCount >= 0 && row.path >= 0 && row.path < paths.count
                    && Int(row.firstParent) + Int(row.parentCount) <= parents.count
                    && self.parents(of: row).allSatisfy { rows[Int($0)].order < row.order }
            }
    }

    private static func write(_ row: Row, to writer: inout ByteWriter) {
        write(row.id, to: &writer)
        writer.write(row.committed)
        writer.write(row.order)
        write(row.folder, to: &writer)
        writer.write(row.path)
        writer.write(Int32(row.isCut ? 1 : 0))
        writer.write(row.firstParent)
        writer.write(row.parentCount)
    }

    private static func row(from reader: inout ByteReader) throws -> Row {
        guard let id = try id(from: &reader) else { throw ByteReader.Malformed() }
        return Row(
            id: id, committed: try reader.int(), order: try reader.int(), folder: try Self.id(from: &reader),
            path: try reader.int32(), isCut: try reader.int32() != 0, firstParent: try reader.int32(),
            parentCount: try reader.int32())
    }

    private static func write(_ entry: Entry, to writer: inout ByteWriter) {
        writer.write(entry.author.name)
        writer.write(entry.author.email)
        writer.write(entry.author.time.seconds)
        writer.write(entry.changes.count)
        for change in entry.changes {
            writer.write(change.path)
            write(change.old.map { CompactID($0) }, to: &writer)
            write(change.new.map { CompactID($0) }, to: &writer)
        }
    }

    private static func entry(_ commit: ObjectID, from reader: inout ByteReader) throws -> Entry {
        let (name, email) = (try reader.text(), try reader.text())
        let author = CommitAuthor(name: name, email: email, time: Timestamp(seconds: try reader.int()))
        let changes = try (0..<reader.count(ofAtLeast: 48)).map { _ in
            Change(
                path: try reader.text(), old: try id(from: &reader)?.objectID, new: try id(from: &reader)?.objectID)
        }
        return Entry(commit: commit, author: author, changes: changes)
    }

    private static func write(_ id: CompactID?, to writer: inout ByteWriter) {
        writer.write(id ?? none)
    }

    private static func id(from reader: inout ByteReader) throws -> CompactID? {
        let id = try reader.bytes(count: CompactID.size) { $0.baseAddress.map { CompactID($0) } }
        return id == none ? nil : id
    }

    private static let none = CompactID(ObjectID.none)
}

extension ByteWriter {
    fileprivate mutating func write(_ id: CompactID) {
        withUnsafeBytes(of: id.oid) { append($0) }
    }
}
