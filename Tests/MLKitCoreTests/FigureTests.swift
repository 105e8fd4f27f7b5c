import MLKitCore
import Testing

/// How figures are written for people.
@Suite struct FigureTests {
    @Test(arguments: [
        (0.1 + 0.2, "0.3"), (0.858059232, "0.858059"), (-2.5, "-2.5"), (0, "0"), (123_456.789, "123457"),
        (0.000_123_456_78, "0.000123457"), (1e-9, "1e-09"), (1e300, "1e+300"), (34_189, "34189"),
        (999_999.5, "1000000"),
        (123_456_789, "123457000"), (123_456_499, "123456000"), (123_456_500_000_000, "123457000000000"),
        (99_999_999_999_999, "100000000000000"), (1e14, "100000000000000"), (1e15, "1000000000000000"), (1e16, "1e+16"),
        (0.000_1, "0.0001"),
        (1.234_567_89e-294, "1.23457e-294"), (1.234_567_89e-295, "1.23456789e-295"),
        (0.000_099, "9.9e-05"), (0.000_012_345_67, "1.23457e-05"), (-0.5, "-0.5"),
        (.infinity, "inf"), (-.greatestFiniteMagnitude, "-1.79769e+308"), (.leastNonzeroMagnitude, "5e-324"),
    ] as [(Double, String)])
    func numbersHaveSixDigits(_ number: Double, _ text: String) { #expect(Figure.text(number) == text) }

    @Test func differencesAreThoseOfNumbers() {
        #expect(Figure.difference(1, 1.5) == 0.5)
        #expect(Figure.difference("a", 1) == nil && Figure.difference(nil, 1) == nil)
        #expect(Figure.difference(.double(.infinity), 1) == nil && Figure.difference(1, .double(.nan)) == nil)
        #expect(Figure.signed(0.5) == "+0.5" && Figure.signed(-2) == "-2" && Figure.signed(0) == "0")
        #expect(Figure.text(.string("x")) == "x" && Figure.text(nil) == "-" && Figure.text(.bool(true)) == "true")
    }
}
