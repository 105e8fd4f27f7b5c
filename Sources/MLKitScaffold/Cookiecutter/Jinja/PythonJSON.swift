internal import MLKitCore

/// JSON as Python's `json.dumps` writes it with sorted keys: a space after commas, and ASCII alone.
struct PythonJSON {
    /// Spaces for each level; `nil` for all on one line.
    let indent: Int?

    func text(_ json: JSON, depth: Int = 0) -> String {
        switch json {
        case .array(let values): list("[", values.map { text($0, depth: depth + 1) }, "]", depth)
        case .object(let members):
            list(
                "{",
                members.sorted { $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars) }.map {
                    "\(quoted($0.name)): \(text($0.value, depth: depth + 1))"
                }, "}", depth)
        case .string(let text): quoted(text)
        default: json.compact
        }
    }

    private func list(_ opening: String, _ parts: [String], _ closing: String, _ depth: Int) -> String {
        guard let indent, !parts.isEmpty else { return opening + parts.joined(separator: ", ") + closing }
        let line = { (depth: Int) in "\n" + String(repeating: " ", count: min(max(indent, 0), 100) * depth) }
        return opening + parts.map { line(depth + 1) + $0 }.joined(separator: ",") + line(depth) + closing
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0x08: result += "\\b"
            case 0x0C: result += "\\f"
            case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
