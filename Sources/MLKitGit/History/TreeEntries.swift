internal import CLibGit2
internal import Glibc

/// The entries of a tree object, `<mode> <name>\0<20 bytes>` each, walked without decoding what is passed over.
struct TreeEntries {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    struct Entry {
        /// The mode and the name, as bytes.
        let label: UnsafeRawBufferPointer
        let name: UnsafeRawBufferPointer
        let id: UnsafeRawPointer

        /// The mode of a folder is `40000`; all others begin with a one.
        var isFolder: Bool { label.first == UInt8(ascii: "4") }
        /// A regular file's mode is `100644` or `100755`, a link's `120000`, a submodule's `160000`.
        var isFile: Bool { label.count > 1 && label[0] == UInt8(ascii: "1") && label[1] == UInt8(ascii: "0") }
        var text: String { String(decoding: name, as: UTF8.self) }
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// `nil` at the end, and where the bytes are no tree.
    mutating func next() -> Entry? {
        guard let base = bytes.baseAddress, position < bytes.count else { return nil }
        let start = base + position
        let left = bytes.count - position
        guard let end = memchr(start, 0, left), let space = memchr(start, 0x20, left), space < end else { return nil }
        let length = UnsafeRawPointer(end) - start
        let name = UnsafeRawPointer(space) - start + 1
        guard length + 1 + ObjectID.size <= left else { return nil }
        position += length + 1 + ObjectID.size
        return Entry(
            label: UnsafeRawBufferPointer(start: start, count: length),
            name: UnsafeRawBufferPointer(start: start + name, count: length - name), id: start + length + 1)
    }

    /// The folder of a name.
    static func folder(_ name: [UInt8], in bytes: UnsafeRawBufferPointer) -> ObjectID? {
        find(name, in: bytes, \.isFolder)
    }

    /// The regular file of a name.
    static func file(_ name: [UInt8], in bytes: UnsafeRawBufferPointer) -> ObjectID? {
        find(name, in: bytes, \.isFile)
    }

    /// All regular files, by name.
    static func files(in bytes: UnsafeRawBufferPointer) -> [[UInt8]: ObjectID] {
        var entries = TreeEntries(bytes)
        var files: [[UInt8]: ObjectID] = [:]
        while let entry = entries.next() { if entry.isFile { files[Array(entry.name)] = ObjectID(entry.id) } }
        return files
    }

    private static func find(
        _ name: [UInt8], in bytes: UnsafeRawBufferPointer, _ isWanted: (Entry) -> Bool
    ) -> ObjectID? {
        var entries = TreeEntries(bytes)
        while let entry = entries.next() {
            guard entry.name.count == name.count, isWanted(entry), let start = entry.name.baseAddress,
                name.withUnsafeBytes({ $0.baseAddress.map { memcmp($0, start, name.count) == 0 } ?? false })
            else { continue }
            return ObjectID(entry.id)
        }
        return nil
    }
}
