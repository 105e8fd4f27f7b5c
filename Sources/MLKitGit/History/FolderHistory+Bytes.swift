public import MLKitCore

/// The table as bytes, to be kept: paths, parents, ids of folders, rows, entries, each list after its length. Rows are
/// of one size, because reading a table must take far less time than making it. Ids are twenty bytes; twenty zeros
/// stand for none.
extension FolderHistory {
    public func write(to writer: inout ByteWriter) {
        writer.write(paths.count)
        for path in paths { writer.write(path) }
        writer.write(parents.count)
        for parent in parents { writer.write(parent) }
        writeRows(to: &writer)
        writer.write(entries.count)
        for (row, entry) in entries.sorted(by: { $0.key < $1.key }) {
            writer.write(row)
            Self.write(entry, to: &writer)
        }
    }

    /// - Throws: `ByteReader.Malformed` for bytes that are no table.
    public init(from reader: inout ByteReader) throws {
        paths = try (0..<reader.count(ofAtLeast: 8)).map { _ in try reader.text() }
        let count = try reader.count(ofAtLeast: 4)
        parents = try reader.bytes(count: 4 * count) { bytes in
            (0..<count).map { Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)) }
        }
        rows = try Self.rows(from: &reader)
        for _ in 0..<(try reader.count(ofAtLeast: 36)) {
            let row = try reader.int32()
            guard row >= 0, row < rows.count else { throw ByteReader.Malformed() }
            entries[row] = try Self.entry(rows[Int(row)].id, from: &reader)
        }
        let named = rows.reduce(0) { $0 + Int($1.parentCount) }
        guard !paths.isEmpty, named == parents.count, isConsistent else { throw ByteReader.Malformed() }
    }

    /// Whether every number that stands for a place in a list is one, and no commit comes before its parents.
    private var isConsistent: Bool {
        parents.allSatisfy { $0 >= 0 && $0 < rows.count }
            && rows.allSatisfy { row in
                row.path >= 0 && row.path < paths.count
                    && self.parents(of: row).allSatisfy { rows[Int($0)].order < row.order }
            }
    }

    /// Id, time, order, folder (its place in the list, or -1), path and whether the row is cut, number of parents.
    private static let rowSize = ObjectID.size + 8 + 8 + 4 + 4 + 4

    private func writeRows(to writer: inout ByteWriter) {
        var folders: [ObjectID] = []
        var placeOf: [ObjectID: Int32] = [:]
        for folder in rows.compactMap(\.folder) where placeOf[folder] == nil {
            placeOf[folder] = Int32(folders.count)
            folders.append(folder)
        }
        writer.write(folders.count)
        for folder in folders { writer.write(folder) }
        writer.write(rows.count)
        for row in rows {
            writer.write(row.id)
            writer.write(row.committed)
            writer.write(row.order)
            writer.write(row.folder.flatMap { placeOf[$0] } ?? -1)
            writer.write(row.path << 1 | (row.isCut ? 1 : 0))
            writer.write(row.parentCount)
        }
    }

    private static func rows(from reader: inout ByteReader) throws -> [Row] {
        let folderCount = try reader.count(ofAtLeast: ObjectID.size)
        let folders = try reader.bytes(count: folderCount * ObjectID.size) { bytes in
            (0..<folderCount).compactMap { index in bytes.baseAddress.map { ObjectID($0 + index * ObjectID.size) } }
        }
        let count = try reader.count(ofAtLeast: rowSize)
        return try reader.bytes(count: count * rowSize) { bytes in
            var rows = [Row]()
            rows.reserveCapacity(count)
            var parent: Int32 = 0
            for index in 0..<count {
                guard let start = bytes.baseAddress, let row = row(at: start + index * rowSize, folders, parent) else {
                    throw ByteReader.Malformed()
                }
                parent += row.parentCount
                rows.append(row)
            }
            return rows
        }
    }

    /// `nil` where the bytes are no row.
    private static func row(at start: UnsafeRawPointer, _ folders: [ObjectID], _ firstParent: Int32) -> Row? {
        func int(_ offset: Int) -> Int {
            Int(Int64(littleEndian: start.loadUnaligned(fromByteOffset: ObjectID.size + offset, as: Int64.self)))
        }
        func int32(_ offset: Int) -> Int32 {
            Int32(littleEndian: start.loadUnaligned(fromByteOffset: ObjectID.size + offset, as: Int32.self))
        }
        let (folder, path, parents) = (int32(16), int32(20), int32(24))
        guard folder >= -1, folder < folders.count, 0...mostParents ~= parents, firstParent < Int32.max / 2 else {
            return nil
        }
        return Row(
            id: ObjectID(start), committed: int(0), order: int(8), folder: folder < 0 ? nil : folders[Int(folder)],
            path: path >> 1, isCut: path & 1 == 1, firstParent: firstParent, parentCount: parents)
    }

    /// No merge has as many.
    private static let mostParents: Int32 = 1 << 16

    private static func write(_ entry: Entry, to writer: inout ByteWriter) {
        writer.write(entry.author.name)
        writer.write(entry.author.email)
        writer.write(entry.author.time.seconds)
        writer.write(entry.changes.count)
        for change in entry.changes {
            writer.write(change.path)
            writer.write(change.old ?? .zero)
            writer.write(change.new ?? .zero)
        }
    }

    private static func entry(_ commit: ObjectID, from reader: inout ByteReader) throws -> Entry {
        let (name, email) = (try reader.text(), try reader.text())
        let author = CommitAuthor(name: name, email: email, time: Timestamp(seconds: try reader.int()))
        let changes = try (0..<reader.count(ofAtLeast: 48)).map { _ in
            Change(
                path: try reader.text(), old: try id(from: &reader), new: try id(from: &reader))
        }
        return Entry(commit: commit, author: author, changes: changes)
    }

    private static func id(from reader: inout ByteReader) throws -> ObjectID? {
        let id = try reader.bytes(count: ObjectID.size) { $0.baseAddress.map { ObjectID($0) } }
        return id == .zero ? nil : id
    }
}

extension ByteWriter {
    fileprivate mutating func write(_ id: ObjectID) {
        withUnsafeBytes(of: id.oid) { append($0) }
    }
}
