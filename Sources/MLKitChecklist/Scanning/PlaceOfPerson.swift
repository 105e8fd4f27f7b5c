/// Where somebody lives or was: coordinates, and addresses of streets.
enum PlaceOfPerson {
    /// Whether a pair of coordinates begins at a place: two numbers with four decimals or more, as fine as a house, in a
    /// line that speaks of places, or with the letters of the compass.
    static func isCoordinates(_ line: UnsafeRawBufferPointer, _ place: Int, _ words: @autoclosure () -> LineWords) -> Bool {
        guard let latitude = number(line, place), abs(latitude.value) <= 90, latitude.decimals >= 4 else { return false }
        var next = latitude.end
        var between = [UInt8]()
        while next < line.count, between.count < 24, !TextLines.isDigit(line[next]), line[next] != 0x2D {
            between.append(line[next])
            next += 1
        }
        guard !between.isEmpty, let longitude = number(line, next), abs(longitude.value) <= 180, longitude.decimals >= 4 else {
            return false
        }
        let hasCompass = between.contains { [0x4E, 0x53].contains($0) } && longitude.end < line.count
            && line[longitude.end...].prefix(4).contains { [0x45, 0x57].contains($0) }
        let isPair = between.allSatisfy { [0x20, 0x2C, 0x3B, 0x09].contains($0) } || named(between)
        return hasCompass || isPair && abs(latitude.value) >= 1 && words().speaksOfPlaces
    }

    private static let longitudes: Set<String> = ["lon", "lng", "long", "longitude", "longitud"]

    /// Whether the second number is said to be the longitude: `, "lon": `, but not `, "lon_ms": `.
    private static func named(_ between: [UInt8]) -> Bool {
        let words = String(decoding: between, as: UTF8.self).lowercased().split { !$0.isLetter }
        return words.last.map { longitudes.contains(String($0)) } ?? false
    }

    private static func number(
        _ line: UnsafeRawBufferPointer, _ start: Int
    ) -> (value: Double, decimals: Int, end: Int)? {
        var place = start
        if place < line.count, line[place] == 0x2D { place += 1 }
        let whole = TextLines.run(line, place, TextLines.isDigit)
        guard (1...3).contains(whole), place + whole < line.count, line[place + whole] == 0x2E else { return nil }
        let decimals = TextLines.run(line, place + whole + 1, TextLines.isDigit)
        let end = place + whole + 1 + decimals
        guard (1...15).contains(decimals), end == line.count || line[end] != 0x2E else { return nil }
        return Double(String(decoding: line[start..<end], as: UTF8.self)).map { ($0, decimals, end) }
    }

    private static let streets = ["straße", "strasse", "str.", "weg", "allee", "gasse", "platz"]
    private static let roads: Set<String> = [
        "street", "avenue", "road", "lane", "boulevard", "drive", "court", "square", "way", "st", "ave", "rd", "blvd", "ln", "terrace",
        "place",
        "crescent", "close", "parkway", "highway", "circle", "dr", "ct", "pl", "pkwy", "hwy",
    ]
    /// Of the Free Software Foundation, which licences have.
    private static let known: Set<[String]> = [["51", "Franklin"], ["59", "Temple"], ["675", "Mass"]]

    /// Whether a line of prose has the address of a house with its town.
    static func hasAddress(_ line: UnsafeRawBufferPointer) -> Bool {
        let words = String(decoding: line.prefix(2000), as: UTF8.self).split { $0.isWhitespace || ",;\"'|".contains($0) }.map(String.init)
        guard words.count >= 4, !isOfCompany(words) else { return false }
        return words.indices.contains {
            isGerman(words, $0) || isEnglish(words, $0) || isRomance(words, $0) || isFrench(words, $0) || isDutch(words, $0)
        }
    }

    private static let companies: Set<String> = [
        "Inc", "Inc.", "Ltd", "Ltd.", "LLC", "GmbH", "AG", "S.A.", "S.r.l.", "B.V.", "Corp.", "Corporation", "Company", "Foundation",
    ]

    /// Whether a line names a company, whose address it is then, or a box in its place.
    private static func isOfCompany(_ words: [String]) -> Bool {
        words.contains(where: companies.contains) || zip(words, words.dropFirst()).contains { ["PO", "P.O."].contains($0) && $1 == "Box" }
    }

