internal import MLKitSignature

/// What a text may be that is none of numbers, dates and truth values as they are read, and that people take for one.
enum OddForm: Hashable, CaseIterable {
    /// A date with two digits for the year.
    case shortYear
    /// A time of day alone.
    case timeOfDay

    /// Formats with two digits for the year, the likeliest first.
    static let shortFormats = ["%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%d-%b-%y", "%y-%m-%d"].compactMap { DateFormat($0) }

    /// - Returns: `nil` for a text of none of these forms.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        if Self.isTime(text) {
            self = .timeOfDay
        } else if Self.shortFormats.contains(where: { $0.moment(text) != nil }) {
            self = .shortYear
        } else {
            return nil
        }
    }

    /// `8:05`, `08:05:59`, `8:05 pm`.
    private static func isTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let half = text.suffix(2).map { $0 | 0x20 }
        let isHalf = half == Array("am".utf8) || half == Array("pm".utf8)
        let parts = (isHalf ? UnsafeBufferPointer(rebasing: text.dropLast(2)).withoutSpaces : text).split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else { return false }
        for (place, part) in parts.enumerated() {
            guard part.count == 2 || (place == 0 && part.count == 1), part.allSatisfy({ $0 &- UInt8(ascii: "0") <= 9 })
            else { return false }
            let value = part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            guard value < (place == 0 ? 24 : 60) else { return false }
        }
        return true
    }
}
