internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// What is in a source file, whichever way it is packed.
struct SourceContent {
    let path: FilePath
    /// What messages call the file.
    let name: String
    let packing: Packing?
    /// Of a zip archive the file in it that is read.
    let member: ArchiveMember?
    let format: SourceFormat

    var isPacked: Bool { packing != nil || member != nil }

    /// - Throws: `Failure` for a name that does not tell the format, an archive that is damaged or has several files, a file that is
    ///   packed twice, and one whose library is not installed.
    init(_ path: FilePath, name: String, options: ReadingOptions, files: any FileSystem) throws {
        (self.path, self.name) = (path, name)
        let told = Self.told(path, name)
        try SourceFormat.check(told)
        let first = try files.read(path, from: 0, count: 64)
        let isWorkbook = (try? SourceFormat(named: told)) == .workbook
        try Self.checkWhatItIs(first, name, isWorkbook: isWorkbook)
        // A workbook is an archive by itself.
        guard Self.isArchive(first), !isWorkbook else {
            (packing, member) = (Packing(first), nil)
            if let wanted = options.member { throw Failure("`read: {member: \(wanted)}` is for zip archives, and `\(name)` is none") }
            if SourceFormat.isBareArchive(name) { throw Failure("`\(name)` is no zip archive, whatever its name says") }
            format = try SourceFormat(named: told)
            try checkOnce()
            return
        }
        let member = try Self.member(path, name, options, files)
        (packing, self.member) = (nil, member)
        format = try SourceFormat.ending(member.entry.name).map { try SourceFormat(named: $0) } ?? SourceFormat(named: told)
        try checkOnce()
    }

    /// What stands where a table should be, when it was not fetched.
    ///
    /// - Parameter isWorkbook: by its name; what is wrong with a workbook is said where it is opened.
    private static func checkWhatItIs(_ first: [UInt8], _ name: String, isWorkbook: Bool) throws {
        if first.starts(with: "version https://git-lfs.github.com/spec/".utf8) {
            throw Failure("`\(name)` is a pointer of Git LFS, and the file itself is not here", hint: "fetch it: `git lfs pull`")
        }
        if !isWorkbook, let kind = kinds.first(where: { first.starts(with: $0.start) })?.kind {
            throw Failure("`\(name)` is a \(kind), whatever its name says, and no table")
        }
        let start = String(decoding: first, as: UTF8.self).trimmed.lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") {
            throw Failure(
                "`\(name)` is a page of HTML, and no table", hint: "what was fetched is perhaps a message or a form: open it in a browser")
        }
    }

    /// Files that are taken for tables by mistake, by their first bytes.
    private static let kinds: [(start: [UInt8], kind: String)] = [
        (Array("%PDF-".utf8), "PDF"), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "picture"), ([0xFF, 0xD8, 0xFF], "picture"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "document or an old workbook of Office"),
    ]

    /// The name that tells the format: rows of a database stand in a file of ours.
    private static func told(_ path: FilePath, _ name: String) -> String {
        guard SourceFormat.ending(name) == nil, let own = path.lastComponent?.string, SourceFormat.ending(own) != nil else { return name }
        return own
    }

    /// What was made of another, and is read in its place as values between tabs.
    init(_ path: FilePath, madeOf other: SourceContent) {
        (self.path, name, packing, member, format) = (path, other.name, nil, nil, .delimited)
    }

    /// Whether bytes are the first of a zip archive.
    private static func isArchive(_ first: [UInt8]) -> Bool {
        first.starts(with: Array("PK\u{03}\u{04}".utf8)) || first.starts(with: Array("PK\u{05}\u{06}".utf8))
    }

    private static func member(
        _ path: FilePath, _ name: String, _ options: ReadingOptions, _ files: any FileSystem
    ) throws -> ArchiveMember {
        let size = Int(try files.information(at: path)?.size ?? 0)
        do {
            guard let archive = try ZipArchive(size: size, { try files.read(path, from: $0, count: $1) }) else {
                throw BrokenPacking(reason: "unexpected end of file")
            }
            guard !archive.members.contains(where: { $0.name == "xl/workbook.xml" }) else {
                throw Failure("`\(name)` is a workbook, whatever its name says", hint: "let its name end in .xlsx")
            }
            return try ArchiveMember(of: archive, name: name, wanted: options.member)
        } catch let broken as BrokenPacking {
            throw Failure("`\(name)` is damaged", notes: [broken.reason])
        }
    }

    func open() throws -> ByteStream { try ByteStream(path, name: name, member: member) }

    /// The first bytes of what is in it.
    func start(_ count: Int) throws -> [UInt8] {
        let stream = try open()
        var first = [UInt8](repeating: 0, count: count)
        let taken = try first.withUnsafeMutableBufferPointer { try $0.baseAddress.map { try stream.read($0, count) } ?? 0 }
        return Array(first[..<taken])
    }

    /// What is unpacked may be packed again, or several files.
    private func checkOnce() throws {
        guard isPacked else { return }
        let first = try start(512)
        if let again = Packing(first[...]) {
            throw Failure("`\(name)` is packed twice, inside by \(again.program)", hint: "unpack it once")
        }
        if first.count == 512, first[257..<262].elementsEqual("ustar".utf8) {
            throw Failure("`\(name)` is a packed tar archive, of one file or more", hint: "unpack it first: `tar -xf \(name)`")
        }
    }
}
