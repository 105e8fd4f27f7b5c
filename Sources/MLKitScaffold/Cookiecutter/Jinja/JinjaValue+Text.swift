extension JinjaValue {
    /// The value as `{{ … }}` prints it: Python's `str`.
    var text: String {
        if case .string(let text) = self { return text }
        return representation
    }

    /// Python's `repr`: texts in quotes.
    var representation: String {
        switch self {
        case .undefined: "Undefined"
        case .none: "None"
        case .bool(let value): value ? "True" : "False"
        case .int(let value): "\(value)"
        case .double(let value): value.description
        case .string(let text): Self.quoted(text)
        case .list(let list): "[" + list.items.map(\.representation).joined(separator: ", ") + "]"
        case .tuple(let list):
            "(" + list.items.map(\.representation).joined(separator: ", ") + (list.items.count == 1 ? ",)" : ")")
        case .dictionary(let dictionary):
            "{"
                + dictionary.entries.map { "\($0.key.representation): \($0.value.representation)" }
                .joined(separator: ", ") + "}"
        case .namespace: "<Namespace>"
        case .macro(let macro): "<Macro '\(macro.name)'>"
        case .function(let function): "<function \(function.rawValue)>"
        case .method(_, let name): "<method \(name)>"
        case .loop(let state): "<LoopContext \(state.index + 1)/\(state.items.count)>"
        }
    }

    private static func quoted(_ text: String) -> String {
        let quote: Unicode.Scalar = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var result = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case quote: result += "\\\(quote)"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    result += "\\x" + String(scalar.value >> 4, radix: 16) + String(scalar.value & 15, radix: 16)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + String(quote)
    }
}
