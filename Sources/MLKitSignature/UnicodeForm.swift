/// How the characters of texts are composed. Texts that read the same may have other bytes, `ü` as one character or as a `u` with
/// a mark, and to a model they are other texts.
public enum UnicodeForm: String, CaseIterable, Sendable {
    /// Composed as far as there are characters for it: Normalization Form C of Unicode Standard Annex #15.
    case nfc

    public func normalized(_ text: String) -> String {
        var text = text
        return text.withUTF8 { changed($0) }.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// The text in this form, as UTF-8; `nil` where it is in it already.
    public func changed(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        // All characters below U+0300, which begin with less than this byte, stay as they are.
        guard text.contains(where: { $0 >= 0xCC }) else { return nil }
        let composed = CombiningMarks.ordered(String(decoding: text, as: UTF8.self))._nfcCodeUnits
        return composed.elementsEqual(text) ? nil : composed
    }
}

/// Marks that stand on one letter. What the standard library does to put them in order takes the square of their number, which
/// whoever sends a text may choose.
public enum CombiningMarks {
    /// More than any writing has on a letter, and what Unicode Standard Annex #15 takes for safe in a stream of text.
    public static let limit = 30

    /// Whether more marks than that follow each other.
    public static func areTooMany(_ text: String) -> Bool {
        guard text.utf8.count > limit * 2 else { return false }
        var run = 0
        for scalar in text.unicodeScalars {
            run = isMark(scalar) ? run + 1 : 0
            if run > limit { return true }
        }
        return false
    }

    /// The text with the marks of each long run in canonical order (The Unicode Standard, section 3.11), which is the same text.
    static func ordered(_ text: String) -> String {
        guard areTooMany(text) else { return text }
        var result = String.UnicodeScalarView()
        var run = [[Unicode.Scalar]](repeating: [], count: 256)
        func flush() {
            for place in run.indices where !run[place].isEmpty {
                result.append(contentsOf: run[place])
                run[place] = []
            }
        }
        var isInRun = false
        for scalar in text.unicodeScalars {
            if isMark(scalar) {
                run[Int(scalar.properties.canonicalCombiningClass.rawValue)].append(scalar)
                isInRun = true
                continue
            }
            if isInRun { flush() }
            isInRun = false
            result.append(scalar)
        }
        if isInRun { flush() }
        return String(result)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        // Most characters need no look at their properties.
        scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
    }
}
