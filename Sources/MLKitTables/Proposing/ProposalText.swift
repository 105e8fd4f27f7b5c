internal import MLKitCore
internal import MLKitYAML

/// Writes decisions as lines of a stage in `mlkit.yaml`, each key with its reason beside it, or above where that is long.
struct ProposalText {
    private(set) var lines: [String] = []

    /// Where comments begin, and the last column that they reach, counted from where the keys of the stage stand.
    private static let margin = 31
    private static let width = 111
    static let drop = [DataConfiguration.cleanName, DataConfiguration.Clean.dropName]

    init(_ decisions: [TableProposal.Decision]) {
        for key in [DataConfiguration.targetName, DataConfiguration.taskName, DataConfiguration.readName] {
            for decision in decisions where decision.path == [key] { add("\(key): \(Self.value(decision.value))", decision.why) }
        }
        addClean(decisions.filter { $0.path.first == DataConfiguration.cleanName })
        addSplit(decisions.filter { $0.path.first == DataConfiguration.splitName })
    }

    private mutating func addClean(_ decisions: [TableProposal.Decision]) {
        lines.append("\(DataConfiguration.cleanName):")
        for decision in decisions where decision.path != Self.drop {
            add("  \(decision.path[1]): \(Self.value(decision.value))", decision.why)
        }
        let dropped = decisions.filter { $0.path == Self.drop }
        guard !dropped.isEmpty else {
            return add(
                "  \(DataConfiguration.Clean.dropName): []", "columns that a model must not see, such as identifiers: none was found")
        }
        add("  \(DataConfiguration.Clean.dropName):", "columns that a model must not see, each for its reason")
        for decision in dropped { add("    - \(Self.value(decision.value))", decision.why) }
    }

    private mutating func addSplit(_ decisions: [TableProposal.Decision]) {
        lines.append("\(DataConfiguration.splitName):")
        for (part, share) in DataConfiguration.Split().shares { lines.append("  \(part): \(share)") }
        for decision in decisions {
            guard decision.value != .null else {
                add("", decision.why)
                continue
            }
            add("  \(decision.path[1]): \(Self.value(decision.value))", decision.why)
        }
        lines.append("  \(DataConfiguration.Split.seedName): ${params.seed}")
    }

    private mutating func add(_ text: String, _ why: String) {
        let why = Self.plain(why)
        if text.count < Self.margin, !text.isEmpty, Self.margin + why.count + 2 <= Self.width {
            let gap = String(repeating: " ", count: Self.margin - text.count)
            return lines.append("\(text)\(gap)# \(why)")
        }
        let indent = text.isEmpty ? "  " : String(text.prefix { $0 == " " })
        var line = indent + "#"
        for word in why.split(separator: " ") {
            if line.count > indent.count + 1, line.count + 1 + word.count > Self.width {
                lines.append(line)
                line = indent + "#"
            }
            line += " \(word)"
        }
        lines.append(line)
        if !text.isEmpty { lines.append(text) }
    }

    /// In `mlkit.yaml` a text with `${` refers to something, unless that is written `$${`.
    private static func value(_ value: JSON) -> String {
        if case .string(let text) = value { return YAMLText.flow(.string(text.replacing("${", with: "$${"))) }
        return YAMLText.flow(value)
    }

    /// A reason as a comment can have it: names of columns may hold anything.
    static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.onOneLine.unicodeScalars.map { [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains($0.value) ? " " : $0 }))
    }
}
