internal import MLKitCore
internal import MLKitYAML

/// Writes a spec line by line, and knows on which lines each stage stands.
struct SpecText {
    private(set) var lines: [String] = []
    private(set) var stageLines: [(name: String, first: Int)] = []

    /// Comments and lists are broken before this column.
    private static let width = 110

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func add(_ line: String = "") { lines.append(line) }

    /// Remembers that a stage begins on the next line.
    mutating func beginStage(_ name: String) { stageLines.append((name, lines.count + 1)) }

    /// The stage that a line belongs to.
    func stage(atLine line: Int) -> String? { stageLines.last { $0.first <= line }?.name }

    /// A comment of one paragraph; characters that YAML does not have in comments become spaces.
    mutating func comment(_ text: String, indent: Int = 0) {
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { Self.isPrintable($0) ? $0 : " " }))
        let margin = String(repeating: " ", count: indent) + "#"
        var line = margin
        for word in clean.split(separator: " ") {
            if line != margin, line.count + word.count >= Self.width {
                lines.append(line)
                line = margin
            }
            line += " " + word
        }
        lines.append(line)
    }

    /// `key: value` with where the value comes from; a long text is folded over several lines.
    mutating func fact(_ key: String, _ fact: ProjectFact?) {
        guard let fact else { return }
        let source = "  # from \(fact.source)"
        guard fact.value.count > 80, fact.value.unicodeScalars.allSatisfy(Self.isPrintable) else {
            return add("  \(key): \(YAMLText.scalar(fact.value))" + source)
        }
        add("  \(key): >-" + source)
        var line = ""
        for word in fact.value.split(separator: " ") {
            if !line.isEmpty, line.count + word.count > 100 {
                add("    " + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        add("    " + line)
    }

    /// A key with a list of texts, in brackets if it fits on the line.
    mutating func list(_ key: String, _ values: [String]) { list(key, values.map { JSON.string($0) }) }

    /// The same, of any values.
    mutating func list(_ key: String, _ values: [JSON]) {
        let line = "    \(key): \(YAMLText.flow(.array(values)))"
        guard line.count > Self.width else { return add(line) }
        add("    \(key):")
        for value in values { add("      - \(YAMLText.flow(value))") }
    }

    /// A command: on one line, or line by line.
    mutating func command(_ text: String) {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        let isBlock = parts.count > 1 && !text.hasPrefix(" ") && parts.allSatisfy { part in
            !part.isEmpty && part.last != " " && part.unicodeScalars.allSatisfy(Self.isPrintable)
        }
        guard isBlock else { return add("    run: \(YAMLText.scalar(text))") }
        add("    run: |-")
        for part in parts { add("      \(part)") }
    }

    /// A mapping in lines of its own, one level per two spaces.
    mutating func mapping(_ value: JSON, indent: Int) {
        guard case .object(let members) = value else { return }
        let margin = String(repeating: " ", count: indent)
        for member in members {
            let key = YAMLText.flow(.string(member.name))
            if case .object = member.value {
                add("\(margin)\(key):")
                mapping(member.value, indent: indent + 2)
            } else {
                add("\(margin)\(key): \(YAMLText.flow(member.value))")
            }
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
        default: true
        }
    }
}
