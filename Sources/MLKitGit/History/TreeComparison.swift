internal import CLibGit2
internal import Glibc
internal import MLKitCore

/// Compares folders of commits, file by file; folders that are the same are not looked into.
final class TreeComparison {
    private let reader: ObjectReader
    /// The trees read last: what is new in one commit is old in the next.
    private var known: [ObjectID: [UInt8]] = [:]
    private static let limit = 2_000

    init(_ reader: ObjectReader) {
        self.reader = reader
    }

    typealias Change = FolderHistory.Change

    /// The regular files that differ, by their paths in the folder.
    func changes(from old: ObjectID?, to new: ObjectID?, below prefix: String = "") throws -> [Change] {
        guard old != new else { return [] }
        let (before, after) = (try old.map(tree) ?? [], try new.map(tree) ?? [])
        return try before.withUnsafeBytes { before in
            try after.withUnsafeBytes { after in
                try Self.differing(before, after).flatMap { try changes($0, below: prefix) }
            }
        }
    }

    private typealias Pair = (name: String, old: TreeEntries.Entry?, new: TreeEntries.Entry?)

    private func changes(_ pair: Pair, below prefix: String) throws -> [Change] {
        let path = prefix + pair.name
        let files = (Self.id(pair.old, \.isFile), Self.id(pair.new, \.isFile))
        let folders = (Self.id(pair.old, \.isFolder), Self.id(pair.new, \.isFolder))
        let own = files.0 == files.1 ? [] : [Change(path: path, old: files.0, new: files.1)]
        return own + (try changes(from: folders.0, to: folders.1, below: path + "/"))
    }

    private static func id(_ entry: TreeEntries.Entry?, _ kind: (TreeEntries.Entry) -> Bool) -> ObjectID? {
        entry.flatMap { kind($0) ? ObjectID($0.id) : nil }
    }

    /// The entries that are not the same in both trees. Entries are sorted alike, so that long runs of the same ones
    /// are passed over in step; what is left is paired by name.
    private static func differing(_ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer) -> [Pair] {
        var (left, right) = (TreeEntries(old), TreeEntries(new))
        var (a, b) = (left.next(), right.next())
        var gone: ByteTable<TreeEntries.Entry> = [:]
        var come: ByteTable<TreeEntries.Entry> = [:]
        while a != nil || b != nil {
            if let one = a, let other = b, isSame(one, other) {
                (a, b) = (left.next(), right.next())
            } else if let one = a, isFirst(one, b) {
                gone[one.text] = one
                a = left.next()
            } else if let other = b {
                come[other.text] = other
                b = right.next()
            }
        }
        return PathSet(gone.keys).union(come.keys).sorted().compactMap { name in
            if let one = gone[name], let other = come[name], isSame(one, other) { return nil }
            return (name, gone[name], come[name])
        }
    }

    private static func isSame(_ one: TreeEntries.Entry, _ other: TreeEntries.Entry) -> Bool {
        isEqual(one.label, other.label) && memcmp(one.id, other.id, ObjectID.size) == 0
    }

    private static func isEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        guard one.count == other.count, let a = one.baseAddress, let b = other.baseAddress else { return false }
        return memcmp(a, b, one.count) == 0
    }

    private static func isFirst(_ one: TreeEntries.Entry, _ other: TreeEntries.Entry?) -> Bool {
        guard let other, let a = one.name.baseAddress, let b = other.name.baseAddress else { return true }
        let order = memcmp(a, b, min(one.name.count, other.name.count))
        return order < 0 || order == 0 && one.name.count <= other.name.count
    }

    private func tree(_ id: ObjectID) throws -> [UInt8] {
        if let bytes = known[id] { return bytes }
        if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
        let bytes = try reader.tree(id) ?? []
        known[id] = bytes
        return bytes
    }
}
