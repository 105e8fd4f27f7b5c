internal import MLKitSignature

/// How a source writes its numbers, where that is beyond doubt: values do not stand between commas, a column is of numbers
/// with a decimal comma alone, and none is of numbers with a decimal point.
struct NumberGuess {
    let format: NumberFormat

    init?(_ profiles: [ColumnProfile], _ files: [SourceFile]) {
        let isBetweenCommas = files.contains { $0.form == nil || $0.form?.delimiter == UInt8(ascii: ",") }
        guard !isBetweenCommas, !profiles.contains(where: { $0.numbers > $0.integers }) else { return nil }
        let open = profiles.filter { $0.type == .text && $0.present > 0 && $0.units.isEmpty }
        let comma = NumberFormat(decimal: UInt8(ascii: ","))
        let grouped = NumberFormat(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: "."))
        let thousands = NumberFormat(thousands: UInt8(ascii: ","))
        func count(_ profile: ColumnProfile, _ format: NumberFormat) -> Int {
            NumberFormat.ways.firstIndex(of: format).map { profile.ways[$0] + profile.numbers } ?? 0
        }
        // `1,234` could be either.
        let plain = open.filter { count($0, comma) == $0.present && count($0, thousands) < $0.present }
        let withGroups = open.filter { count($0, grouped) == $0.present && count($0, comma) < $0.present }
        if !withGroups.isEmpty {
            format = grouped
        } else if !plain.isEmpty {
            format = comma
        } else {
            return nil
        }
    }

    /// - Parameter isOfStage: whether a stage reads the source; else a command that takes `--read`.
    static func warning(_ format: NumberFormat, isOfStage: Bool) -> String {
        let keys = format.thousands == nil ? "{decimal: \",\"}" : "{decimal: \",\", thousands: \".\"}"
        return "numbers are read with a decimal comma, as the source seems to write them: "
            + (isOfStage ? "`read: \(keys)`" : "`--read '\(keys)'`") + " says so"
    }
}
