/// Puts words in place of what names a person or opens an account, as far as its form tells: addresses of mail and of machines,
/// numbers of telephones, cards and accounts. Names of people have no form, and stay.
///
/// What was redacted once stays as it is. Time is linear in the length of a text.
public enum Redaction {
    /// The text in which words stand for all of that; `nil` where there is nothing of it.
    public static func changed(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard mayHold(text) else { return nil }
        var (result, place, kept) = ([UInt8](), 0, 0)
        while place < text.count {
            guard isStart(text, place), let found = found(text, place) else {
                place += 1
                continue
            }
            result.append(contentsOf: text[kept..<place])
            result.append(contentsOf: "[\(found.word)]".utf8)
            (place, kept) = (found.end, found.end)
        }
        guard kept > 0 else { return nil }
        result.append(contentsOf: text[kept...])
        return result
    }

    public static func redacted(_ text: String) -> String {
        var copy = text
        return copy.withUTF8 { changed($0) }.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Without an `@` and with fewer digits than an address of four numbers has, there is nothing.
    private static func mayHold(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var digits = 0
        for byte in text {
            if byte == UInt8(ascii: "@") { return true }
            if isDigit(byte) { digits += 1 }
            if digits >= 4 { return true }
        }
        return false
    }

    /// Whether something may begin here, and is no part of a longer word.
    private static func isStart(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
        guard place > 0 else { return true }
        return !isOfName(text[place - 1])
    }

    private static func found(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> (word: String, end: Int)? {
        if let end = mail(text, place) { return ("email", end) }
        if let end = account(text, place) { return ("iban", end) }
        if let end = machine(text, place) { return ("ip", end) }
        return NumberGroups(text, place).flatMap { groups in groups.word.map { ($0, groups.end) } }
    }

    // MARK: Addresses

    private static func mail(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var place = start
        while place < text.count, isOfName(text[place]) { place += 1 }
        guard place > start, place < text.count, text[place] == UInt8(ascii: "@") else { return nil }
        var (labels, end) = (0, place)
        repeat {
            let first = end + 1
            var next = first
            while next < text.count, isLetter(text[next]) || isDigit(text[next]) || text[next] == UInt8(ascii: "-") { next += 1 }
            guard next > first else { break }
            (labels, end) = (labels + 1, next)
        } while end < text.count && text[end] == UInt8(ascii: ".")
        return labels >= 2 ? end : nil
    }

    private static func machine(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var place = start
        for part in 0..<4 {
            if part > 0 {
                guard place < text.count, text[place] == UInt8(ascii: ".") else { return nil }
                place += 1
            }
            let first = place
            var value = 0
            while place < text.count, place - first < 4, isDigit(text[place]) {
                value = value * 10 + Int(text[place] - UInt8(ascii: "0"))
                place += 1
            }
            guard place > first, value <= 255 else { return nil }
        }
        let isLonger = place < text.count && (isDigit(text[place]) || isLetter(text[place]))
            || place + 1 < text.count && text[place] == UInt8(ascii: ".") && isDigit(text[place + 1])
        return isLonger ? nil : place
    }

    /// An account's number by ISO 13616, whose check digits are right, also in groups.
    private static func account(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        guard start + 4 < text.count, isLetter(text[start]), isLetter(text[start + 1]), isDigit(text[start + 2]), isDigit(text[start + 3])
        else { return nil }
        var (characters, place, ends) = ([UInt8](), start, [(count: Int, end: Int)]())
        while place < text.count, characters.count < 34 {
            if text[place] == UInt8(ascii: " "), characters.count % 4 == 0, !characters.isEmpty {
                place += 1
                continue
            }
            guard isLetter(text[place]) || isDigit(text[place]) else { break }
            characters.append(text[place])
            place += 1
            let isEnd = place == text.count || !(isLetter(text[place]) || isDigit(text[place]))
            if isEnd, characters.count >= 15 { ends.append((characters.count, place)) }
        }
        return ends.last { isChecked(characters[..<$0.count]) }?.end
    }

    private static func isChecked(_ account: ArraySlice<UInt8>) -> Bool {
        var rest = 0
        for byte in account.dropFirst(4) + account.prefix(4) {
            let value = isDigit(byte) ? Int(byte - UInt8(ascii: "0")) : Int((byte | 0x20) - UInt8(ascii: "a")) + 10
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97
        }
        return rest == 1
    }

    // MARK: Characters

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") <= 25 }

    /// Of the part before the `@`; letters beyond ASCII count.
    private static func isOfName(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || byte >= 0x80 || "._%+-".utf8.contains(byte)
    }
}

/// Groups of digits, as numbers of telephones, cards and people are written.
private struct NumberGroups {
    /// How many digits each has.
    private var sizes: [Int] = []
    private var digits: [UInt8] = []
    private var hasPoints = false
    private let first: UInt8
    private(set) var end = 0

    /// The longest number of a card, and of a telephone with what stands before it.
    private static let mostDigits = 19

    init?(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) {
        first = text[start]
        guard Redaction.isDigit(first) || first == UInt8(ascii: "+") || first == UInt8(ascii: "(") else { return nil }
        var (place, gap) = (Redaction.isDigit(first) ? start : start + 1, 0)
        var size = 0
        while place < text.count, digits.count <= Self.mostDigits {
            if Redaction.isDigit(text[place]) {
                digits.append(text[place])
                (size, gap, end) = (size + 1, 0, place + 1)
            } else {
                guard " -/().".utf8.contains(text[place]), gap < 3 else { break }
                if size > 0 { sizes.append(size) }
                if text[place] == UInt8(ascii: ".") { hasPoints = true }
                (size, gap) = (0, gap + 1)
            }
            place += 1
        }
        if size > 0 { sizes.append(size) }
        // A number that goes on as a word is a code.
        guard !digits.isEmpty, end == text.count || !Redaction.isLetter(text[end]) else { return nil }
    }

    /// What the number is; `nil` for one of which its form does not tell.
    var word: String? {
        // One with a point is a decimal number or a date.
        if hasPoints { return sizes == [3, 3, 4] ? "phone" : nil }
        if (13...19).contains(digits.count), isCard { return "card" }
        if sizes == [3, 2, 4] { return "ssn" }
        return isTelephone ? "phone" : nil
    }

    private var isTelephone: Bool {
        guard (8...15).contains(digits.count), !isDate else { return false }
        if first == UInt8(ascii: "+") { return true }
        if first == UInt8(ascii: "(") { return digits.count >= 9 && sizes.count > 1 }
        return digits.count >= 9 && (digits[0] == UInt8(ascii: "0") || sizes == [3, 3, 4])
    }

    /// `31.01.2024 12`, `2024-01-31`.
    private var isDate: Bool {
        guard sizes.count >= 3 else { return false }
        return (sizes[0] <= 2 && sizes[1] <= 2 && sizes[2] == 4) || (sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2)
    }

    /// Whether the last digit is that of ISO/IEC 7812-1, by Luhn.
    private var isCard: Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = Int(digit - UInt8(ascii: "0")) * (place % 2 == 0 ? 1 : 2)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }
}
