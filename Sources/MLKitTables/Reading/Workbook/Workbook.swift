internal import MLKitCore
internal import SystemPackage

/// A workbook of Excel (`.xlsx`, ISO/IEC 29500-1): a zip archive of XML documents. What is read of it are the values that it was
/// saved with; no formula is computed.
struct Workbook {
    struct Sheet {
        let name: String
        let isHidden: Bool
        fileprivate let part: String
    }

    /// Those that are tables of cells, in their order.
    let sheets: [Sheet]
    /// What messages call it.
    let name: String
    let styles: WorkbookStyles
    /// Whether days are counted from 1904, as Excel for the Macintosh did, and not from 1900.
    let countsFrom1904: Bool
    let texts: WorkbookTexts
    private let path: FilePath
    private let archive: ZipArchive

    /// - Throws: `BrokenPacking` for a file that is damaged, or no workbook of this kind, and `Failure` for what else is wrong.
    init(_ path: FilePath, name: String, files: any FileSystem) throws {
        let first = try files.read(path, from: 0, count: 8)
        guard !first.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else {
            throw Failure(
                "`\(name)` is a workbook with a password, or one of before 2007", hint: "save it as .xlsx, without a password")
        }
        (self.path, self.name) = (path, name)
        let size = Int(try files.information(at: path)?.size ?? 0)
        guard let archive = try ZipArchive(size: size, { try files.read(path, from: $0, count: $1) }) else {
            throw BrokenPacking(reason: "unexpected end of file")
        }
        self.archive = archive
        let parts = WorkbookParts(archive: archive, path: path, name: name)
        let main = try parts.targets(of: "").first { $0.isOf("officeDocument") }
        guard let main, let book = try parts.open(main.part) else { throw BrokenPacking(reason: "it has no workbook") }
        let links = try parts.targets(of: main.part)
        (sheets, countsFrom1904) = try Self.contents(book, links)
        func part(_ kind: String) throws -> XMLReader? { try links.first { $0.isOf(kind) }.flatMap { try parts.open($0.part) } }
        styles = try part("styles").map { try WorkbookStyles($0) } ?? WorkbookStyles()
        texts = try part("sharedStrings").map { try WorkbookTexts($0) } ?? WorkbookTexts()
    }

    private static func contents(_ reader: XMLReader, _ links: [WorkbookParts.Target]) throws -> ([Sheet], Bool) {
        var (sheets, countsFrom1904) = ([Sheet](), false)
        while let piece = try reader.next() {
            guard piece == .start else { continue }
            if reader.isNamed("workbookPr") { countsFrom1904 = ["1", "true"].contains(reader.attribute("date1904")) }
            guard reader.isNamed("sheet"), let name = reader.attribute("name"), let identifier = reader.attribute("id"),
                let link = links.first(where: { $0.identifier == identifier }), link.isOf("worksheet")
            else { continue }
            sheets.append(Sheet(name: name, isHidden: reader.attribute("state").map { $0 != "visible" } ?? false, part: link.part))
        }
        return (sheets, countsFrom1904)
    }

    /// The sheet that is read: the one that is named, or the first that is to be seen.
    ///
    /// - Throws: `Failure` where there is none.
    func sheet(named wanted: String?) throws -> Sheet {
        let names = sheets.map(\.name)
        if let wanted {
            guard let sheet = sheets.first(where: { $0.name.hasSameBytes(as: wanted) }) else {
                throw Failure("`\(name)` has no sheet `\(wanted)`", hint: Suggestion.hint(for: wanted, among: names))
            }
            return sheet
        }
        guard let sheet = sheets.first(where: { !$0.isHidden }) ?? sheets.first else { throw Failure("`\(name)` has no sheet of cells") }
        return sheet
    }

    func open(_ sheet: Sheet) throws -> XMLReader {
        guard let reader = try WorkbookParts(archive: archive, path: path, name: name).open(sheet.part) else {
            throw BrokenPacking(reason: "the sheet `\(sheet.name)` is missing from it")
        }
        return reader
    }
}

/// The documents of a workbook, and which of them belongs to which.
struct WorkbookParts {
    let archive: ZipArchive
    let path: FilePath
    let name: String

    struct Target {
        let identifier: String
        let type: String
        let part: String

        /// Types are addresses, of which the last part is the same in all editions of the standard.
        func isOf(_ kind: String) -> Bool { type.split(separator: "/").last.map { $0 == kind } ?? false }
    }

    func open(_ part: String) throws -> XMLReader? {
        guard let entry = archive.members.first(where: { $0.name.lowercased() == part.lowercased() }) else { return nil }
        return try XMLReader(ByteStream(path, name: name, member: ArchiveMember(entry, of: archive)))
    }

    /// What a document refers to; the archive's own document is the one without a name.
    func targets(of part: String) throws -> [Target] {
        let (folder, file) = Self.divided(part)
        guard let reader = try open("\(folder)_rels/\(file).rels") else { return [] }
        var targets = [Target]()
        while let piece = try reader.next() {
            guard piece == .start, reader.isNamed("Relationship"), let identifier = reader.attribute("Id"),
                let type = reader.attribute("Type"), let target = reader.attribute("Target")
            else { continue }
            targets.append(Target(identifier: identifier, type: type, part: Self.resolved(target, in: folder)))
        }
        return targets
    }

    private static func divided(_ part: String) -> (folder: String, file: String) {
        let file = part.split(separator: "/").last.map(String.init) ?? ""
        return (String(part.dropLast(file.count)), file)
    }

    /// `worksheets/sheet1.xml` in `xl/` is `xl/worksheets/sheet1.xml`; what begins with a slash is so from the top.
    private static func resolved(_ target: String, in folder: String) -> String {
        let whole = target.hasPrefix("/") ? target : folder + target
        var parts = [Substring]()
        for part in whole.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
