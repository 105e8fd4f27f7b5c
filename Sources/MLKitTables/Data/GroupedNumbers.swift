internal import MLKitCore
internal import MLKitSignature
internal import MLKitYAML

/// A column of numbers that may as well be whole ones with a point between their thousands: behind each point stand three digits, before it
/// one to three that do not begin with a nought, and whole numbers beside them stay below 1000.
///
/// Between commas, where points are for decimal places, only whole numbers beside them make that likely.
struct GroupedNumbers {
    let name: String
    private let spellings: SpellingCounts
    /// Whether the file has its values between semicolons, as it does where commas stand before decimal places.
    let isBetweenSemicolons: Bool

    static let format = NumberFormat(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: "."))

    /// - Parameter profiles: of rows in which all was taken for text.
    static func found(_ profiles: [ColumnProfile], _ files: [SourceFile]) -> [GroupedNumbers] {
        guard files.allSatisfy({ $0.form != nil }) else { return [] }
        let isBetweenSemicolons = files.allSatisfy { $0.form?.delimiter == UInt8(ascii: ";") }
        return profiles.compactMap { profile in
            let spellings = profile.spellings
            guard profile.areNumbers, spellings.either > 0, spellings.point == 0, spellings.comma == 0, profile.longWholes == 0,
                isBetweenSemicolons || spellings.either < profile.numbers
            else { return nil }
            return GroupedNumbers(name: profile.name, spellings: spellings, isBetweenSemicolons: isBetweenSemicolons)
        }
    }

    private var values: String { "\(plural(spellings.either, "value")) such as `\(spellings.firstEither ?? "")`" }

    private func keys(_ own: String) -> String { "{numbers: {\(YAMLText.flow(.string(name))): \(own)}}" }

    /// What is said where they are read as decimal numbers.
    func warning(isOfStage: Bool) -> String {
        let grouped = keys("{decimal: \",\", thousands: \".\"}")
        let plain = keys("{decimal: \".\"}")
        func key(_ text: String) -> String { isOfStage ? "`read: \(text)`" : "`--read '\(text)'`" }
        return "in `\(name)` \(values) are read with a decimal point, and could be whole numbers with a point between thousands: "
            + "\(key(grouped)) takes them for these, \(key(plain)) for what they are"
    }

    /// What is said where they are read as whole ones.
    var why: String {
        "in `\(name)` \(values) are read as whole numbers, since all have three digits behind the point and the file has semicolons "
            + "between its values: `\(keys("{decimal: \".\"}"))` in `read` takes the point for a decimal one"
    }
}
