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
        let composed = String(decoding: text, as: UTF8.self)._nfcCodeUnits
        return composed.elementsEqual(text) ? nil : composed
    }
}
