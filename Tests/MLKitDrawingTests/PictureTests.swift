import Glibc
import MLKitCore
import MLKitDrawing
import MLKitTestSupport
import SystemPackage
import Testing

/// Whole pictures, compared with `Tests/GoldenPictures`. With `MLKIT_RECORD` set they are written anew, and the test fails.
@Suite struct PictureTests {
    @Test(arguments: Picture.allCases) func aPictureIsAsItWas(picture: Picture) throws {
        let svg = picture.svg
        let path = BuiltTool.sourceRoot.pushing("Tests/GoldenPictures").appending("\(picture.rawValue).svg")
        guard getenv("MLKIT_RECORD") == nil else {
            try LocalFileSystem().write(svg, to: path)
            Issue.record("recorded \(path)")
            return
        }
        let expected = try LocalFileSystem().readText(path)
        #expect(svg.split(separator: "\n") == expected.split(separator: "\n"))
    }

    @Test(arguments: [
        ([0.0, 10], 5, [0.0, 2, 4, 6, 8, 10]), ([0, 1], 5, [0, 1]), ([0, 0.5], 5, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        ([5, 5], 4, [4, 5, 6]), ([0, 0], 2, [-1, 0, 1]), ([], 2, [0, 1]), ([.nan, 3, .infinity, 4], 3, [3, 4]),
        ([-1, 1], 2, [-1, 0, 1]), ([1, 9], 1, [0, 10]),
        // Five steps between them come out as a little less than five.
        ([-2, -1.9], 5, [-2, -1.98, -1.96, -1.94, -1.92, -1.9]),
    ] as [([Double], Int, [Double])])
    func anAxisHasRoundMarks(values: [Double], marks: Int, ticks: [Double]) {
        let found = ChartScale(values, marks: marks).ticks
        #expect(found.count == ticks.count && zip(found, ticks).allSatisfy { abs($0 - $1) < 1e-9 }, "\(found)")
    }

    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("漢字漢字", 3, "漢字…"), ("", 0, ""),
    ]) func aTextIsCutToItsLetters(text: String, letters: Int, cut: String) {
        #expect(SVGText.cut(text, letters: letters) == cut)
    }

    /// East Asian letters and pictures are twice as wide; dashes and arrows are not.
    @Test(arguments: [("abc", 3.0), ("漢", 2), ("\u{1100}", 2), ("\u{10FF}", 1), ("–", 1), ("→", 1), ("🙂", 2)])
    func wideLettersAreWide(text: String, letters: Double) {
        #expect(SVGText.width(text, size: 100) == letters * 61)
    }
}
