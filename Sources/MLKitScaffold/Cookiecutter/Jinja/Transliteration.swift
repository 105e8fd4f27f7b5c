@_spi(_Unicode) internal import Swift

/// Letters with marks, and signs, by what stands for them in ASCII: Latin-1, Latin Extended-A and common punctuation,
/// as the Python library text-unidecode has them.
enum Transliteration {
    /// - Throws: `JinjaComplaint` for letters of other scripts.
    static func ascii(_ text: String) throws -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                result.unicodeScalars.append(scalar)
            } else if let replacement = replacement(of: scalar) {
                result += replacement
            } else {
                throw JinjaComplaint(
                    "`\(scalar)` cannot be written in ASCII here", hint: "give the slug itself with `--set`")
            }
        }
        return result
    }

    /// The text with Latin letters in ASCII, by the same table or without their marks; letters of other scripts stay.
    static func latin(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            if scalar.isASCII { return String(scalar) }
            if let replacement = replacement(of: scalar) { return replacement }
            if let base = String(scalar)._nfd.first(where: { _ in true }), base.isASCII { return String(base) }
            return scalar.properties.isDiacritic ? "" : String(scalar)
        }.joined()
    }

    private static func replacement(of scalar: Unicode.Scalar) -> String? {
        table.first { $0.letters.unicodeScalars.contains(scalar) }?.ascii
    }

    private static let table: [(ascii: String, letters: String)] = [
        ("", "\u{AD}"), (" ", "\u{A0}"), ("!", "¡¬"), ("\"", "¨“”"), ("$?", "¤"), ("'", "´‘’"), ("'n", "ŉ"),
        ("(c)", "©"), ("(r)", "®"), ("*", "·"), ("+-", "±"), (",", "¸"), ("-", "¯‐‑‒–"), ("--", "—"), ("...", "…"),
        ("/", "÷"), ("1", "¹"), ("1/2", "½"), ("1/4", "¼"), ("2", "²"), ("3", "³"), ("3/4", "¾"), ("<<", "«"),
        (">>", "»"), ("?", "¿"), ("A", "ÀÁÂÃÄÅĀĂĄ"), ("AE", "Æ"), ("C", "ÇĆĈĊČ"), ("C/", "¢"), ("D", "ÐĎĐ"),
        ("E", "ÈÉÊËĒĔĖĘĚ"), ("EUR", "€"), ("G", "ĜĞĠĢ"), ("H", "ĤĦ"), ("I", "ÌÍÎÏĨĪĬĮİ"), ("IJ", "Ĳ"), ("J", "Ĵ"),
        ("K", "Ķ"), ("L", "ĹĻĽĿŁ"), ("N", "ÑŃŅŇ"), ("NG", "ŋ"), ("O", "ÒÓÔÕÖØŌŎŐ"), ("OE", "Œ"), ("P", "¶"),
        ("PS", "£"), ("R", "ŔŖŘ"), ("S", "ŚŜŞŠȘ"), ("SS", "§"), ("T", "ŢŤŦȚ"), ("Th", "Þ"), ("U", "ÙÚÛÜŨŪŬŮŰŲ"),
        ("W", "Ŵ"), ("Y", "ÝŶŸ"), ("Y=", "¥"), ("Z", "ŹŻŽ"), ("a", "ªàáâãäåāăą"), ("ae", "æ"), ("c", "çćĉċč"),
        ("d", "ðďđ"), ("deg", "°"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("ij", "ĳ"),
        ("j", "ĵ"), ("k", "ķĸ"), ("l", "ĺļľŀł"), ("n", "ñńņň"), ("ng", "Ŋ"), ("o", "ºòóôõöøōŏő"), ("oe", "œ"),
        ("r", "ŕŗř"), ("s", "śŝşšſș"), ("ss", "ß"), ("t", "ţťŧț"), ("th", "þ"), ("tm", "™"), ("u", "µùúûüũūŭůűų"),
        ("w", "ŵ"), ("x", "×"), ("y", "ýÿŷ"), ("z", "źżž"), ("|", "¦"),
    ]
}
