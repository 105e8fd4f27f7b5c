/// A text that is the same as another only if its bytes are.
///
/// To Swift two texts are equal if they differ only in how accents are composed (`ü` as one character, or as `u` and a
/// mark: Unicode's canonical equivalence). A disk, a shell and a model compare bytes: to them it is two names, two words,
/// two categories, and so it is wherever one of their texts is looked up.
public struct ByteText: Hashable, Sendable {
    public let text: String

    @inlinable public init(_ text: some StringProtocol) {
        self.text = String(text)
    }

    @inlinable public static func == (lhs: ByteText, rhs: ByteText) -> Bool { lhs.text.hasSameBytes(as: rhs.text) }

    @inlinable public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// The order of texts, and of those that are one to Swift the order of their bytes.
extension ByteText: Comparable {
    @inlinable public static func < (lhs: ByteText, rhs: ByteText) -> Bool {
        lhs.text < rhs.text || lhs.text == rhs.text && lhs.text.utf8.lexicographicallyPrecedes(rhs.text.utf8)
    }
}

extension String {
    /// Whether two texts are the same to the byte.
    @inlinable public func hasSameBytes(as other: String) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { bytes in
            other.utf8.withContiguousStorageIfAvailable { bytes.count == $0.count && bytes.elementsEqual($0) }
        }
        return isSame.flatMap { $0 } ?? utf8.elementsEqual(other.utf8)
    }
}

extension StringProtocol {
    /// Whether two texts are the same to the byte.
    @inlinable public func hasSameBytes(as other: some StringProtocol) -> Bool {
        // Texts that differ are told apart quickly.
        self == other && utf8.elementsEqual(other.utf8)
    }
}

extension Sequence<String> {
    /// Each once, by its bytes, in the order of texts.
    @inlinable public func sortedByBytes() -> [String] { Set(map { ByteText($0) }).sorted().map(\.text) }
}

extension [String] {
    /// The place of the first text with the same bytes.
    @inlinable public func firstIndex(ofBytes text: String) -> Int? { firstIndex { $0.hasSameBytes(as: text) } }

    /// Whether one of the texts has the same bytes.
    @inlinable public func contains(bytesOf text: String) -> Bool { firstIndex(ofBytes: text) != nil }

    /// The place of each text, by its bytes; of equal ones the first.
    @inlinable public var placesByBytes: [ByteText: Int] {
        Dictionary(enumerated().map { (ByteText($1), $0) }) { first, _ in first }
    }
}
