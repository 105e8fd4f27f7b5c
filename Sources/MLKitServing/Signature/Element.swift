internal import MLKitCore

/// One value of a request, from whichever door and in whichever form it came.
enum Element {
    case missing
    case truth(Bool)
    case number(JSONNumber)
    case text(String)
    /// A list or an object, which is no value of a column.
    case nested(String)

    /// The value as a message shows it: `text "Private"`, `the number 39.5`, `a list`.
    var shown: String {
        switch self {
        case .missing: "null"
        case .truth(let value): value ? "true" : "false"
        case .number(.whole(let value)): "the number \(value)"
        case .number(.large(let value)): "the number \(value)"
        case .number(.real(let value)): "the number \(value)"
        case .number(.rounded(let value)) where value.magnitude < 0x1p53: "the number \(value), rounded"
        case .number(.rounded(let value)): "the number \(value)"
        case .text(let text): "text \(Self.quoted(text))"
        case .nested(let kind): kind
        }
    }

    static func quoted(_ text: String) -> String { JSON.string(text.excerpt).compact }
}

extension JSONScanner {
    /// Takes a value as an element.
    mutating func element() throws -> Element {
        switch try kind() {
        case .null:
            try null()
            return .missing
        case .truth: return .truth(try truth())
        case .number: return .number(try number())
        case .text: return .text(string(try text()))
        case .list:
            _ = try skip()
            return .nested("a list")
        case .object:
            _ = try skip()
            return .nested("an object")
        }
    }
}
