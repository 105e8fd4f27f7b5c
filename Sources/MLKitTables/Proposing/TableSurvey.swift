internal import MLKitCore
internal import MLKitSignature
public import MLKitSpec
internal import MLKitYAML
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
    /// Texts that mean a missing value in single columns.
    private(set) var missingByColumn: [String: [String]] = [:]
    /// What is said of texts that are values of a column, and mean a missing one elsewhere.
    private var keptWords: [String] = []
    /// What was decided about reading.
    private(set) var decisions: [TableProposal.Decision] = []
    /// What was said of how it is written.
    private let chosen: ReadingOptions
    private var isDeclared: Bool { chosen.declared != nil }

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
        chosen = read
        let file = try read == ReadingOptions() ? paths.first { try Self.repeatsValues($0) } : nil
        if file != nil { self.read.hasHeader = false }
        do {
            table = try ReadTable(paths, name: name, names: names, read: self.read, context: context)
        } catch let failure as Failure {
            guard read.encoding == nil, paths.contains(where: read.isOtherText) else { throw failure }
            self.read.encoding = TextEncoding.latin1.rawValue
            table = try ReadTable(paths, name: name, names: names, read: self.read, context: context)
            decide("it is not UTF-8, and Latin-1 (or Windows-1252) is what such files mostly are: look whether the letters are right")
        }
        if let file { decide(Self.headless(names(file))) }
        try findSheet()
        try checkColumns()
        try findHeader()
        try findValues()
        try keepClasses(columns)
    }

    public var rows: Int { table.rowCount }
    /// The names of all columns.
    public var columns: [String] { profiles.map(\.name) }
    var profiles: [ColumnProfile] { table.loaded.profiles }

    private static func headless(_ name: String) -> String { "the first row of `\(name)` looks like values, not names of columns" }

    /// Whether a delimited file begins with values of which two are the same, as names of columns are not.
    private static func repeatsValues(_ path: FilePath) throws -> Bool {
        guard (try? SourceFormat(named: path.lastComponent?.string ?? "")) == .delimited else { return false }
        let start = try LocalFileSystem().read(path, from: 0, count: 1 << 16)
        let line = String(decoding: start.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        guard let names = try? DelimitedHeader([line], file: "").names else { return false }
        return DataReporting.areValues(names) && Set(names).count < names.count
    }

    /// Says which sheet of a workbook is read, so that it stays that one, and nothing is said of it each time.
    private func findSheet() throws {
        let choices = table.files.compactMap(\.choice)
        guard let first = choices.first, !first.others.isEmpty, choices.count == table.files.count,
            choices.allSatisfy({ $0.sheet.hasSameBytes(as: first.sheet) })
        else { return }
        read.sheet = first.sheet
        table = try again()
        decide("the first sheet; the \(first.others.count == 1 ? "other is" : "others are") \(Suggestion.list(first.others))")
    }

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
        decide(Self.headless(file.name))
    }

    /// Numbers that are written otherwise than programs do, and texts that mean a missing one.
    private func findValues() throws {
        let (before, guess) = ((table, read), ReadingGuess(table))
        var findings = guess.columns.filter { chosen.columnNumbers?[$0.name] == nil }
        var odd = guess.oddities
        guard !findings.isEmpty || !odd.isEmpty || table.schema.cleaning.numbers != .plain else {
            decideRead()
            return decideMissing(guess.usedMarkers)
        }
        var common: NumberFormat?
        // Once more without those columns that did not become numbers all the same.
        for _ in 0..<2 {
            read = before.1
            common = isDeclared && read.numbers != nil ? nil : guess.together(findings)
            if let common {
                read.write(common)
            } else {
                if read.numbers == nil, guess.own != .plain { read.write(guess.own) }
                for finding in findings { read.write(finding.format, of: finding.name) }
            }
            let markers = findings.map { ($0.name, $0.missing) } + odd.map { ($0.name, $0.missing) }
            missingByColumn = Dictionary(markers.filter { !$0.1.isEmpty }) { $0 + $1 }
            table = try again()
            let failed = profiles.filter { $0.type == .text }.map(\.name)
            let count = findings.count + odd.count
            findings.removeAll { failed.contains(bytesOf: $0.name) }
            odd.removeAll { failed.contains(bytesOf: $0.name) }
            if findings.count + odd.count == count { break }
        }
        decideRead()
        decideNumbers(findings, common, before.0.loaded.numberRemarks)
        decideMissing(guess.usedMarkers)
        decideMissing(Self.reasons(findings, odd))
    }

    private func again() throws -> ReadTable {
        try ReadTable(
            paths, name: name, names: names, read: read, missing: missing,
            missingByColumn: missingByColumn.isEmpty ? nil : missingByColumn, context: context)
    }

    /// Whether a text is a date in one of the formats that are tried, by its place among them.
    static func isDate(_ text: String, _ place: Int) -> Bool {
        var text = text
        return text.withUTF8 { DateFormat.known.indices.contains(place) && DateFormat.known[place].moment($0) != nil }
    }

    // MARK: Decisions

    /// What was said of reading by whoever asks.
    private func decideRead() {
        if isDeclared { decide("as chosen") }
        for (name, options) in (chosen.columnNumbers ?? [:]).sorted(by: { $0.key < $1.key }) { decide(options, of: name, "as chosen") }
    }

    private func decideNumbers(_ findings: [ReadingGuess.Finding], _ common: NumberFormat?, _ remarks: [String]) {
        guard common == nil else {
            guard !findings.isEmpty || common != .plain else { return }
            let shown = findings.prefix(4).map { "\($0.why)\($0.why.contains("in `") ? "" : " in `\($0.name)`")" }
            let more = findings.count > 4 ? ["others in \(findings.count - 4) columns"] : []
            let first = findings.isEmpty
                ? "numbers are written with a decimal comma" : "numbers are written this way: \((shown + more).joined(separator: "; "))"
            let others = remarks.filter { !first.contains($0) }
            return decide(([first] + others).joined(separator: "; "))
        }
        guard !findings.isEmpty else { return }
        for finding in findings { decide(NumberOptions(finding.format), of: finding.name, finding.why) }
    }

    /// How numbers of a column are written.
    private func decide(_ options: NumberOptions, of column: String, _ why: String) {
        let path = [DataConfiguration.readName, ReadingOptions.numbersName, column]
        decisions.append(TableProposal.Decision(path, NumberOptions.keys.json(options.written), why))
    }

    private static func reasons(
        _ findings: [ReadingGuess.Finding], _ odd: [(name: String, missing: [String], others: String)]
    ) -> [(name: String, others: String)] {
        odd.map { ($0.name, $0.others) } + findings.filter { !$0.missing.isEmpty }.map { ($0.name, "numbers") }
    }

    /// Texts among numbers and dates: in other columns they may be values.
    private func decideMissing(_ columns: [(name: String, others: String)]) {
        for (name, others) in columns {
            guard let texts = missingByColumn[name], let profile = profiles.first(where: { $0.name.hasSameBytes(as: name) })
            else { continue }
            let counts = texts.map { "`\($0)` \(profile.markers[$0] ?? 0) times" }.joined(separator: ", ")
            decisions.append(
                TableProposal.Decision(
                    [DataConfiguration.cleanName, DataConfiguration.Clean.missingInName, name], .array(texts.map { .string($0) }),
                    "\(counts): all other values are \(others)"))
        }
    }

    private func decide(_ why: String) {
        var common = read
        common.columnNumbers = nil
        guard let keys = common.declared else { return }
        let reasons = decisions.filter { $0.path == [DataConfiguration.readName] }.map(\.why) + [why]
        decisions.removeAll { $0.path == [DataConfiguration.readName] }
        decisions.append(TableProposal.Decision([DataConfiguration.readName], keys, reasons.joined(separator: "; ")))
    }

    private func decideMissing(_ markers: [String]) {
        guard !markers.isEmpty else { return }
        missing = markers
        decisions.append(TableProposal.Decision(Self.missingPath, .array(markers.map { .string($0) }), uses(markers)))
    }

    /// Where texts stand that mean a missing value.
    private func uses(_ markers: [String]) -> String {
        let uses = profiles.filter { $0.markers.keys.contains(where: markers.contains) }.map { profile in
            let ranked = profile.markers.filter { markers.contains($0.key) }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return "\(ranked.map { "`\($0.key)` \($0.value) times" }.joined(separator: ", ")) in `\(profile.name)`"
        }
        let shown = uses.count > 4 ? uses.prefix(3) + ["others in \(uses.count - 3) columns"] : uses[...]
        return "these mean that a value is missing: " + shown.joined(separator: ", ")
    }

    private static let missingPath = [DataConfiguration.cleanName, DataConfiguration.Clean.missingName]

    // MARK: Classes

    /// Reads texts as values that would mean a missing one, where they are values of a column like its others.
    ///
    /// - Parameter isTarget: whether the columns are what is to be predicted.
    func keepClasses(_ columns: [String], isTarget: Bool = false) throws {
        let found = profiles.indices.filter { columns.contains(bytesOf: profiles[$0].name) }.map { index in
            let texts = table.loaded.ingestion.readers[index].texts
            return (name: profiles[index].name,
                texts: ClassMarkers(profiles[index], texts.isWhole ? texts.texts : [], isTarget: isTarget).texts)
        }.filter { !$0.texts.isEmpty }
        guard !found.isEmpty else { return }
        let kept = Set(found.flatMap { $0.texts.map(\.text) })
        for profile in profiles {
            let own = found.first { $0.name.hasSameBytes(as: profile.name) }?.texts.map(\.text) ?? []
            let others = kept.filter { profile.markers[$0] != nil && !own.contains($0) }.sortedByBytes()
            guard !others.isEmpty else { continue }
            let all = (missingByColumn[profile.name] ?? []).filter { !others.contains($0) } + others
            missingByColumn[profile.name] = all
            decideMissing(all, profile)
        }
        missing = (missing ?? []).filter { !kept.contains($0) }
        table = try again()
        keptWords += found.flatMap { column in column.texts.map { Self.classWords(column.name, $0.text, $0.count) } }
        let rest = missing ?? []
        let why = (rest.isEmpty ? [] : [uses(rest)]) + keptWords
        decisions.removeAll { $0.path == Self.missingPath }
        decisions.append(TableProposal.Decision(Self.missingPath, .array(rest.map { .string($0) }), why.joined(separator: "; ")))
    }

    private func decideMissing(_ texts: [String], _ profile: ColumnProfile) {
        let path = [DataConfiguration.cleanName, DataConfiguration.Clean.missingInName, profile.name]
        let counts = texts.map { "`\($0)` \(profile.markers[$0] ?? 0) times" }.joined(separator: ", ")
        decisions.removeAll { $0.path == path }
        decisions.append(TableProposal.Decision(path, .array(texts.map { .string($0) }), "\(counts), which is a value in other columns"))
    }

    private static func classWords(_ column: String, _ text: String, _ count: Int) -> String {
        let (name, value) = (YAMLText.flow(.string(column)), YAMLText.flow(.string(text)))
        return "in `\(column)` `\(text)`, \(count) times, is a value like its others: `missing_in: {\(name): [\(value)]}` takes it for a "
            + "missing one"
    }
}

extension ReadingOptions {
    /// The keys that are not as they are where nothing is said; `nil` for none.
    var declared: JSON? {
        let usual = Self.keys.json(ReadingOptions())
        let members = (Self.keys.json(self).members ?? []).filter { usual[$0.name] != $0.value }
        return members.isEmpty ? nil : .object(members)
    }
}
