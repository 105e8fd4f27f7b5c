internal import MLKitCore

/// The values of a rendering's variables, with what expressions have come to.
final class TextValues {
    private let json: [String: JSON]
    /// Shared by all texts of a rendering.
    let budget: TextBudget
    /// What expressions came to that mean the same wherever they stand.
    var known: [TextOutput.Key: String] = [:]

    init(_ json: [String: JSON], budget: TextBudget = TextBudget()) {
        self.json = json
        self.budget = budget
    }

    /// An answer of nothing is an empty one.
    subscript(name: String) -> JSON {
        let value = json[name] ?? .null
        return value == .null ? "" : value
    }

    /// The same values and one more, as a loop has it.
    func adding(_ name: String, _ value: JSON) -> TextValues {
        TextValues(json.merging([name: value]) { $1 }, budget: budget)
    }
}
