internal import CLibCrypto
internal import CLibGit2
internal import CLibZ
internal import MLKitCore
internal import SystemPackage

/// Objects as a pack and its index (gitformat-pack(5), version 2 of both), each object by itself.
///
/// libgit2 makes packs too, in threads that look for similar objects, and reads its own work again to index it: for a
/// commit of a few dozen files that takes several milliseconds. Git looks for similar objects when it collects garbage.
struct PackFile {
    private struct Entry {
        let id: ObjectID
        let offset: Int
        let checksum: UInt32
    }

    private var pack: [UInt8] = Array("PACK".utf8)
    private var entries: [Entry] = []

    /// Offsets from here on have a table of their own in an index, which this does not write.
    static let sizeLimit = 1 << 30

    init(_ objects: [ObjectID: HeldObjects.Object]) throws {
        pack.append(bigEndian: 2)
        pack.append(bigEndian: UInt32(objects.count))
        let deflater = try Deflater()
        for (id, object) in objects.sorted(by: { $0.key < $1.key }) {
            let start = pack.count
            pack += Self.head(of: object)
            pack += try deflater.deflated(object.content)
            let checksum = pack[start...].withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
            entries.append(Entry(id: id, offset: start, checksum: UInt32(truncatingIfNeeded: checksum)))
        }
        pack += try Self.hash(pack)
    }

    /// Writes both files into the folder of packs, the index last, since git finds a pack by it.
    @discardableResult
    func write(into folder: FilePath, files: any FileSystem = LocalFileSystem(.whole)) throws -> [FilePath] {
        let name = "pack-" + (ObjectID(raw: pack.suffix(ObjectID.size)) ?? .zero).hex
        let made = [".pack", ".idx"].map { folder.appending(name + $0) }
        try files.write(pack, to: made[0])
        try files.write(index(), to: made[1])
        return made
    }

    /// Kind and size: four bits of the size, then seven in each byte, the lowest first.
    private static func head(of object: HeldObjects.Object) -> [UInt8] {
        var size = object.content.count
        var bytes = [UInt8(object.kind.rawValue) << 4 | UInt8(size & 15)]
        size >>= 4
        while size > 0 {
            bytes[bytes.count - 1] |= 0x80
            bytes.append(UInt8(size & 0x7f))
            size >>= 7
        }
        return bytes
    }

    /// The first byte's running counts, then ids, checksums and offsets, each in the order of the ids.
    private func index() throws -> [UInt8] {
        var bytes: [UInt8] = [0xff, 0x74, 0x4f, 0x63]
        bytes.append(bigEndian: 2)
        var counts = [UInt32](repeating: 0, count: 256)
        for entry in entries { counts[Int(entry.id.firstByte)] += 1 }
        var total: UInt32 = 0
        for count in counts {
            total += count
            bytes.append(bigEndian: total)
        }
        for entry in entries { bytes += entry.id.raw }
        for entry in entries { bytes.append(bigEndian: entry.checksum) }
        for entry in entries { bytes.append(bigEndian: UInt32(entry.offset)) }
        bytes += pack[(pack.count - ObjectID.size)...]
        return bytes + (try Self.hash(bytes))
    }

    /// SHA-1, 20 bytes.
    private static func hash(_ bytes: [UInt8]) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
            guard SHA1(bytes, bytes.count, buffer.baseAddress) != nil else { throw Failure("cannot hash a pack for git") }
            count = 20
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: UInt32) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}
