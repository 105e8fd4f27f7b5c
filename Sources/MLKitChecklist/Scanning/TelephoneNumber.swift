/// Numbers of telephones in a line of bytes, as they are dialled from abroad and at home.
enum TelephoneNumber {
    private static let joints: [UInt8] = [0x20, 0x2D, 0x2F, 0x2E]
    private static let separators = joints + [0x28, 0x29]

    /// Whether one begins at a place, where no word or number goes on.
    static func begins(_ line: UnsafeRawBufferPointer, _ place: Int, _ words: @autoclosure () -> LineWords) -> Bool {
        // Within groups of digits none begins, but for what stands behind a single one: `8 (495) 123-45-67`.
        let isBehindOne = line[place] == 0x28 && (place < 3 || !TextLines.isDigit(line[place - 3]))
        if line[place] != 0x2B, !isBehindOne, place > 1, [0x20, 0x2D].contains(line[place - 1]), TextLines.isDigit(line[place - 2]) {
            return false
        }
        return switch line[place] {
        case 0x2B: isInternational(line, place + 1, words)
        case 0x30 where place + 1 < line.count && line[place + 1] == 0x30: isInternational(line, place + 2, words) && place + 2 < line.count
        case 0x28, 0x30...0x39: isNational(line, place, words)
        default: false
        }
    }

    /// A country code and 8 to 15 digits in all, perhaps in groups (E.164).
    private static func isInternational(_ line: UnsafeRawBufferPointer, _ place: Int, _ words: () -> LineWords) -> Bool {
        guard place < line.count, (0x31...0x39).contains(line[place]) else { return false }
        let number = DigitGroups(line, place, separators: separators)
        guard (8...15).contains(number.digits.count), isFree(line, number.end), !isDecimal(number) else { return false }
        let hasTrunk = line[max(place - 2, 0)..<place].contains(0x30)
        return !number.isRow && (!hasTrunk || number.groups.count > 1 || words().speaksOfTelephones)
    }

    /// `+35236450.6`: a country's code has three digits at most.
    private static func isDecimal(_ number: DigitGroups) -> Bool {
        number.separators == [0x2E] && number.groups.count == 2 && number.groups[0] > 3
    }

    private static func isNational(
        _ line: UnsafeRawBufferPointer, _ place: Int, _ words: () -> LineWords
    ) -> Bool {
        let start = line[place] == 0x28 ? place + 1 : place
        guard start < line.count, TextLines.isDigit(line[start]) else { return false }
        // A bracket stands around the prefix or nowhere: `pp. 417-420 (2003)`.
        let number = DigitGroups(line, start, separators: start > place ? [0x29] + joints : joints)
        guard isFree(line, number.end), !number.isRow, start == place || number.separators.contains(0x29) else { return false }
        if isAmerican(number) || isBrazilian(number) || isAnnounced(number, line, place) { return true }
        guard number.digits.first == 0, number.digits.count > 1, number.digits[1] != 0, (9...12).contains(number.digits.count) else {
            return (10...11).contains(number.digits.count) && number.groups.count == 1 && words().speaksOfTelephones
        }
        if number.groups.count == 1 { return words().speaksOfTelephones }
        // `01 02 03 000004` is counted or timed; France has pairs.
        if number.groups.count > 2, number.firsts.allSatisfy({ $0 == 0 }), number.groups.contains(where: { $0 != 2 }) { return false }
        return isGrouped(number) || number.groups[0] > 1 && words().speaksOfTelephones
    }

    /// `(202) 555-0143`, `202-555-0143`, `202.555.0143`, `1-202-555-0143` (North American Numbering Plan).
    private static func isAmerican(_ number: DigitGroups) -> Bool {
        let hasPrefix = number.groups == [1, 3, 3, 4] && number.digits[0] == 1
        guard number.groups == [3, 3, 4] || hasPrefix else { return false }
        let area = hasPrefix ? 1 : 0
        guard number.digits[area] >= 2, number.digits[area + 3] >= 2 else { return false }
        return number.separators == [0x2E] || number.separators.isSubset(of: [0x20, 0x29, 0x2D]) && number.separators != [0x20]
    }

    /// `(11) 91234-5678`, as mobile telephones have it in Brazil.
    private static func isBrazilian(_ number: DigitGroups) -> Bool {
        number.groups == [2, 5, 4] && number.separators.contains(0x29) && number.separators.contains(0x2D) && number.digits[2] == 9
    }

    /// Any number of usual length, in groups or not, right behind a word such as `tel.`.
    private static func isAnnounced(_ number: DigitGroups, _ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard (9...11).contains(number.digits.count), number.groups.allSatisfy({ $0 > 1 || number.groups.count > 2 }) else { return false }
        return LineWords.announceTelephone(line[max(place - 24, 0)..<place])
    }

    /// A prefix with its 0, and groups after it that are no date.
    private static func isGrouped(_ number: DigitGroups) -> Bool {
        // As France has them; with stops, others are versions.
        if number.groups == [2, 2, 2, 2, 2] { return true }
        guard !number.separators.contains(0x2E), let first = number.groups.first, (2...5).contains(first),
            number.groups != [5, 4], number.groups != [3, 3, 3] || number.separators != [0x2D]
        else { return false }
        let isDate = number.groups.prefix(3) == [2, 2, 4] || number.groups.prefix(3) == [4, 2, 2]
        return !isDate && number.groups.dropFirst().allSatisfy { $0 >= 2 }
    }

    /// Whether neither word, number nor time goes on at a place.
    private static func isFree(_ line: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        guard end < line.count else { return true }
        if TextLines.isWord(line[end]) { return false }
        guard [0x2E, 0x2D, 0x3A, 0x2F, 0x2C, 0x2B].contains(line[end]), end + 1 < line.count else { return true }
        return !TextLines.isDigit(line[end + 1]) && !(line[end] == 0x2D && TextLines.isWord(line[end + 1]))
    }
}
