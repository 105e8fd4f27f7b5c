internal import MLKitCore

/// How a workbook shows numbers, by which days and moments are told from other numbers.
struct WorkbookStyles {
    enum Meaning {
        case number
        case date
        /// A day with a time of day.
        case moment
    }

    /// By the number of a cell's style.
    private var meanings: [Meaning] = []

    init() {}

    init(_ reader: XMLReader) throws {
        var codes = [Int: Meaning]()
        var isOfCells = false
        while let piece = try reader.next() {
            if piece == .end, reader.isNamed("cellXfs") { isOfCells = false }
            guard piece == .start else { continue }
            if reader.isNamed("cellXfs") { isOfCells = true }
            if reader.isNamed("numFmt"), let number = reader.attribute("numFmtId").flatMap({ Int($0) }),
                let code = reader.attribute("formatCode")
            {
                codes[number] = Self.meaning(ofCode: code)
            }
            if isOfCells, reader.isNamed("xf") {
                let number = reader.attribute("numFmtId").flatMap { Int($0) } ?? 0
                meanings.append(codes[number] ?? Self.meaning(ofBuiltIn: number))
            }
        }
    }

    func meaning(of style: Int) -> Meaning { meanings.indices.contains(style) ? meanings[style] : .number }

    /// The formats that have a number only (ISO/IEC 29500-1, 18.8.30), those of East Asia too.
    private static func meaning(ofBuiltIn number: Int) -> Meaning {
        switch number {
        case 14...17, 27...31, 36, 50...54, 57, 58: .date
        case 22: .moment
        default: .number
        }
    }

    /// A code such as `yyyy\-mm\-dd` or `[$-409]d\ mmm;@`. Codes of a time of day alone, or of a duration, are of numbers: shares
    /// of a day.
    static func meaning(ofCode code: String) -> Meaning {
        var (hasDay, hasMonth, hasTime) = (false, false, false)
        var characters = code.prefix { $0 != ";" }[...]
        while let character = characters.popFirst() {
            switch character {
            case "\"": characters = characters.drop { $0 != "\"" }.dropFirst()
            case "\\", "_", "*": characters = characters.dropFirst()
            case "[":
                // A colour, a condition, a language; or hours beyond a day.
                let inside = characters.prefix { $0 != "]" }.lowercased()
                if !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) { return .number }
                characters = characters.drop { $0 != "]" }.dropFirst()
            case "y", "Y", "d", "D", "e", "E", "b", "B":
                // `0.00E+00` is a number.
                if character == "e" || character == "E", let next = characters.first, next == "+" || next == "-" { return .number }
                hasDay = true
            case "h", "H", "s", "S": hasTime = true
            // Months, or minutes.
            case "m", "M": hasMonth = true
            case "0", "#", "?": if !hasDay, !hasTime { return .number }
            case "G", "g": if code.lowercased().hasPrefix("general") { return .number }
            default: break
            }
        }
        return hasDay ? (hasTime ? .moment : .date) : hasMonth && !hasTime ? .date : .number
    }
}
