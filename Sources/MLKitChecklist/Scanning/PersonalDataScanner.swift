/// Finds data about people in a line of code or prose.
///
/// Written by hand, since every byte of every tracked file passes through it.
struct PersonalDataScanner {
    private let style: FileStyle

    init(style: FileStyle) { self.style = style }

    /// What stands in a line; `nil` if it is about nobody.
    ///
    /// - Parameter isKnown: whether an e-mail address is known to be that of an author.
    func find(in line: UnsafeRawBufferPointer, isKnown: (String) throws -> Bool) rethrows -> String? {
        var words: LineWords?
        func said() -> LineWords {
            let found = words ?? LineWords(line)
            words = found
            return found
        }
        for place in 0..<line.count {
            let byte = line[place]
            if byte == 0x40 {
                if try EmailAddress.all(in: line).contains(where: { try !isKnown($0) }) { return "an e-mail address" }
                continue
            }
            if byte == 0x25 || byte == 0x26, EncodedText.mayHoldAddress(line, place) {
                let text = EncodedText.decoded(line)
                if try text.withUnsafeBytes({ try EmailAddress.all(in: $0).contains { try !isKnown($0) } }) { return "an e-mail address" }
            }
            guard TextLines.isDigit(byte) || byte == 0x2B || byte == 0x28 || byte == 0x2D || TextLines.isLetter(byte) else { continue }
            guard place == 0 || !isJoined(line, place - 1) else { continue }
            if let kind = number(line, place, said) { return kind }
        }
        guard style != .code, PlaceOfPerson.hasAddress(line) else { return nil }
        return "the address of a house"
    }

    private func number(_ line: UnsafeRawBufferPointer, _ place: Int, _ words: () -> LineWords) -> String? {
        if TextLines.isLetter(line[place]) { return AccountNumber.isIBAN(line, place) ? "an account number" : nil }
        if TextLines.isDigit(line[place]) {
            if AccountNumber.isCard(line, place, words()) { return "a card number" }
            if AccountNumber.isSocialSecurity(line, place) { return "a social security number" }
        }
        if line[place] != 0x2B, line[place] != 0x28, PlaceOfPerson.isCoordinates(line, place, words()) { return "coordinates" }
        return line[place] != 0x2D && TelephoneNumber.begins(line, place, words()) ? "a telephone number" : nil
    }

    /// Whether a number or word goes on from a place, so that none begins after it. Signs of three bytes from U+3000 on do
    /// without blanks: those of China, Japan and Korea.
    private func isJoined(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        let byte = line[place]
        if byte >= 0x80 { return !(place >= 2 && byte < 0xC0 && (0xE3...0xEF).contains(line[place - 2])) }
        return TextLines.isWord(byte) || byte == 0x2E || byte == 0x2D || byte == 0x2B || byte == 0x2F
    }
}
