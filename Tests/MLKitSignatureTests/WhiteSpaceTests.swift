import MLKitSignature
import Testing

/// Which characters around a value are left out, and which are part of it.
@Suite struct WhiteSpaceTests {
    private func trimmed(_ text: String) -> String {
        var text = text
        return text.withUTF8 { String(decoding: $0.withoutSpaces, as: UTF8.self) }
    }

    private static let spaces: Set<UInt32> = Set(0x2000...0x200B).union(0x09...0x0D)
        .union([0x20, 0xA0, 0x202F, 0x205F, 0x3000, 0xFEFF])

    /// All that share their first bytes with a space.
    @Test func eachSpaceGoesAndItsNeighboursStay() throws {
        let codes: [ClosedRange<UInt32>] = [0x01...0xBF, 0x2000...0x207F, 0x3000...0x303F, 0xFEC0...0xFEFF]
        for code in codes.joined() {
            let scalar = try #require(Unicode.Scalar(code))
            let isSpace = Self.spaces.contains(code)
            for text in ["\(scalar)x", "x\(scalar)", "\(scalar)\(scalar)x \(scalar)"] {
                #expect((trimmed(text) == "x") == isSpace, "\(code) in \(text.debugDescription)")
            }
            #expect(trimmed("\(scalar)").isEmpty == isSpace, "\(code)")
        }
    }

    @Test func whatStandsWithinStays() {
        #expect(trimmed(" a\u{2003}b ") == "a\u{2003}b")
        #expect(trimmed("\u{3000}\u{A0} \u{FEFF}") == "")
        #expect(trimmed("é\u{200B}") == "é")
    }
}
