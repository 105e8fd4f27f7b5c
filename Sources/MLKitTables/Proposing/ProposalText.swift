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
        for key in [DataConfiguration.targetName, DataConfiguration.taskName] {
            for decision in decisions where decision.path == [key] { add("\(key): \(Self.value(decision.value))", decision.why) }
        }
        addRead(decisions.filter { $0.path.first == DataConfiguration.readName })
        addClean(decisions.filter { $0.path.first == DataConfiguration.cleanName })
        addSplit(decisions.filter { $0.path.first == DataConfiguration.splitName })
    }

    /// In one line, but where single columns have theirs.
    private mutating func addRead(_ decisions: [TableProposal.Decision]) {
        let (name, columns) = (DataConfiguration.readName, decisions.filter { $0.path.count == 3 })
        let whole = decisions.first { $0.path == [name] }
        guard !columns.isEmpty else {
            if let whole { add("\(name): \(Self.value(whole.value))", whole.why) }
            return
        }
        if let whole { add("\(name):", whole.why) } else { lines.append("\(name):") }
        for member in whole?.value.members ?? [] { lines.append("  \(member.name): \(Self.value(member.value))") }
        add("  \(ReadingOptions.numbersName):", "columns whose numbers are written in their own way")
        for column in columns { add("    \(Self.value(.string(column.path[2]))): \(Self.value(column.value))", column.why) }
    }

    private mutating func addClean(_ decisions: [TableProposal.Decision]) {
        lines.append("\(DataConfiguration.cleanName):")
        for decision in decisions where decision.path != Self.drop && decision.path.count == 2 {
            add("  \(decision.path[1]): \(Self.value(decision.value))", decision.why)
        }
        let single = decisions.filter { $0.path.count == 3 }
        if !single.isEmpty { add("  \(DataConfiguration.Clean.missingInName):", "texts that mean it in single columns") }
        for decision in single { add("    \(Self.value(.string(decision.path[2]))): \(Self.value(decision.value))", decision.why) }
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
    static func value(_ value: JSON) -> String { YAMLText.flow(value).replacing("${", with: "$${") }

    /// A reason as a comment can have it: names of columns may hold anything.
    static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(
            text.onOneLine.unicodeScalars.map { [0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF].contains($0.value) ? " " : $0 }))
    }
}
