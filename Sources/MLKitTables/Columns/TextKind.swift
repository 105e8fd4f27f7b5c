internal import MLKitSignature

/// What a text could be besides a text.
struct TextKind {
    var isInteger = false
    /// A number, also a whole one; not an infinite one.
    var isNumber = false
    var isInfinite = false
    var isNotANumber = false
    /// A whole number that no `Double` holds.
    var isRounded = false
    var isBoolean = false
    /// Whether it is none of numbers, and has a space in it.
    var isSpaced = false
    /// Whether it is what people write where they know no number.
    var isUnknown = false
    /// One bit for each format of dates that it fits.
    var dates: UInt32 = 0
    var hasTime = false
    /// One bit for each way of writing numbers, of those in `NumberFormat.ways`, by which it is one, without its unit.
    var ways: UInt8 = 0
    /// What stands before or behind the number.
    var unit: String?
    /// Whether it stands in brackets.
    var isBracketed = false
    /// Whether its minus stands behind it.
    var hasMinusBehind = false
    /// Whether it is a whole number of more than three digits with nothing between them.
    var isLongWhole = false
    /// Which of point and comma it can have before its decimal places, where that makes a difference.
    var spelling: NumberSpelling?
    /// What it may be otherwise.
    var odd: OddForm?
    /// One bit for each of `OddForm.shortFormats` that it fits.
    var shortDates: UInt8 = 0

    /// A text, and nothing else.
    init() {}

    /// - Parameter text: without spaces around it, and not empty.
    init(_ text: UnsafeBufferPointer<UInt8>, _ numbers: NumberFormat, _ formats: [DateFormat]) {
        switch numbers.value(text) {
        case .integer(let whole):
            (isInteger, isNumber) = (true, true)
            isRounded = numbers.isRounded(text, to: Double(whole))
            lookForNumber(text)
        case .real(let value):
            isNumber = true
            isRounded = numbers.isRounded(text, to: value)
            lookForNumber(text)
        case .infinite: (isNumber, isInfinite) = (true, true)
        case .notANumber: isNotANumber = true
        case nil: look(text, numbers, formats)
        }
    }

    private mutating func look(_ text: UnsafeBufferPointer<UInt8>, _ numbers: NumberFormat, _ formats: [DateFormat]) {
        isSpaced = text.contains(UInt8(ascii: " "))
        guard text.contains(where: { $0 &- UInt8(ascii: "0") <= 9 }) else {
            isBoolean = text.truth != nil
            isUnknown = UnknownWords.contain(text)
            return
        }
        guard text.count <= 40 else { return }
        for (index, format) in formats.enumerated() {
            guard let moment = format.moment(text) else { continue }
            dates |= 1 << UInt32(index)
            if moment.hasTime { hasTime = true }
        }
        guard dates == 0 else { return }
        lookForNumber(text)
        guard ways == 0 else { return }
        odd = OddForm(text)
        guard odd == .shortYear else { return }
        for (index, format) in OddForm.shortFormats.enumerated() where format.moment(text) != nil { shortDates |= 1 << UInt8(index) }
    }

