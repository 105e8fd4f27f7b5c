internal import MLKitCore
internal import MLKitSignature
public import MLKitSpec
public import SystemPackage

/// A table that nothing was said of yet: reads it, tells its columns, and proposes what a project is to do with it.
public final class TableSurvey {
    let paths: [FilePath]
    /// What messages call a file.
    let names: (FilePath) -> String
    let context: StageContext
    let name: String
    private(set) var table: ReadTable
    private(set) var read: ReadingOptions
    private(set) var missing: [String]?
    /// What was decided about reading.
    private(set) var decisions: [TableProposal.Decision] = []
    /// Whether anything was said of how it is written.
    private let isDeclared: Bool

    /// - Parameters:
    ///   - paths: files of one table, of one format, with the same columns.
    ///   - name: what messages call the table.
    ///   - names: what they call one of its files.
    ///   - read: how it is written, as far as that was said.
    /// - Throws: `Failure` for files that cannot be read, or have no rows.
    public init(
        _ paths: [FilePath], name: String, names: @escaping (FilePath) -> String, read: ReadingOptions, context: StageContext
    ) throws {
        (self.paths, self.name, self.names, self.context, self.read) = (paths, name, names, context, read)
        isDeclared = read.declared != nil
        do {
            table = try ReadTable(paths, name: name, names: names, read: read, context: context)
        } catch let failure as Failure {
            guard read.encoding == nil, try paths.contains(where: { try Self.isOtherText($0) }) else { throw failure }
            self.read.encoding = TextEncoding.latin1.rawValue
            table = try ReadTable(paths, name: name, names: names, read: self.read, context: context)
            decide("it is not UTF-8, and Latin-1 (or Windows-1252) is what such files mostly are: look whether the letters are right")
        }
        try checkColumns()
        try findHeader()
        try findNumbers()
        try findMissing()
    }

    /// Whether a file is delimited text, in an encoding of one byte that is not UTF-8.
    private static func isOtherText(_ path: FilePath) throws -> Bool {
        guard (try? SourceFormat(named: path.lastComponent?.string ?? "")) == .delimited else { return false }
        let start = try LocalFileSystem().read(path, from: 0, count: 4096)
        guard start.withUnsafeBufferPointer({ !TextEncoding.isBinary($0) && TextEncoding.told(by: $0) == nil }) else { return false }
        var place = 0
        while true {
            let bytes = try LocalFileSystem().read(path, from: place, count: 1 << 20)
            // Up to the last line end, before which no character is cut.
            guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? (bytes.isEmpty ? nil : bytes.count - 1) else { return false }
            if !bytes[...end].withUnsafeBufferPointer(UTF8Check.isValid) { return true }
            place += end + 1
        }
    }

    public var rows: Int { table.rowCount }
    /// The names of all columns.
    public var columns: [String] { profiles.map(\.name) }
    var profiles: [ColumnProfile] { table.loaded.profiles }

    /// - Throws: `Failure` for one column, where several stand further down.
    private func checkColumns() throws {
        guard columns.count == 1, let file = table.files.first(where: { $0.likelyHeader != nil }) else { return }
        throw Failure("`\(file.name)` has one column only, `\(columns[0])`", hint: file.likelyHeader?.hint)
    }

    private func findHeader() throws {
        guard read.hasHeader, read.names == nil,
            let file = table.files.first(where: { $0.mayHaveHeader && DataReporting.areValues($0.columns) })
        else { return }
        read.hasHeader = false
        table = try again()
        decide("the first row of `\(file.name)` looks like values, not names of columns")
    }

    /// Numbers that are written otherwise than programs do.
    private func findNumbers() throws {
        guard read.numbers == nil else { return decideRead() }
        let guess = ReadingGuess(table)
        guard let format = guess.numbers else { return decideRead() }
        let before = (table, read)
        read.write(format)
        table = try again()
        guard numericColumns(table) > numericColumns(before.0) || table.schema.cleaning.numbers == before.0.schema.cleaning.numbers else {
            (table, read) = before
            return decideRead()
        }
        decide(guess.words(format))
    }

    private func findMissing() throws {
        let guess = ReadingGuess(table)
        guard let odd = guess.oddMarker else { return decideMissing(guess.usedMarkers, []) }
        let before = table
        missing = guess.usedMarkers + [odd.text]
        table = try again()
        guard numericColumns(table) > numericColumns(before) else {
            (table, missing) = (before, nil)
            return decideMissing(guess.usedMarkers, [])
        }
        decideMissing(
            missing ?? [], ["all other values of `\(odd.column)` are \(odd.others), so that `\(odd.text)` should mean a missing one"])
    }

    private func again() throws -> ReadTable {
        try ReadTable(paths, name: name, names: names, read: read, missing: missing, context: context)
    }

    private func numericColumns(_ table: ReadTable) -> Int { table.schema.columns.count { $0.isNumeric } }

    // MARK: Decisions

    /// What was said of reading by whoever asks.
    private func decideRead() {
        if isDeclared { decide("as chosen") }
    }

    private func decide(_ why: String) {
        guard let keys = read.declared else { return }
        let reasons = decisions.filter { $0.path == [DataConfiguration.readName] }.map(\.why) + [why]
        decisions.removeAll { $0.path == [DataConfiguration.readName] }
        decisions.append(TableProposal.Decision([DataConfiguration.readName], keys, reasons.joined(separator: "; ")))
    }

    private func decideMissing(_ markers: [String], _ more: [String]) {
        guard !markers.isEmpty else { return }
        let uses = profiles.filter { !$0.markers.isEmpty }.map { profile in
            let ranked = profile.markers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return "\(ranked.map { "`\($0.key)` \($0.value) times" }.joined(separator: ", ")) in `\(profile.name)`"
        }
        let shown = uses.count > 4 ? uses.prefix(3) + ["others in \(uses.count - 3) columns"] : uses[...]
        missing = markers
        decisions.append(
            TableProposal.Decision(
                [DataConfiguration.cleanName, DataConfiguration.Clean.missingName], .array(markers.map { .string($0) }),
                (["these mean that a value is missing: " + shown.joined(separator: ", ")] + more).joined(separator: "; ")))
    }
}

extension ReadingOptions {
    /// The keys that are not as they are where nothing is said; `nil` for none.
    var declared: JSON? {
        let usual = Self.keys.json(ReadingOptions())
        let members = (Self.keys.json(self).members ?? []).filter { usual[$0.name] != $0.value }
        return members.isEmpty ? nil : .object(members)
    }

    /// Takes over how numbers are written.
    mutating func write(_ format: NumberFormat) {
        func text(_ byte: UInt8) -> String { byte == UInt8(ascii: " ") ? "space" : String(Character(Unicode.Scalar(byte))) }
        decimal = format.decimal == UInt8(ascii: ".") ? nil : text(format.decimal)
        thousands = format.thousands.map(text)
        units = format.units
    }
}
