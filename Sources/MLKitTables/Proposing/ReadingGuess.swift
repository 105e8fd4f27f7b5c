internal import MLKitCore
internal import MLKitSignature

/// What of `read` and `clean.missing` a table would be read better with than without.
struct ReadingGuess {
    /// A column that would be read otherwise.
    struct Finding {
        let name: String
        let format: NumberFormat
        let spellings: SpellingCounts
        /// Texts of it that mean a missing value.
        let missing: [String]
        let why: String
    }

    private let table: ReadTable
    /// How numbers were read.
    let own: NumberFormat
    private var profiles: [ColumnProfile] { table.loaded.profiles }
    /// The same with what numbers look like, which is not asked of them once they are known to be some.
    private let looked: [ColumnProfile]

    init(_ table: ReadTable) {
        self.table = table
        own = table.schema.cleaning.numbers
        // Numbers of other sources are what they are.
        looked = table.files.allSatisfy { $0.form != nil } ? table.loaded.looked : []
    }

    // MARK: Numbers

    /// Columns that would be numbers if they were read otherwise, each with how.
    var columns: [Finding] {
        let texts = profiles.enumerated().filter { $1.type == .text && $1.present > 0 }.compactMap { index, profile in
            NumberWriting(profile).flatMap { writing(index, profile, $0) }
        }
        let hasCommas = texts.contains { $0.format.decimal == UInt8(ascii: ",") && $0.spellings.comma > 0 }
        return texts + (hasCommas ? grouped : likelyGrouped)
    }

    private func writing(_ index: Int, _ profile: ColumnProfile, _ writing: NumberWriting) -> Finding? {
        guard writing.isOfOneUnit, writing.hasLikelyNegatives else { return nil }
        let format = writing.other == nil ? writing.format : decided(writing)
        guard let format, let missing = markers(index, profile, format) else { return nil }
        let example = profile.firstText.map { "`\($0)`" } ?? ""
        let evidence = writing.other == nil ? writing.remarks : ["as those of other columns"]
        return Finding(
            name: profile.name, format: format, spellings: profile.spellings, missing: missing,
            why: ([example] + evidence).joined(separator: "; "))
    }

    /// What other columns have before decimal places decides what no value of a column does.
    private func decided(_ writing: NumberWriting) -> NumberFormat? {
        let others = looked.isEmpty ? profiles : looked
        let hasPoints = others.contains { $0.spellings.point > $0.spellings.comma || (looked.isEmpty && $0.type == .number) }
        let hasCommas = others.contains { $0.spellings.comma > $0.spellings.point }
        guard hasPoints != hasCommas else { return nil }
        return [writing.format, writing.other].compactMap { $0 }.first { ($0.decimal == UInt8(ascii: ",")) == hasCommas }
    }

    /// Columns of numbers such as `573.707`, which are whole ones where other columns have a decimal comma and none a decimal point.
    private var grouped: [Finding] {
        guard !looked.contains(where: { $0.areNumbers && $0.spellings.point > 0 }) else { return [] }
        let format = NumberFormat(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: "."))
        return looked.filter { $0.areNumbers && $0.spellings.either > 0 }.map {
            Finding(name: $0.name, format: format, spellings: $0.spellings, missing: [], why: NumberGuess.words($0))
        }
    }

    /// The same where no column has a decimal comma, and none a decimal point, in a file between semicolons.
    private var likelyGrouped: [Finding] {
        guard own == .plain, !looked.contains(where: { $0.spellings.point > 0 }) else { return [] }
        return GroupedNumbers.found(looked, table.files).filter(\.isBetweenSemicolons).compactMap { found in
            looked.first { $0.name == found.name }.map {
                Finding(name: $0.name, format: GroupedNumbers.format, spellings: $0.spellings, missing: [], why: found.why)
            }
        }
    }

    /// How all numbers are written, where one way does for those that are read otherwise and all others; `nil` where none does.
    func together(_ findings: [Finding]) -> NumberFormat? {
        let names = findings.map(\.name)
        var merge = NumberMerge()
        for finding in findings { merge.take(finding.format, finding.spellings) }
        if own != .plain { merge.take(own, Self.decimals(own)) }
        let others = profiles.filter { !names.contains(bytesOf: $0.name) }
        if own == .plain, others.contains(where: { $0.type == .number }) { merge.takePoint() }
        // Marks at school stay what they are where amounts have their minus behind.
        guard let format = merge.format, !format.hasMinusBehind || others.allSatisfy({ $0.minusBehind == 0 }) else { return nil }
        return format
    }

    /// Of a source that writes numbers so, as if one were there.
    private static func decimals(_ format: NumberFormat) -> SpellingCounts {
        var counts = SpellingCounts()
        [UInt8]().withUnsafeBufferPointer { counts.add(format.decimal == UInt8(ascii: ",") ? .comma : .point, $0) }
        return counts
    }

    // MARK: Missing values

    /// Texts that stood for a missing value somewhere, in their usual order.
    var usedMarkers: [String] {
        let used = Set(profiles.flatMap(\.markers.keys))
        return Cleaning.usualMissing.filter { used.contains($0) && !$0.isEmpty }
    }

    /// Columns of plain numbers and of dates but for texts that mean a missing value.
    var oddities: [(name: String, missing: [String], others: String)] {
        profiles.enumerated().filter { $1.type == .text && $1.present > 0 }.compactMap { index, profile in
            if profile.numbers > 0, let missing = markers(index, profile, table.schema.cleaning.numbers(of: profile.name)), !missing.isEmpty
            {
                return (profile.name, missing, "numbers")
            }
            let known = profile.present - profile.unknown
            guard profile.dates.count == DateFormat.known.count, profile.dated > 0,
                let place = profile.dates.indices.first(where: { profile.dates[$0] == known }),
                let missing = unknown(index, profile, { TableSurvey.isDate($0, place) }), !missing.isEmpty
            else { return nil }
            return (profile.name, missing, "dates")
        }
    }

    /// The texts of a column that are no numbers, where they mean a missing value; `nil` where some do not.
    private func markers(_ index: Int, _ profile: ColumnProfile, _ format: NumberFormat) -> [String]? {
        unknown(index, profile) { format.value($0) != nil }
    }

    private func unknown(_ index: Int, _ profile: ColumnProfile, _ isValue: (String) -> Bool) -> [String]? {
        let reader = table.loaded.ingestion.readers[index]
        guard reader.texts.isWhole, profile.unknown * 2 <= profile.present else { return nil }
        let others = zip(reader.texts.texts, reader.texts.counts).filter { !isValue($0.0) }
        let words = others.filter { UnknownWords.contain($0.0) }
        let rest = others.filter { !UnknownWords.contain($0.0) }
        // One more word that few rows have; what has a digit in it may be a number, and what stands there once a second header.
        guard rest.count <= 1, rest.allSatisfy({ $0.1 > 1 && $0.1 * 10 <= profile.present && !$0.0.contains(where: \.isNumber) })
        else { return nil }
        return words.map(\.0).sortedByBytes() + rest.map(\.0)
    }
}
