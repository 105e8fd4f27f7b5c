/// The values a column may have, by their bytes as the model knows them.
///
/// Two texts may be the same to a reader and differ in their bytes (`ü` as one character, or as `u` and a mark:
/// Unicode's canonical equivalence), and a model compares bytes. Such a text is taken as the category it reads as.
struct CategoryList: Sendable {
    private let exact: Set<Bytes>
    private let readings: [String: String]
    let names: [String]

    private struct Bytes: Hashable {
        let text: String

        static func == (lhs: Bytes, rhs: Bytes) -> Bool { lhs.text.utf8.elementsEqual(rhs.text.utf8) }

        func hash(into hasher: inout Hasher) {
            var text = text
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    init(_ names: [String]) {
        self.names = names
        exact = Set(names.map(Bytes.init))
        readings = Dictionary(names.map { ($0, $0) }) { first, _ in first }
    }

    /// The category that a text is, as the model knows it; `nil` if it is none.
    func category(_ text: String) -> String? {
        if exact.contains(Bytes(text: text)) { return text }
        // ASCII reads in one way only.
        return text.utf8.allSatisfy { $0 < 0x80 } ? nil : readings[text]
    }
}
