internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// Holds the values of one column to its schema.
struct FieldDecoder {
    enum Result {
        case value(JSON)
        case problem(String)
    }

    let input: ModelColumn
    /// The type in which the model takes the column.
    let type: ElementType
    private let categories: Set<String>

    init(input: ModelColumn, type: ElementType) {
        self.input = input
        self.type = type
        categories = Set(input.categories)
    }

    /// - Parameter values: as `decode` gave them, one a row.
    /// - Returns: a tensor of shape [rows, 1].
    func tensor(of values: [JSON]) -> Tensor? {
        try? Tensor(Tensor.Values(values, as: type), shape: [values.count, 1])
    }

    /// What a row without this column means.
    var absent: Result { input.nullable ? .value(.null) : .problem("missing") }

    func decode(_ value: JSON) -> Result {
        switch (input.type, value) {
        case (_, .null): input.nullable ? .value(.null) : .problem("must not be null")
        case (.number, .int), (.number, .double), (.integer, .int): .value(value)
        case (.integer, .double(let number)) where number == number.rounded(): .value(value)
        case (.boolean, .bool(let truth)): .value(.string(truth ? "true" : "false"))
        case (.boolean, .string(let text)), (.text, .string(let text)): category(text)
        default: .problem("expected \(expectation), got \(value.shown)")
        }
    }

    private func category(_ text: String) -> Result {
        if text.isEmpty { return input.nullable ? .value(.null) : .problem("must not be empty") }
        if input.type == .boolean, text != "true", text != "false" {
            return .problem("expected \(expectation), got \(JSON.string(text).shown)")
        }
        if categories.isEmpty || categories.contains(text) { return .value(.string(text)) }
        let hint = Suggestion.nearest(to: text, among: input.categories).map { "; did you mean `\($0)`?" } ?? ""
        return .problem("unknown category \(JSON.string(String(text.prefix(40))).compact)\(hint)")
    }

    private var expectation: String {
        switch input.type {
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .text: "text"
        }
    }
}
