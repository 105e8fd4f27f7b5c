/// Digits that belong together, as numbers of telephones, cards and accounts are written: in groups, with one separator
/// or a bracket between two.
struct DigitGroups {
    let digits: [Int]
    /// How many digits each group has.
    let groups: [Int]
    /// Behind the last digit.
    let end: Int
    /// What stands between the groups, without repetition.
    let separators: Set<UInt8>

    private static let limit = 24

    /// - Parameter separators: the bytes that may stand between groups; at most two of them next to each other.
    init(_ line: UnsafeRawBufferPointer, _ start: Int, separators allowed: [UInt8]) {
        var digits = [Int]()
        var groups = [Int]()
        var seen = Set<UInt8>()
        var between = [UInt8]()
        var place = start
        var end = start
        while place < line.count, digits.count < Self.limit {
            let byte = line[place]
            if TextLines.isDigit(byte) {
                if end == place, !groups.isEmpty { groups[groups.count - 1] += 1 } else { groups.append(1) }
                seen.formUnion(between)
                between = []
                digits.append(Int(byte) - 0x30)
                end = place + 1
            } else if allowed.contains(byte), between.count < 2, between.last != 0x2E {
                // A full stop with more after it than a digit ends a sentence.
                between.append(byte)
            } else {
                break
            }
            place += 1
        }
        (self.digits, self.groups, self.end, separators) = (digits, groups, end, seen)
    }

    /// Whether it is a row such as 0123456789 or 1111111111, which stands for a number.
    var isRow: Bool {
        let steps = Set(zip(digits, digits.dropFirst()).map { (($1 - $0) + 10) % 10 })
        return steps.count == 1 && [0, 1, 9].contains(steps.first)
    }
}

/// The words of a line that say what a number in it is.
struct LineWords {
    private let text: String

    init(_ line: UnsafeRawBufferPointer) { text = String(decoding: line.prefix(2000), as: UTF8.self).lowercased() }

    private static let telephone = ["phone", "tel:", "tel.", "tel ", "\"tel\"", "mobil", "fax", "call ", "cell", "handy", "whatsapp", "rufnummer", "telefon", "numéro", "teléfono"]
    private static let card = ["card", "visa", "mastercard", "amex", "credit", "kreditkarte", "payment", "\"pan\"", "cc_number", "ccnum"]
    private static let place = [
        "lat", "lon", "lng", "coord", "gps", "geo", "home", "location", "position", "address", "lives", "place", "wohn",
    ]

    var speaksOfTelephones: Bool { Self.telephone.contains(where: text.contains) }
    var speaksOfCards: Bool { Self.card.contains(where: text.contains) }
    var speaksOfPlaces: Bool { Self.place.contains(where: text.contains) }
}
