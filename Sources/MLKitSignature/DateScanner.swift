/// Reads days and times of day from bytes.
struct DateScanner {
    private let text: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    var isAtEnd: Bool { place == text.count }

    /// Days since 1970-01-01, by a pattern of fields.
    mutating func day(_ pattern: [UInt8]) -> Int64? {
        var (year, month, day) = (0, 0, 0)
        var index = 0
        while index < pattern.count {
            guard pattern[index] == UInt8(ascii: "%") else {
                guard take(pattern[index]) else { return nil }
                index += 1
                continue
            }
            let field = pattern[index + 1]
            index += 2
            switch field {
            case UInt8(ascii: "Y"): if let value = digits(4...4) { year = value } else { return nil }
            case UInt8(ascii: "y"): if let value = digits(2...2) { year = value < 69 ? 2000 + value : 1900 + value } else { return nil }
            case UInt8(ascii: "m"): if let value = digits(1...2) { month = value } else { return nil }
            case UInt8(ascii: "d"): if let value = digits(1...2) { day = value } else { return nil }
            default: if let value = monthName() { month = value } else { return nil }
            }
        }
        return Calendar.days(year: year, month: month, day: day)
    }

    /// Microseconds since midnight in UTC: ` 14:30`, `T14:30:05.25+02:00`, `, 2:30 PM`.
    mutating func time() -> Int64? {
        let hasComma = take(UInt8(ascii: ","))
        guard take(UInt8(ascii: " ")) || (!hasComma && take(UInt8(ascii: "T"))), let written = digits(1...2), written < 24,
            take(UInt8(ascii: ":")), let minute = digits(2...2), minute < 60
        else { return nil }
        var microseconds = Int64(minute) * 60_000_000
        if take(UInt8(ascii: ":")) {
            guard let second = digits(2...2), second < 60, let fraction = fraction() else { return nil }
            microseconds += Int64(second) * 1_000_000 + fraction
        }
        guard let hour = hour(written), let zone = zone() else { return nil }
        return microseconds + Int64(hour) * 3_600_000_000 - zone
    }

    /// The hour of the day, by what stands behind the time: nothing, or the half of the day of a clock of twelve hours, `PM`, ` pm`, ` p.m.`.
    private mutating func hour(_ written: Int) -> Int? {
        let start = place
        takeSpace()
        guard place + 1 < text.count, text[place] | 0x20 == UInt8(ascii: "a") || text[place] | 0x20 == UInt8(ascii: "p") else {
            place = start
            return written
        }
        let isAfternoon = text[place] | 0x20 == UInt8(ascii: "p")
        place += 1
        let hasPoint = take(UInt8(ascii: "."))
        guard take(UInt8(ascii: "M")) || take(UInt8(ascii: "m")), !hasPoint || take(UInt8(ascii: ".")), (1...12).contains(written) else { return nil }
        return written % 12 + (isAfternoon ? 12 : 0)
    }

    /// A space, also one that does not break or a narrow one of those, as programs write it before `PM`.
    private mutating func takeSpace() {
        let spaces: [[UInt8]] = [[0x20], [0xC2, 0xA0], [0xE2, 0x80, 0xAF]]
        if let space = spaces.first(where: { text[place...].starts(with: $0) }) { place += space.count }
    }

    /// Microseconds behind a point; digits beyond the sixth are left out.
    private mutating func fraction() -> Int64? {
        guard take(UInt8(ascii: ".")) else { return 0 }
        var (value, count): (Int64, Int) = (0, 0)
        while place < text.count, text[place] &- UInt8(ascii: "0") <= 9 {
            if count < 6 { value = value * 10 + Int64(text[place] &- UInt8(ascii: "0")) }
            count += 1
            place += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// The distance to UTC in microseconds, perhaps behind a space; none without one.
    private mutating func zone() -> Int64? {
        if take(UInt8(ascii: "Z")) || isAtEnd { return 0 }
        _ = take(UInt8(ascii: " "))
        let isEast = take(UInt8(ascii: "+"))
        guard isEast || take(UInt8(ascii: "-")), let hours = digits(2...2), hours < 24 else { return nil }
        _ = take(UInt8(ascii: ":"))
        guard let minutes = isAtEnd ? 0 : digits(2...2), minutes < 60 else { return nil }
        return Int64(hours * 3600 + minutes * 60) * (isEast ? 1_000_000 : -1_000_000)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < text.count, text[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func digits(_ range: ClosedRange<Int>) -> Int? {
        var (value, count) = (0, 0)
        while place < text.count, count < range.upperBound, text[place] &- UInt8(ascii: "0") <= 9 {
            value = value * 10 + Int(text[place] &- UInt8(ascii: "0"))
            count += 1
            place += 1
        }
        return count >= range.lowerBound ? value : nil
    }

    /// The number of the month whose first three letters stand here, in whichever case.
    private mutating func monthName() -> Int? {
        guard text.count - place >= 3 else { return nil }
        let letters = text[place..<(place + 3)].map { $0 | 0x20 }
        guard let index = Self.months.firstIndex(of: letters) else { return nil }
        place += 3
        return index + 1
    }

    static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        .map { Array($0.utf8) }
}
