import Testing

@testable import MLKitDrawing

/// Lengths and texts in a picture.
@Suite struct LengthTests {
    @Test(arguments: [
        (0, "0"), (1.24, "1.2"), (1.26, "1.3"), (0.96, "1"), (-0.26, "-0.3"), (-0.96, "-1"), (2, "2"), (0.04, "0"), (99.95, "100"),
    ] as [(Double, String)])
    func lengthsHaveOneDecimal(length: Double, text: String) { #expect(SVGText.number(length) == text) }

    @Test func wideLettersCountTwice() {
        #expect(SVGText.width("ab", size: 100) == 122 && SVGText.width("a\u{1100}", size: 100) == 183)
        #expect(SVGText.width("\u{10FF}", size: 100) == 61 && SVGText.width("–", size: 100) == 61)
        #expect(SVGText.width("\u{1FFF}", size: 100) == 122 && SVGText.width("\u{2E7F}", size: 100) == 61)
        #expect(SVGText.width("\u{2E80}", size: 100) == 122)
    }

    @Test func whatIsTooLongIsCut() {
        #expect(SVGText.cut("abc", letters: 3) == "abc" && SVGText.cut("abcd", letters: 3) == "ab…")
    }

    /// 3.4 and 6.9 are 10.3 pixels.
    @Test func widthsInVerdanaAreRoundedUp() {
        #expect(SVGText.width(inVerdana: "ia") == 11 && SVGText.width(inVerdana: "mm") == 20 && SVGText.width(inVerdana: "") == 0)
    }

    /// Figures of two decimals, dark ones in white.
    @Test func figuresOfAMatrixAreRounded() {
        func lines(_ value: Double) -> [String] {
            let matrix = MatrixChart(title: "t", names: ["a", "b"], values: [[value, nil], [nil, 1]])
            return matrix.svg.split(separator: "\n").map(String.init).filter { $0.contains("\"value") }
        }
        #expect(lines(0.126).contains { $0.hasSuffix(">0.13</text>") })
        #expect(MatrixChart(title: "t", names: ["a"], values: [[0.126]]).svg.contains("fill-opacity=\"0.13\""))
        #expect(lines(-0.996).contains { $0.hasSuffix(">-1.0</text>") })
        #expect(lines(0.6).contains { $0.contains("\"value\"") && $0.hasSuffix(">0.6</text>") })
        #expect(lines(0.61).contains { $0.contains("\"value on\"") && $0.hasSuffix(">0.61</text>") })
    }
}
