/// A text that is the same as another only if its bytes are.
///
/// To Swift two texts are equal if they differ only in how accents are composed (`ü` as one character, or as `u` and a
/// mark: Unicode's canonical equivalence). A model compares bytes: to it they are two categories, and so they are
/// wherever one of its texts is looked up.
public struct ByteText: Hashable, Sendable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public static func == (lhs: ByteText, rhs: ByteText) -> Bool { lhs.text.utf8.elementsEqual(rhs.text.utf8) }

    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension [String] {
    /// The place of the first text with the same bytes.
    public func firstIndex(ofBytes text: String) -> Int? { firstIndex { $0.utf8.elementsEqual(text.utf8) } }

    /// Whether one of the texts has the same bytes.
    public func contains(bytesOf text: String) -> Bool { firstIndex(ofBytes: text) != nil }

    /// The place of each text, by its bytes; of equal ones the first.
    public var placesByBytes: [ByteText: Int] {
        Dictionary(enumerated().map { (ByteText($1), $0) }) { first, _ in first }
    }
}
