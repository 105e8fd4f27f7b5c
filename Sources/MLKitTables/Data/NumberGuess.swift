internal import MLKitCore
internal import MLKitSignature
internal import MLKitYAML

/// How a source writes its numbers, where that is beyond doubt: values do not stand between commas, a column is of numbers
/// with a decimal comma alone, and none is of numbers with a decimal point.
struct NumberGuess {
    let format: NumberFormat
    /// What else could be, and is not: numbers such as `573.707`, which are whole ones beside a decimal comma.
    let remarks: [String]

    init?(_ profiles: [ColumnProfile], _ files: [SourceFile]) {
        let isBetweenCommas = files.contains { $0.form == nil || $0.form?.delimiter == UInt8(ascii: ",") }
        guard !isBetweenCommas, !profiles.contains(where: { $0.type != .text && $0.spellings.point > 0 }) else { return nil }
        let found = profiles.compactMap { profile -> (ColumnProfile, NumberWriting)? in
            guard profile.type == .text, profile.units.isEmpty, profile.spellings.comma > 0, let writing = NumberWriting(profile),
                writing.isSole, writing.format.decimal == UInt8(ascii: ","), !writing.format.hasBrackets,
                !writing.format.hasMinusBehind
            else { return nil }
            return writing.format.thousands == nil || writing.format.thousands == UInt8(ascii: ".") ? (profile, writing) : nil
        }
        guard !found.isEmpty else { return nil }
        let grouped = profiles.filter { $0.areNumbers && $0.spellings.either > 0 }
        let hasGroups = !grouped.isEmpty || found.contains { $0.1.format.thousands != nil }
        format = NumberFormat(decimal: UInt8(ascii: ","), thousands: hasGroups ? UInt8(ascii: ".") : nil)
        remarks = found.flatMap { profile, writing in writing.remarks.map { "in `\(profile.name)` \($0)" } } + grouped.map(Self.words)
    }

    /// What is said of a column of which some values are numbers with a decimal point too, and are read as whole ones.
    static func words(_ profile: ColumnProfile) -> String {
        let count = profile.spellings.either
        return "in `\(profile.name)` \(plural(count, "value")) such as `\(profile.spellings.firstEither ?? "")` "
            + "\(count == 1 ? "is" : "are") read as "
            + "\(count == 1 ? "a whole number" : "whole numbers"), since other columns have a decimal comma: "
            + "`read: {numbers: {\(YAMLText.flow(.string(profile.name))): {decimal: \".\"}}}` takes the point for a decimal one"
    }

    /// - Parameter isOfStage: whether a stage reads the source; else a command that takes `--read`.
    func warning(isOfStage: Bool) -> String {
        let keys = format.thousands == nil ? "{decimal: \",\"}" : "{decimal: \",\", thousands: \".\"}"
        let told = "numbers are read with a decimal comma, as the source seems to write them: "
            + (isOfStage ? "`read: \(keys)`" : "`--read '\(keys)'`") + " says so"
        return ([told] + remarks).joined(separator: "; ")
    }
}
