internal import MLKitCore

/// Writes values as YAML that suits its surroundings.
struct BlockText {
    /// Spaces per level of mappings.
    var step = 2
    /// Spaces of a list below its key.
    var listStep = 2

    /// A value on one line.
    static func line(_ value: JSON, like style: Event.Style = .plain, inFlow: Bool) -> String {
        switch value {
        case .string(let text): scalar(text, like: style, inFlow: inFlow)
        case .double(let number) where !number.isFinite: number.isNaN ? ".nan" : number < 0 ? "-.inf" : ".inf"
        case .array(let values): "[" + values.map { line($0, inFlow: true) }.joined(separator: ", ") + "]"
        case .object(let members): "{" + members.map { entry($0.name, $0.value) }.joined(separator: ", ") + "}"
        default: value.compact
        }
    }

    /// A key and its value inside braces.
    static func entry(_ key: String, _ value: JSON) -> String {
        YAMLText.flow(.string(key)) + ": " + line(value, inFlow: true)
    }

    /// A text, in the quotes that stood there before where these can hold it.
    private static func scalar(_ text: String, like style: Event.Style, inFlow: Bool) -> String {
        let isSimple = text.unicodeScalars.allSatisfy {
            (0x20..<0x7F).contains($0.value) || (0xA1..<0x2000).contains($0.value)
        }
        switch style {
        case .singleQuoted where isSimple: return "'" + text.replacing("'", with: "''") + "'"
        case .doubleQuoted: return YAMLText.quoted(text)
        default: break
        }
        if !inFlow, isPlainReference(text) { return text }
        return inFlow ? YAMLText.flow(.string(text)) : YAMLText.scalar(text)
    }

    /// Whether a text is one `${…}` of safe characters, which needs no quotes outside of brackets.
    private static func isPlainReference(_ text: String) -> Bool {
        guard text.hasPrefix("${"), text.hasSuffix("}") else { return false }
        return text.dropFirst(2).dropLast().utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || "_-.".utf8.contains($0)
        }
    }

    /// Whether a value is easier to read over several lines.
    static func wantsLines(_ value: JSON) -> Bool {
        switch value {
        case .array(let values): values.contains { $0.array != nil || $0.members != nil }
        case .object(let members): !members.isEmpty
        default: false
        }
    }

    /// A value as lines, indented among themselves.
    func lines(_ value: JSON) -> [String] {
        switch value {
        case .array(let values): values.flatMap { item($0) }
        case .object(let members): members.flatMap { entry($0.name, $0.value) }
        default: [Self.line(value, inFlow: false)]
        }
    }

    /// A key and its value as lines.
    func entry(_ key: String, _ value: JSON) -> [String] {
        let name = YAMLText.flow(.string(key))
        guard Self.wantsLines(value) else { return ["\(name): \(Self.line(value, inFlow: false))"] }
        let margin = String(repeating: " ", count: value.array == nil ? step : listStep)
        return ["\(name):"] + lines(value).map { margin + $0 }
    }

    /// An item of a list as lines.
    func item(_ value: JSON) -> [String] {
        guard Self.wantsLines(value) else { return ["- \(Self.line(value, inFlow: false))"] }
        return lines(value).enumerated().map { ($0 == 0 ? "- " : "  ") + $1 }
    }
}
