internal import MLKitSignature

/// How the numbers of a column of texts are written, as its values tell: nine of ten at least are some that way, of those that are not
/// said to be unknown.
///
/// Values that are one number with a decimal point and another with a comma are decided by those that are a number one way only.
struct NumberWriting {
    let format: NumberFormat
    /// Another way that would do as well and make other numbers of them, where no value decides.
    let other: NumberFormat?
    /// Values that are numbers this way.
    let count: Int
    private let profile: ColumnProfile

    init?(_ profile: ColumnProfile) {
        let known = profile.present - profile.unknown
        // What has many units has none: `12a`, `5b`.
        guard profile.ways.count == NumberFormat.ways.count, profile.units.count <= 3, known > 0, profile.unknown * 2 <= profile.present
        else { return nil }
        let (point, comma) = (profile.spellings.point, profile.spellings.comma)
        let isComma = point == comma ? nil : comma > point
        let ways = NumberFormat.ways.indices.filter { way in
            isComma == nil || (NumberSpelling.commaWays >> UInt8(way) & 1 == 1) == isComma
        }
        // Plain whole numbers are numbers either way.
        guard let most = ways.map({ profile.ways[$0] }).max(), most * 10 >= known * 9,
            let best = ways.first(where: { profile.ways[$0] == most })
        else { return nil }
        guard most > profile.numbers || !profile.units.isEmpty || profile.bracketed + profile.minusBehind > 0 else { return nil }
        self.profile = profile
        count = most
        format = Self.completed(NumberFormat.ways[best], profile)
        let rivals = ways.filter { NumberFormat.ways[$0].decimal != NumberFormat.ways[best].decimal && profile.ways[$0] == most }
        other = isComma == nil && profile.spellings.either > 0 ? rivals.first.map { Self.completed(NumberFormat.ways[$0], profile) } : nil
    }

    private static func completed(_ way: NumberFormat, _ profile: ColumnProfile) -> NumberFormat {
        var format = way
        format.units = profile.units.keys.sorted()
        format.hasBrackets = profile.bracketed > 0
        format.hasMinusBehind = profile.minusBehind > 0
        return format
    }

    /// Whether all values are numbers that way, in one unit, and no other way would do; what is said to be unknown is not counted.
    var isSole: Bool {
        count == profile.present - profile.unknown && other == nil && isOfOneUnit && hasLikelyNegatives
    }

    /// Whether what is marked as negative without a minus before it is likely to be so: not nearly all values, and no marks at school,
    /// where `2-` is a little less than 2.
    var hasLikelyNegatives: Bool {
        let spellings = profile.spellings
        let isAmount = spellings.point + spellings.comma + spellings.either > 0 || profile.longWholes > 0
        return (profile.bracketed + profile.minusBehind) * 10 <= profile.present * 9 && (profile.minusBehind == 0 || isAmount)
    }

    /// Whether units are the same, as far as one can tell: none is converted.
    var isOfOneUnit: Bool { unitsAgree && !isPartlyBare }

    /// Whether some values have a unit and others none, so that they may be other amounts: `8.2K` beside `350`. A sign of a currency
    /// scales nothing, and nought is the same in all units.
    var isPartlyBare: Bool { profile.bare > 0 && format.units.contains { !Self.isCurrency($0) } }

    private static func isCurrency(_ unit: String) -> Bool {
        synonyms[unit].map { $0 != "m2" && $0 != "m3" }
            ?? unit.unicodeScalars.allSatisfy { $0.properties.generalCategory == .currencySymbol }
    }

    private var unitsAgree: Bool {
        let names = Set(format.units.map { Self.synonyms[$0] ?? $0.lowercased() })
        guard names.count == 2, let short = names.min(by: { $0.count < $1.count }) else { return names.count < 2 }
        return names.contains(short + "s")
    }

    private static let synonyms = [
        "€": "eur", "EUR": "eur", "$": "usd", "US$": "usd", "USD": "usd", "£": "gbp", "GBP": "gbp", "¥": "jpy", "JPY": "jpy", "₹": "inr",
        "INR": "inr", "Rs": "inr", "Rs.": "inr", "Fr.": "chf", "CHF": "chf", "SFr.": "chf", "CNY": "cny", "C$": "cad", "A$": "aud",
        "R$": "brl",
        "m²": "m2", "m^2": "m2", "qm": "m2", "m³": "m3", "m^3": "m3",
    ]

    /// What is said of values that are other numbers the other way, and of those that are numbers the other way only; empty for none.
    var remarks: [String] {
        let spellings = profile.spellings
        let isComma = format.decimal == UInt8(ascii: ",")
        let (own, others) = isComma ? (spellings.comma, spellings.point) : (spellings.point, spellings.comma)
        let (first, stray) = isComma ? (spellings.firstComma, spellings.firstPoint) : (spellings.firstPoint, spellings.firstComma)
        let (mark, otherMark) = isComma ? ("comma", "point") : ("point", "comma")
        var remarks = [String]()
        if spellings.either > 0, other == nil, let example = spellings.firstEither, let first {
            remarks.append(
                "\(counted(spellings.either, example)) would be \(spellings.either == 1 ? "another number" : "other numbers") with a "
                    + "decimal \(otherMark), and \(counted(own, first)) \(own == 1 ? "tells" : "tell") the \(mark)")
        }
        if others > 0, let stray {
            remarks.append("\(counted(others, stray)) \(others == 1 ? "is a number" : "are numbers") with a decimal \(otherMark) only")
        }
        if profile.bare > 0, !profile.units.isEmpty, !isPartlyBare, let bare = profile.firstBare {
            let (has, are) = profile.bare == 1 ? ("has", "is") : ("have", "are")
            remarks.append("\(counted(profile.bare, bare)) \(has) no currency, and \(are) taken for the same")
        }
        return remarks
    }

    /// What is said of numbers with a unit and numbers without; `nil` where there are none.
    var bareWords: String? {
        guard isPartlyBare, let bare = profile.firstBare else { return nil }
        let units = format.units.map { "`\($0)`" }.joined(separator: " and ")
        return "\(profile.units.values.reduce(0, +)) of its numbers have the unit \(units) and \(counted(profile.bare, bare)) "
            + "\(profile.bare == 1 ? "has" : "have") none: have them written in one, since none is converted"
    }

    private func counted(_ count: Int, _ example: String) -> String {
        count == 1 ? "`\(example)`" : "\(count) values such as `\(example)`"
    }
}
