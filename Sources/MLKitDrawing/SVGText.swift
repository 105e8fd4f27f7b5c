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