    /// `Via Roma 12, 00184 Roma`, `Calle Mayor 5, 28013 Madrid`: the kind of street, its name, number, code and town.
    private static let ways: Set<String> = [
        "via", "viale", "piazza", "corso", "calle", "avenida", "plaza", "paseo", "rua", "praça", "ulica", "ul.", "carrer",
    ]
    private static let particles: Set<String> = [
        "de", "del", "della", "dei", "delle", "di", "do", "da", "dos", "das", "la", "las", "los", "e", "y",
    ]
    private static let dutch = [
        "straat", "weg", "laan", "plein", "gracht", "kade", "dijk", "dreef", "hof", "singel", "plantsoen", "rak", "markt", "steeg", "baan",
        "pad",
    ]
    private static let rues: Set<String> = ["rue", "avenue", "boulevard", "place", "chemin", "impasse", "quai", "allée", "route"]

    private static func isRomance(_ words: [String], _ way: Int) -> Bool {
        guard ways.contains(words[way].lowercased()), let number = words[(way + 1)...].prefix(5).firstIndex(where: isHouse),
            number > way + 1
        else {
            return false
        }
        let isName = words[(way + 1)..<number].allSatisfy { $0.first?.isUppercase ?? false || particles.contains($0) }
        return isName && isTown(words, number + 1)
    }

    /// `12 rue de la Paix, 75002 Paris`.
    private static func isFrench(_ words: [String], _ rue: Int) -> Bool {
        guard rue >= 1, rues.contains(words[rue].lowercased()), isHouse(words[rue - 1]) else { return false }
        return words[(rue + 1)...].indices.prefix(6).contains { $0 > rue + 1 && isTown(words, $0) }
    }

    /// `Keizersgracht 123, 1015 CJ Amsterdam`.
    private static func isDutch(_ words: [String], _ number: Int) -> Bool {
        guard number >= 1, number + 3 < words.count, isHouse(words[number]),
            dutch.contains(where: words[number - 1].lowercased().hasSuffix)
        else {
            return false
        }
        let (code, letters) = (words[number + 1], words[number + 2])
        return code.count == 4 && code.allSatisfy(\.isNumber) && code.first != "0" && letters.count == 2
            && letters.allSatisfy { $0.isASCII && $0.isUppercase } && words[number + 3].first?.isUppercase ?? false
    }

    /// A code of five digits, or as Poland and Portugal write them, and a name.
    private static func isTown(_ words: [String], _ place: Int) -> Bool {
        guard place + 1 < words.count, words[place + 1].first?.isUppercase ?? false else { return false }
        let digits = words[place].filter(\.isNumber).count
        return (4...7).contains(digits) && words[place].allSatisfy { $0.isNumber || $0 == "-" }
    }

    /// `Lindenstraße 12, 10969 Berlin`.
    private static func isGerman(_ words: [String], _ number: Int) -> Bool {
        guard number >= 1, number + 2 < words.count, isHouse(words[number]), let last = words[number - 1].first, last.isUppercase
            || last.isLetter,
            streets.contains(where: words[number - 1].lowercased().hasSuffix)
        else { return false }
        let code = words[number + 1]
        return (4...5).contains(code.count) && code.allSatisfy(\.isNumber) && words[number + 2].first?.isUppercase ?? false
    }

    /// `221 Baker Street, London`.
    private static func isEnglish(_ words: [String], _ road: Int) -> Bool {
        let name = words[road].lowercased().filter { $0 != "." }
        guard roads.contains(name), words[road].first?.isUppercase ?? false, road >= 2, words[road - 1].first?.isUppercase ?? false,
            road + 1 < words.count, words[road + 1].first?.isUppercase ?? false
        else { return false }
        guard !known.contains([words[road - 2], words[road - 1]]) else { return false }
        return isHouse(words[road - 2]) || road >= 3 && isHouse(words[road - 3])
    }

    private static func isHouse(_ word: String) -> Bool {
        let digits = word.prefix { $0.isNumber }
        return (1...5).contains(digits.count) && word.count - digits.count <= 1 && digits.first != "0"
    }
}
