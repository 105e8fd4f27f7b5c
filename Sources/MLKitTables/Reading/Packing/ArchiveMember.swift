internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The one file of a zip archive that is read.
struct ArchiveMember {
    let entry: ZipArchive.Member
    /// Where its bytes begin.
    let start: Int

    /// - Parameters:
    ///   - name: what messages call the archive.
    ///   - wanted: which of several files it is.
    /// - Throws: `Failure` for an archive that has no file, not the wanted one, or several where none is named; `BrokenPacking` where
    ///   it does not stand where the archive says.
    init(of archive: ZipArchive, name: String, wanted: String?) throws {
        let files = archive.members.filter { !$0.isFolder && !Self.isLeftOut($0.name) }
        let names = files.map(\.name)
        if let wanted {
            guard let place = names.firstIndex(ofBytes: wanted) else {
                throw Failure("there is no file `\(wanted)` in `\(name)`", hint: Suggestion.hint(for: wanted, among: names))
            }
            entry = files[place]
        } else {
            guard let first = files.first else { throw Failure("`\(name)` is an archive without a file") }
            guard files.count == 1 else {
                let more = files.count > 20 ? " and \(files.count - 20) more" : ""
                throw Failure(
                    "`\(name)` has \(files.count) files: \(Suggestion.list(Array(names.prefix(20))))\(more)",
                    hint: "say which: `read: {member: \(first.name)}`; to read several with the same columns unpack it, and name them "
                        + "by a pattern")
            }
            entry = first
        }
        start = try archive.start(of: entry)
    }

    /// One that is known by other means.
    ///
    /// - Throws: `BrokenPacking` where it does not stand where the archive says.
    init(_ entry: ZipArchive.Member, of archive: ZipArchive) throws {
        (self.entry, start) = (entry, try archive.start(of: entry))
    }

    /// What macOS puts into archives beside the files.
    private static func isLeftOut(_ name: String) -> Bool {
        name.hasPrefix("__MACOSX/") || name.split(separator: "/").last == ".DS_Store"
    }

    /// - Returns: `nil` for bytes that are as they are.
    /// - Throws: `Failure` for one that is encrypted, or packed in a way that is not known.
    func unpacker(of archive: String) throws -> (any Unpacker)? {
        let hint = "unpack it first"
        guard !entry.isEncrypted else { throw Failure("`\(entry.name)` in `\(archive)` is encrypted", hint: hint) }
        switch entry.method {
        case 0: return nil
        case 8: return try Inflater(.none)
        case 12: return try Packing.bzip2.unpacker()
        case 93: return try Packing.zstandard.unpacker()
        case 95: return try Packing.xz.unpacker()
        default:
            throw Failure(
                "`\(entry.name)` in `\(archive)` is packed by method \(entry.method) of zip archives, which is not known here", hint: hint)
        }
    }
}

/// Whether what was unpacked of an archive's member is what the archive says it is.
struct MemberCheck {
    private let entry: ZipArchive.Member
    private var size = 0
    private var checksum = Checksum32()

    init(_ entry: ZipArchive.Member) { self.entry = entry }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        size += bytes.count
        checksum.add(bytes)
    }

    func finish() throws(BrokenPacking) {
        guard size == entry.size else { throw .brokenOff }
        guard checksum.value == entry.checksum else { throw BrokenPacking(reason: "incorrect data check") }
    }
}
