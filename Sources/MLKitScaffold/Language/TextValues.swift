internal import MLKitCore

/// The values of a rendering's variables, with what expressions have come to.
final class TextValues {
    let json: [String: JSON]
    /// As Stencil compares and prints them.
    let dictionary: [String: Any]
    /// What expressions outside blocks came to, by their text.
    var known: [String: String] = [:]

    init(_ json: [String: JSON]) {
        self.json = json
        dictionary = json.mapValues(\.templateValue)
    }

    /// The same values and one more, as a loop has it.
    func adding(_ name: String, _ value: JSON) -> TextValues {
        TextValues(json.merging([name: value]) { $1 })
    }
}

extension JSON {
    fileprivate var templateValue: Any {
        switch self {
        case .null: ""
        case .bool(let value): value
        case .int(let value): value
        case .double(let value): value
        case .string(let value): value
        case .array(let values): values.map(\.templateValue)
        case .object(let members):
            Dictionary(members.map { ($0.name, $0.value.templateValue) }) { $1 }
        }
    }
}
