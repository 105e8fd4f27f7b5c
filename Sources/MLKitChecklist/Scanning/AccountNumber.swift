/// Numbers of accounts and cards in a line of bytes, which have check digits.
enum AccountNumber {
    /// How long the numbers of each country are (ISO 13616, the registry of IBANs).
    private static let lengths: [String: Int] = [
        "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
        "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
        "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
        "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
        "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
        "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19,
        "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
    ]

    /// Whether an IBAN begins at a place: a country, two check digits, and letters and digits in one piece or in groups.
    static func isIBAN(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard place + 3 < line.count, TextLines.isLetter(line[place]), TextLines.isLetter(line[place + 1]),
            let length = lengths[String(decoding: [line[place] & 0xDF, line[place + 1] & 0xDF], as: UTF8.self)]
        else { return false }
        var text = [UInt8]()
        var index = place
        var wasSpace = false
        while index < line.count, text.count < length {
            let byte = line[index]
            if TextLines.isDigit(byte) || TextLines.isLetter(byte) {
                text.append(TextLines.isLetter(byte) ? byte & 0xDF : byte)
                wasSpace = false
            } else if [0x20, 0x2D].contains(byte), !wasSpace, !text.isEmpty {
                wasSpace = true
            } else {
                return false
            }
            index += 1
        }
        guard text.count == length, index == line.count || !TextLines.isWord(line[index]), text[2...3].allSatisfy(TextLines.isDigit) else {
            return false
        }
        return remainder(text) == 1
    }

    /// Of the division by 97 (ISO/IEC 7064).
    private static func remainder(_ text: [UInt8]) -> Int {
        (text[4...] + text[..<4]).reduce(0) { rest, byte in
            let value = TextLines.isDigit(byte) ? Int(byte) - 0x30 : Int(byte) - 0x37
            return (rest * (value > 9 ? 100 : 10) + value) % 97
        }
    }

    /// Whether the number of a card begins at a place: as long as its issuer's are, with the right check digit, and in
    /// groups. One in one piece could be any number, unless the line speaks of cards.
    static func isCard(_ line: UnsafeRawBufferPointer, _ place: Int, _ words: @autoclosure () -> LineWords) -> Bool {
        let number = DigitGroups(line, place, separators: [0x20, 0x2D])
        guard isCard(number.digits), number.end == line.count || !TextLines.isWord(line[number.end]) && line[number.end] != 0x2E
        else { return false }
        let isGrouped = number.groups == [4, 4, 4, 4] || number.groups == [4, 6, 5] || number.groups == [4, 6, 4]
        return isGrouped || number.groups.count == 1 && words().speaksOfCards
    }

    /// Whether digits are those of a card.
    static func isCard(_ digits: [Int]) -> Bool {
        guard (13...19).contains(digits.count), Set(digits).count > 1 else { return false }
        let two = digits[0] * 10 + digits[1]
        let four = two * 100 + digits[2] * 10 + digits[3]
        let isIssued =
            switch digits.count {
            case 14: (3000...3059).contains(four) || [36, 38, 39].contains(two)
            case 15: two == 34 || two == 37
            case 16, 19:
                digits[0] == 4 || (51...55).contains(two) || (2221...2720).contains(four) || two == 65 || four == 6011
                    || (3528...3589).contains(four) || (6440...6499).contains(four)
            case 13: digits[0] == 4
            default: false
            }
        return isIssued && hasCheckDigit(digits)
    }

    /// The check digit of ISO/IEC 7812.
    private static func hasCheckDigit(_ digits: [Int]) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = index % 2 == 1 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    /// A social security number of the United States, in its groups, as far as one can be given out.
    static func isSocialSecurity(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        let number = DigitGroups(line, place, separators: [0x2D])
        guard number.groups == [3, 2, 4], number.end == line.count || !TextLines.isWord(line[number.end]) && line[number.end] != 0x2D
        else { return false }
        let area = number.digits[0] * 100 + number.digits[1] * 10 + number.digits[2]
        let isGiven = area != 0 && area != 666 && area < 900 && number.digits[3...4] != [0, 0] && number.digits[5...] != [0, 0, 0, 0]
        return isGiven && number.digits != [1, 2, 3, 4, 5, 6, 7, 8, 9] && number.digits != [0, 7, 8, 0, 5, 1, 1, 2, 0]
    }
}
