/// How wide a text of the badge is.
enum BadgeText {
    /// Whole pixels in Verdana at 11 pixels.
    static func width(_ text: String) -> Int {
        Int(text.unicodeScalars.map { width($0) }.reduce(0, +).rounded(.up))
    }

    private static func width(_ scalar: Unicode.Scalar) -> Double {
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
}
