internal import MLKitCore
internal import MLKitSignature
internal import MLKitYAML

// Columns of texts that are numbers, but for how they are written.

extension SchemaInference {
    /// Whether nine of ten values are numbers in one way of writing them.
    func isNearlyNumber(_ profile: ColumnProfile) -> Bool { NumberWriting(profile) != nil }

    /// What is said of a column of texts that are numbers with some key of `read`, or of which some are written one way and others
    /// another; `nil` for other columns.
    func numberWords(_ profile: ColumnProfile) -> String? {
        let name = "the column `\(profile.name)` is text, and"
        guard let writing = NumberWriting(profile) else { return twoSpellings(profile).map { "\(name) \($0)" } }
        if let bare = writing.bareWords {
            return "\(name) \(bare); if the unit scales nothing, \(numberKeys(profile)) leaves it out"
        }
        let share = writing.count == profile.present ? "all" : "\(writing.count) of \(profile.present)"
        var told = "\(name) \(share) of its values are numbers with \(numberKeys(profile))"
        if !writing.isOfOneUnit { told += ": if one unit is not the other, have them written in one, since none is converted" }
        for remark in writing.remarks { told += "; \(remark)" }
        if profile.unknown > 0, isOfStage {
            told += "; \(profile.unknown) more mean that it is not known, as `unknown` does: `clean: {missing_in: "
                + "{\(YAMLText.flow(.string(profile.name))): […]}}` says so"
        }
        return told
    }

    /// What is said of numbers of which many have a decimal point, and many a comma.
    func twoSpellings(_ profile: ColumnProfile) -> String? {
        let spellings = profile.spellings
        guard spellings.point > 0, spellings.comma > 0, let point = spellings.firstPoint, let comma = spellings.firstComma,
            (spellings.point + spellings.comma + spellings.either) * 10 >= profile.present * 9
        else { return nil }
        return "its values are numbers of two spellings, \(spellings.point) with a decimal point, such as `\(point)`, and "
            + "\(spellings.comma) with a "
            + "decimal comma, such as `\(comma)`: have them written in one"
    }

    /// The keys of `read` by which the values are numbers: "`read: {thousands: ",", units: ["$"]}`".
    func numberKeys(_ profile: ColumnProfile) -> String {
        guard let writing = NumberWriting(profile) else { return "" }
        let keys = keys(writing.format, profile)
        // `1,234` is one number with a decimal comma, and another with groups of three digits.
        return writing.other.map { "\(keys), or with \(self.keys($0, profile))" } ?? keys
    }

    private func keys(_ format: NumberFormat, _ profile: ColumnProfile) -> String {
        let own = "{\(Self.members(format).joined(separator: ", "))}"
        let all = sharesNumbers ? own : "{numbers: {\(YAMLText.flow(.string(profile.name))): \(own)}}"
        return isOfStage ? "`read: \(all)`" : "`--read '\(all)'`"
    }

    /// Where a text is to be named that means a missing value: one that may be a value elsewhere for its column alone.
    static func missingKeys(_ profile: ColumnProfile, _ text: String) -> String {
        guard UnknownWords.contain(text) else { return "add it to `clean.missing`" }
        return "`clean: {missing_in: {\(YAMLText.flow(.string(profile.name))): [\(YAMLText.flow(.string(text)))]}}` says so"
    }

    static func members(_ format: NumberFormat) -> [String] {
        var keys = [String]()
        if format.decimal == UInt8(ascii: ",") { keys.append("decimal: \",\"") }
        if let thousands = format.thousands {
            keys.append(thousands == UInt8(ascii: " ") ? "thousands: space" : "thousands: \"\(Character(Unicode.Scalar(thousands)))\"")
        }
        if !format.units.isEmpty { keys.append("units: [\(format.units.map { "\"\($0)\"" }.joined(separator: ", "))]") }
        if format.hasBrackets { keys.append("brackets: true") }
        if format.hasMinusBehind { keys.append("minus_behind: true") }
        return keys.isEmpty ? ["decimal: \".\""] : keys
    }

    /// How all columns write their numbers together; `nil` where one way does not do for all of them.
    var sharedNumbers: NumberFormat? {
        guard numbers == .plain else { return nil }
        var merge = NumberMerge()
        for profile in profiles {
            if profile.type == .number {
                merge.takePoint()
            } else if profile.type == .text, let writing = NumberWriting(profile) {
                merge.take(writing.format, profile.spellings)
            }
        }
        return merge.format
    }
}

/// The ways of writing numbers of several columns, as one that does for all of them.
struct NumberMerge {
    private var decimals: Set<UInt8> = []
    private var thousands: Set<UInt8> = []
    private var units: Set<String> = []
    private var hasBrackets = false
    private var hasMinusBehind = false

    /// Takes a column of numbers with a decimal point.
    mutating func takePoint() { decimals.insert(UInt8(ascii: ".")) }

    /// - Parameter spellings: of the column's values: without a point or a comma they go along with both.
    mutating func take(_ format: NumberFormat, _ spellings: SpellingCounts) {
        if spellings.point + spellings.comma + spellings.either > 0 { decimals.insert(format.decimal) }
        if let mark = format.thousands { thousands.insert(mark) }
        units.formUnion(format.units)
        hasBrackets = hasBrackets || format.hasBrackets
        hasMinusBehind = hasMinusBehind || format.hasMinusBehind
    }

    /// `nil` where they contradict each other.
    var format: NumberFormat? {
        guard decimals.count <= 1, thousands.count <= 1 else { return nil }
        let format = NumberFormat(
            decimal: decimals.first ?? UInt8(ascii: "."), thousands: thousands.first, units: units.sorted(), hasBrackets: hasBrackets,
            hasMinusBehind: hasMinusBehind)
        return format.decimal == format.thousands ? nil : format
    }
}
