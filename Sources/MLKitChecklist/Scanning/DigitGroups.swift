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

    /// - Parameter separators: the bytes that may stand between groups; at most two of them next to each other, or
    ///   one between two blanks.
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
            } else if allowed.contains(byte), between.count < 2 || between.count == 2 && between[0] == 0x20 && byte == 0x20,
            between.last != 0x2E {
                // A full stop with more after it than a digit ends a sentence.
                between.append(byte)
            } else {
                break
            }
            place += 1
        }
        (self.digits, self.groups, self.end, separators) = (digits, groups, end, seen)
    }

    /// The first digit of each group.
    var firsts: [Int] {
        var place = 0
        return groups.map { count in
            defer { place += count }
            return digits[place]
        }
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

    private static let telephone = [
        "phone", "tel:", "tel.", "tel ", "\"tel\"", "mobil", "fax", "call ", "cell", "handy", "whatsapp", "rufnummer", "telefon", "numéro",
        "teléfono",
    ]
    /// The same in more languages, as the word right before a number.
    private static let announcing: Set<String> = [
        "phone", "telephone", "tel", "mobile", "mob", "cell", "cellphone", "fax", "whatsapp", "gsm", "telefon", "mobil", "mobiltelefon",
        "handy", "rufnummer", "teléfono", "telefono", "tél", "téléphone", "móvil", "movil", "celular", "cellulare", "telefone", "telemóvel",
        "mobiel", "telefoon", "komórka", "komorka", "puhelin", "телефон", "тел", "моб", "电话", "手机", "電話", "携帯", "전화",
    ]
    private static let card = ["card", "visa", "mastercard", "amex", "credit", "kreditkarte", "payment", "\"pan\"", "cc_number", "ccnum"]
    private static let place = [
        "lat", "lon", "lng", "coord", "gps", "geo", "home", "location", "position", "address", "lives", "place", "wohn",
    ]

    /// Whether the last word of a text says that a number of a telephone follows.
    static func announceTelephone(_ text: some Sequence<UInt8>) -> Bool {
        let words = String(decoding: Array(text), as: UTF8.self).lowercased().split { !$0.isLetter }
        // What is written without blanks is one word with what stands before it.
        return words.last.map { word in
            announcing.contains(String(word)) || announcing.contains { $0.utf8.count > $0.count * 2 && word.hasSuffix($0) }
        } ?? false
    }

    var speaksOfTelephones: Bool { Self.telephone.contains(where: text.contains) }
    var speaksOfCards: Bool { Self.card.contains(where: text.contains) }
    var speaksOfPlaces: Bool { Self.place.contains(where: text.contains) }
}
