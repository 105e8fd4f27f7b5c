/// Finds data about people in a line: e-mail addresses, telephone numbers with a country code, and numbers of accounts
/// and cards whose check digits are right.
///
/// Written by hand, since every byte of every tracked file passes through it.
enum PersonalDataMatcher {
    struct Finding {
        var kind: String
        /// Whether it is an e-mail address, which may be that of an author.
        var isAddress = false
    }

    /// - Parameter addresses: whether e-mail addresses count.
    static func find(in line: UnsafeRawBufferPointer, addresses: Bool = true) -> Finding? {
        for place in 0..<line.count {
            let byte = line[place]
            if byte == 0x40 {
                if addresses, address(line, place) != nil { return Finding(kind: "an e-mail address", isAddress: true) }
                continue
            }
            guard byte == 0x2B || TextLines.isDigit(byte) || (0x41...0x5A).contains(byte) else { continue }
            guard place == 0 || !isJoined(line[place - 1]) else { continue }
            if byte == 0x2B, isTelephone(line, place) { return Finding(kind: "a telephone number") }
            if TextLines.isDigit(byte), isCard(line, place) { return Finding(kind: "a card number") }
            if !TextLines.isDigit(byte), byte != 0x2B, isIBAN(line, place) { return Finding(kind: "an account number") }
        }
        return nil
    }

    /// Every e-mail address of the line.
    static func addresses(in line: UnsafeRawBufferPointer) -> [String] {
        (0..<line.count).filter { line[$0] == 0x40 }.compactMap { address(line, $0) }
    }

    /// Whether a number or word goes on from here, so that none begins after it.
    private static func isJoined(_ byte: UInt8) -> Bool {
        TextLines.isWord(byte) || byte == 0x2E || byte == 0x2D || byte == 0x2B || byte == 0x2F
    }

    /// The address around an `@`, but for those at example.com, which nobody has (RFC 2606).
    private static func address(_ line: UnsafeRawBufferPointer, _ at: Int) -> String? {
        var start = at
        while start > 0, TextLines.isWord(line[start - 1]) || [0x2E, 0x2D, 0x2B, 0x25].contains(line[start - 1]) { start -= 1 }
        var end = at + 1
        while end < line.count, TextLines.isWord(line[end]) || line[end] == 0x2E || line[end] == 0x2D { end += 1 }
        while end > at, line[end - 1] == 0x2E || line[end - 1] == 0x2D { end -= 1 }
        guard start < at, end > at + 1, TextLines.isWord(line[start]) else { return nil }
        let domain = String(decoding: line[(at + 1)..<end], as: UTF8.self).lowercased()
        guard let top = domain.split(separator: ".").last, domain.contains("."), top.count >= 2,
            top.utf8.allSatisfy(TextLines.isLetter), domain != "example.com", !domain.hasSuffix(".example.com")
        else { return nil }
        return String(decoding: line[start..<end], as: UTF8.self)
    }

    /// `+`, a country code, and 8 to 15 digits in all, perhaps in groups (E.164). A plain `+` with a number is none.
    private static func isTelephone(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard place + 1 < line.count, (0x31...0x39).contains(line[place + 1]) else { return false }
        let (digits, end) = digits(line, place + 1, separators: [0x20, 0x2D, 0x28, 0x29, 0x2E, 0x2F])
        return (8...15).contains(digits.count) && (end == line.count || !isJoined(line[end]))
    }

    /// 13 to 19 digits of a card issuer, in one piece or in groups, with the check digit of ISO/IEC 7812.
    private static func isCard(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard (0x33...0x36).contains(line[place]) else { return false }
        let (digits, end) = digits(line, place, separators: [0x20, 0x2D])
        guard (13...19).contains(digits.count), end == line.count || !isJoined(line[end]) else { return false }
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = index % 2 == 1 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0 && Set(digits).count > 1
    }

    /// The digits from a place on, with at most one separator between two, and where they end.
    private static func digits(
        _ line: UnsafeRawBufferPointer, _ start: Int, separators: [UInt8]
    ) -> (digits: [Int], end: Int) {
        var digits = [Int]()
        var place = start
        var end = start
        while place < line.count, digits.count < 20 {
            if TextLines.isDigit(line[place]) {
                digits.append(Int(line[place]) - 0x30)
                end = place + 1
            } else if !separators.contains(line[place]) || place - end > 1 {
                break
            }
            place += 1
        }
        return (digits, end)
    }

    /// A country, two check digits and 11 to 30 letters and digits, perhaps in groups of four (ISO 13616).
    private static func isIBAN(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        var text = [UInt8]()
        var index = place
        while index < line.count, text.count < 35 {
            let byte = line[index]
            if TextLines.isDigit(byte) || (0x41...0x5A).contains(byte) {
                text.append(byte)
            } else if byte != 0x20 || text.count % 4 != 0 {
                break
            }
            index += 1
        }
        guard (15...34).contains(text.count), text[0...1].allSatisfy(TextLines.isLetter),
            text[2...3].allSatisfy(TextLines.isDigit)
        else { return false }
        let remainder = (text[4...] + text[..<4]).reduce(0) { rest, byte in
            let value = TextLines.isDigit(byte) ? Int(byte) - 0x30 : Int(byte) - 0x37
            return (rest * (value > 9 ? 100 : 10) + value) % 97
        }
        return remainder == 1
    }
}
