/// Reads numbers of a fixed width, and what stands between them.
struct DigitReader {
    private var bytes: ArraySlice<UInt8>

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)[...]
    }

    var isAtEnd: Bool { bytes.isEmpty }
    var rest: String { String(decoding: bytes, as: UTF8.self) }

    /// The number that the next `count` bytes are; `nil`, and nothing is read, if one of them is no digit.
    mutating func number(_ count: Int) -> Int? {
        let digits = bytes.prefix(count)
        guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
        bytes = bytes.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Reads one character if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next = bytes.first, UInt32(next) == character.value else { return false }
        bytes = bytes.dropFirst()
        return true
    }

    mutating func skipDigits() {
        bytes = bytes.drop(while: Self.isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
