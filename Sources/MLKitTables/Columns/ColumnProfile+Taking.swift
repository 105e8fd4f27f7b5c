internal import MLKitSignature

extension ColumnProfile {
    /// Takes a text that is no missing value.
    mutating func take(_ text: UnsafeBufferPointer<UInt8>, _ kind: TextKind) {
        present += 1
        if kind.isInteger { integers += 1 }
        if kind.isNumber { numbers += 1 }
        if kind.isBoolean { booleans += 1 }
        if kind.isUnknown { unknown += 1 }
        if kind.isNotANumber { notNumbers += 1 }
        if kind.isRounded { takeRounded(text) }
        if kind.hasTime { timed += 1 }
        if !kind.isNumber, !kind.isNotANumber, firstText == nil { firstText = String(decoding: text, as: UTF8.self) }
        if kind.dates == 0, firstUndated == nil { firstUndated = String(decoding: text, as: UTF8.self) }
        if kind.isSpaced {
            areWords = false
            spaced += 1
        }
        if kind.dates != 0 {
            dated += 1
            for index in dates.indices where kind.dates >> UInt32(index) & 1 == 1 { dates[index] += 1 }
        }
        if let odd = kind.odd {
            self.odd[odd, default: 0] += 1
            for index in shortDates.indices where kind.shortDates >> UInt8(index) & 1 == 1 { shortDates[index] += 1 }
        }
        guard kind.ways != 0 else { return }
        for index in ways.indices where kind.ways >> UInt8(index) & 1 == 1 { ways[index] += 1 }
        if kind.isBracketed { bracketed += 1 }
        if kind.hasMinusBehind { minusBehind += 1 }
        if let spelling = kind.spelling { spellings.add(spelling, text) }
        if let unit = kind.unit, units.count < 20 || units[unit] != nil { units[unit, default: 0] += 1 }
        if kind.isLongWhole { longWholes += 1 }
        if kind.unit == nil, text.contains(where: { $0 &- UInt8(ascii: "1") <= 8 }) {
            bare += 1
            if firstBare == nil { firstBare = String(decoding: text, as: UTF8.self) }
        }
    }

    /// Takes a number that a `Double` does not hold.
    mutating func takeRounded(_ text: UnsafeBufferPointer<UInt8>) {
        rounded += 1
        if firstRounded == nil { firstRounded = String(decoding: text, as: UTF8.self) }
    }
}