    private mutating func lookForNumber(_ text: UnsafeBufferPointer<UInt8>) {
        // As most numbers are.
        if text.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 }), isNumber {
            (ways, isLongWhole) = (.max, text.count > 3)
            return
        }
        guard let (core, unit, mark) = Self.parts(text) else { return }
        guard core.allSatisfy(NumberFormat.mayHave) else { return }
        for (index, way) in NumberFormat.ways.enumerated() {
            switch way.value(core) {
            case .integer, .real: ways |= 1 << UInt8(index)
            case .infinite, .notANumber, nil: break
            }
        }
        guard ways != 0 else { return }
        (self.unit, spelling) = (unit, NumberSpelling(core, ways))
        (isBracketed, hasMinusBehind) = (mark == .brackets, mark == .minusBehind)
        isLongWhole = spelling == nil && core.count { $0 &- UInt8(ascii: "0") <= 9 } > 3 && core.allSatisfy { $0 != UInt8(ascii: " ") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") }

    /// Before a number stands a sign such as `$`, or a code of a currency; `A-12` and `shop4` are names.
    private static func isCurrency(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let codes = ["EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "Rs", "Rs.", "US$", "C$", "A$", "R$"]
        let isSign = !text.contains { isLetter($0) || "_#-".utf8.contains($0) }
        return isSign || codes.contains { $0.utf8.elementsEqual(text) }
    }

    /// Units that end in a digit: of areas and of volumes, the longer ones first.
    private static let powers = ["mm", "cm", "dm", "km", "ft", "yd", "in",
        "m"].flatMap { unit in ["²", "³", "^2", "^3", "2", "3"].map { unit + $0 } }

    /// Whether it ends in a two or three behind a letter or `^`, or in one that stands high.
    private static func mayEndInPower(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count > 2 else { return false }
        let (before, last) = (text[text.count - 2], text[text.count - 1])
        if before == 0xC2 { return last == 0xB2 || last == 0xB3 }
        return (last == UInt8(ascii: "2") || last == UInt8(ascii: "3")) && (isLetter(before) || before == UInt8(ascii: "^"))
    }

    /// From the first digit to the last, with the sign before it; and the short text before that or behind it, but not both.
    private static func parts(_ text: UnsafeBufferPointer<UInt8>) -> (UnsafeBufferPointer<UInt8>, unit: String?, mark: NegativeMark?)? {
        func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }
        let power = mayEndInPower(text) ? powers.first { text.count > $0.utf8.count && text.suffix($0.utf8.count).elementsEqual($0.utf8) } : nil
        let head = text.dropLast(power?.utf8.count ?? 0)
        guard var first = head.firstIndex(where: isDigit), let last = head.lastIndex(where: isDigit) else { return nil }
        if first > 0, text[first - 1] == UInt8(ascii: "-") || text[first - 1] == UInt8(ascii: "+") || text[first - 1] == UInt8(ascii: ".") {
            first -= 1
        } else if first > 2, text[first - 3..<first].elementsEqual([0xE2, 0x88, 0x92]) {
            first -= 3
        }
        // `-$5` is a number as `$-5` is.
        let signed = UnsafeBufferPointer(rebasing: text[..<first]).withoutSpaces
        let sign = signed.count > 1 ? NumberFormat.signWidth(signed) : 0
        var before = UnsafeBufferPointer(rebasing: signed[sign...]).withoutSpaces
        var behind = UnsafeBufferPointer(rebasing: text[(last + 1)...]).withoutSpaces
        let mark = sign == 0 ? Self.removeMark(&before, &behind) : nil
        guard before.isEmpty || behind.isEmpty, before.count <= 4, behind.count <= 8 else { return nil }
        // `12 miles` is a number, `12words` a name.
        guard behind.count <= 4 || !isLetter(text[last + 1]) else { return nil }
        guard before.isEmpty || isCurrency(before) else { return nil }
        let unit = String(decoding: before.isEmpty ? behind : before, as: UTF8.self)
        guard unit == power || !changesNumbers(unit) else { return nil }
        // `(-5)` is a remark, and `-5-` a range.
        guard mark == nil || NumberFormat.signWidth(UnsafeBufferPointer(rebasing: text[first...])) == 0 else { return nil }
        return (UnsafeBufferPointer(rebasing: text[first...last]), unit.isEmpty ? nil : unit, mark)
    }

    /// How a number is marked as a negative one, other than by a minus before it.
    private enum NegativeMark { case brackets, minusBehind }

    private static func removeMark(_ before: inout UnsafeBufferPointer<UInt8>, _ behind: inout UnsafeBufferPointer<UInt8>) -> NegativeMark? {
        if removeBrackets(&before, &behind) { return .brackets }
        // `5- €` is a number as `5 €-` is; `12-A` is a name.
        let width = behind.first == UInt8(ascii: "+") ? 0 : NumberFormat.signWidth(behind)
        let rest = width > 0 ? UnsafeBufferPointer(rebasing: behind.dropFirst(width)).withoutSpaces : NumberFormat.beforeMinus(behind)
        guard let rest, rest.isEmpty || isMoney(rest) else { return nil }
        behind = rest
        return .minusBehind
    }

    private static func isMoney(_ unit: UnsafeBufferPointer<UInt8>) -> Bool {
        isCurrency(unit) && String(decoding: unit, as: UTF8.self).unicodeScalars.allSatisfy {
            $0 == "%" || $0.properties.isAlphabetic || $0.properties.generalCategory == .currencySymbol
        }
    }

    /// Takes the brackets away that stand around a number, with its unit or without.
    private static func removeBrackets(_ before: inout UnsafeBufferPointer<UInt8>, _ behind: inout UnsafeBufferPointer<UInt8>) -> Bool {
        let (open, close) = (UInt8(ascii: "("), UInt8(ascii: ")"))
        guard before.first == open || before.last == open, behind.first == close || behind.last == close else { return false }
        before = UnsafeBufferPointer(rebasing: before.first == open ? before.dropFirst() : before.dropLast()).withoutSpaces
        behind = UnsafeBufferPointer(rebasing: behind.first == close ? behind.dropFirst() : behind.dropLast()).withoutSpaces
        return true
    }

    /// Whether what stands beside a number is part of it: a digit of another script, a fraction, a dash that stands for a minus.
    private static func changesNumbers(_ unit: String) -> Bool {
        unit.unicodeScalars.contains { scalar in
            scalar.properties.numericType != nil || scalar.properties.generalCategory == .dashPunctuation
        }
    }
}

extension NumberFormat {
    /// How people write numbers, from the plainest on.
    static let ways: [NumberFormat] = [
        .plain, NumberFormat(decimal: UInt8(ascii: ",")), NumberFormat(thousands: UInt8(ascii: ",")),
        NumberFormat(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: ".")), NumberFormat(thousands: UInt8(ascii: " ")),
        NumberFormat(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: " ")), NumberFormat(thousands: UInt8(ascii: "'")),
        NumberFormat(decimal: UInt8(ascii: ","), thousands: UInt8(ascii: "'")),
    ]

    /// Whether a byte stands in a number written in one of these ways: beside digits a sign, what is between them, an exponent, or part
    /// of one of the wide characters.
    fileprivate static func mayHave(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "'"): true
        case UInt8(ascii: "e"), UInt8(ascii: "E"): true
        default: false
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// What `true` and `false` mean, in whichever case; `nil` for other texts.
    var truth: Bool? {
        guard count == 4 || count == 5 else { return nil }
        if elementsEqual("true".utf8, by: { $0 | 0x20 == $1 }) { return true }
        return elementsEqual("false".utf8, by: { $0 | 0x20 == $1 }) ? false : nil
    }
}
