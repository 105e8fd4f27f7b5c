internal import MLKitCore
internal import MLKitSignature

/// The values a column may have, by their bytes as the model knows them: a text that reads as one of them and has other
/// bytes is another text to the model, and none of them here.
struct CategoryList: Sendable {
    private let exact: Set<ByteText>
    let names: [String]

    init(_ names: [String]) {
        self.names = names
        exact = Set(names.map { ByteText($0) })
    }

    func contains(_ text: String) -> Bool { exact.contains(ByteText(text)) }

    /// What is meant by a text that is none of them, perhaps; `nil` for nothing near.
    func advice(for text: String) -> String? {
        guard text.utf8.count <= 200 else { return nil }
        // To Swift two texts are equal that differ in how accents are composed.
        if let same = names.first(where: { $0 == text }) {
            return "`\(same)` has the same letters in other bytes: compose its accents as the data do"
        }
        return Suggestion.nearest(to: text, among: names).map { "did you mean `\($0)`?" }
    }
}
