/// How text is set in a picture.
public enum SVGText {
    /// How wide a text is in a font of one width, in pixels: 0.61 of the size a letter, twice that for the wide ones of
    /// East Asia and pictures.
    public static func width(_ text: String, size: Double) -> Double {
        text.reduce(0) {
            $0 + ($1.unicodeScalars.contains { $0.value >= 0x1100 && !(0x2000..<0x2E80).contains($0.value) } ? 2 : 1)
        }
            * size * 0.61
    }

    /// How wide a text is in Verdana at 11 pixels, in whole pixels.
    static func width(inVerdana text: String) -> Int {
        Int(text.unicodeScalars.map { widthInVerdana($0) }.reduce(0, +).rounded(.up))
    }

    private static func widthInVerdana(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", "'", "|": 3.4
        case " ", ",", ".", ":", ";", "f", "r", "t", "(", ")", "-": 4.5
        case "m", "w", "M", "W", "%", "@": 10
        case "A"..."Z": 7.6
        case "c", "k", "s", "v", "x", "y", "z": 6
        case "a"..."z", "0"..."9": 6.9
        default: 7
        }
    }

    /// The text, or its beginning, no wider than so many letters.
    public static func cut(_ text: String, letters: Int) -> String {
        text.count > letters ? text.prefix(letters - 1) + "…" : text
    }

    /// A length with at most one decimal.
    static func number(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return Int(exactly: rounded).map(String.init) ?? rounded.description
    }
}
