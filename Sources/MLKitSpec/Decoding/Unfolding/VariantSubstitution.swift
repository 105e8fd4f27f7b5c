internal import MLKitCore
internal import MLKitYAML

/// Puts the values of one variant in where `${item}`, `${item.KEY}`, `${key}` or `${matrix.NAME}` stands. Parameters
/// are put in afterwards, so that `${params.size.${item}}` finds its own.
struct VariantSubstitution {
    let variant: StageVariant
    /// The names of axes that were put in; `key` for `${key}`.
    private(set) var used: Set<String> = []
    private(set) var problems: [Diagnostic] = []
    /// What was put in, in values and bytes of texts. Past the limit nothing more is.
    private(set) var size: Int
    private let roots: Set<Substring>

    init(_ variant: StageVariant, size: Int) {
        self.variant = variant
        self.size = size
        roots = Set([variant.values[StageKeys.item] == nil ? StageKeys.matrix : StageKeys.item, "key"].map { $0[...] })
    }

    /// The stage with every value put in.
    ///
    /// - Parameter command: the key with a command in the language of `sh`, in which a value is quoted.
    mutating func apply(stage: Node, command: String?) -> Node {
        guard let command, case .mapping(let entries) = stage.content else { return apply(stage) }
        return stage.replacingContent(
            .mapping(
                entries.map { entry in
                    let quoting = entry.name == command ? ShellQuoting() : nil
                    return Node.Entry(key: entry.key, value: apply(entry.value, quoting))
                }))
    }

    private mutating func apply(_ node: Node, _ quoting: ShellQuoting? = nil) -> Node {
        switch node.content {
        case .sequence(let items): return node.replacingContent(.sequence(items.map { apply($0) }))
        case .mapping(let entries):
            return node.replacingContent(.mapping(entries.map { Node.Entry(key: $0.key, value: apply($0.value)) }))
        case .scalar(let scalar):
            guard scalar.text.contains("${") else { return node }
            if let written = Self.name(at: scalar.text[...]), written.count + 3 == scalar.text.count,
                case let (name, _) = Self.unmarked(written), isOurs(name)
            {
                return value(of: name, node).map { node.replacingContent($0.content) } ?? node
            }
            return node.replacingContent(.scalar(Scalar(text: text(scalar.text, node, quoting), isPlain: false)))
        }
    }

    /// The text with every value put in; all other references stay.
    private mutating func text(_ text: String, _ node: Node, _ quoting: ShellQuoting?) -> String {
        var quoting = quoting
        var result = ""
        var read = result.startIndex
        /// The last reference that was put in.
        var put = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                result += "$${"
                rest = rest.dropFirst(3)
            } else if let written = Self.name(at: rest), case let (name, isRaw) = Self.unmarked(written), isOurs(name) {
                let value = scalarText(name, node)
                if isRaw || Self.isInReference(result) {
                    result += value
                } else {
                    quoting?.read(result[read...].replacing("$${", with: "${"))
                    result += Self.quoted(value, &quoting)
                    read = result.endIndex
                    put = "${\(name)}"
                    if let problem = quoting?.problem { return refuse(problem, put, node) }
                }
                rest = rest.dropFirst(written.count + 3)
            } else {
                result += "$"
                rest = rest.dropFirst()
            }
        }
        result += rest
        if !put.isEmpty {
            quoting?.read(result[read...].replacing("$${", with: "${"))
            quoting?.finish()
        }
        return quoting?.problem.map { refuse($0, put, node) } ?? result
    }

    /// A value that cannot be put into a command.
    private mutating func refuse(_ problem: ShellQuotingProblem, _ reference: String, _ node: Node) -> String {
        if problems.count < Diagnostic.limit { problems.append(problem.diagnostic(reference, at: node.location)) }
        // Not empty, which would be told as well.
        return "-"
    }

    /// Whether a text ends inside of a reference, the name of which goes on with what follows.
    private static func isInReference(_ text: String) -> Bool {
        guard let open = text.ranges(of: "${").last, !text[open.upperBound...].contains("}") else { return false }
        return ["params.", "stages."].contains { text[open.upperBound...].hasPrefix($0) }
    }

    /// A value as it goes into a command, or elsewhere. What stands for `${` goes on standing for it.
    private static func quoted(_ value: String, _ quoting: inout ShellQuoting?) -> String {
        guard quoting != nil else { return value }
        let references = references(in: value)
        guard references.isEmpty else { return quoting?.put(value, keeping: references) ?? value }
        return quoting?.put(value.replacing("$${", with: "${")).escapingReferences ?? value
    }

    /// The references in a value, which are followed, and quoted, when parameters are put in.
    private static func references(in value: String) -> [Range<String.Index>] {
        value.ranges(of: "${params.").compactMap { open in
            let isEscaped = value[..<open.lowerBound].hasSuffix("$")
            guard !isEscaped, let end = value[open.upperBound...].firstIndex(of: "}") else { return nil }
            return open.lowerBound..<value.index(after: end)
        }
    }

    /// A name without the mark that its value is not to be quoted.
    private static func unmarked(_ name: Substring) -> (name: Substring, isRaw: Bool) {
        let mark = ParameterSubstitution.rawMark
        return name.hasSuffix(mark) ? (name.dropLast(mark.count), true) : (name, false)
    }

    /// `NAME` of a text that begins with `${NAME}`.
    private static func name(at text: Substring) -> Substring? {
        guard text.hasPrefix("${") else { return nil }
        let inner = text.dropFirst(2)
        guard let end = inner.firstIndex(where: { $0 == "}" || $0 == "$" }), inner[end] == "}" else { return nil }
        return inner[..<end]
    }

    private func isOurs(_ name: Substring) -> Bool {
        roots.contains(name.prefix { $0 != "." }) && name != StageKeys.matrix
    }

    private mutating func scalarText(_ name: Substring, _ node: Node) -> String {
        guard let value = value(of: name, node) else { return "" }
        guard let text = value.text else {
            report(
                "`${\(name)}` is \(value.kindName), not text", node,
                hint: value.mapping == nil ? nil : "write `${\(name).KEY}`")
            return ""
        }
        return text
    }

    /// What a name stands for; reports it if it stands for nothing.
    private mutating func value(of name: Substring, _ node: Node) -> Node? {
        if name == "key" {
            used.insert("key")
            let key = Scalar(text: variant.key.escapingReferences, isPlain: false)
            return put(node.replacingContent(.scalar(key)))
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let count = parts[0] == StageKeys.item ? 1 : 2
        guard let value = variant.values[parts.prefix(count).joined(separator: ".")] else {
            let known = variant.values.keys.sorted()
            report(
                "`${\(name)}` is not in this stage's `\(parts[0] == StageKeys.item ? StageKeys.foreach : parts[0])`", node,
                hint: Suggestion.nearest(to: String(name), among: known).map { "did you mean `${\($0)}`?" }
                    ?? "it has \(Suggestion.list(known.map { "${\($0)}" }))")
            return nil
        }
        used.insert(parts.prefix(count).joined(separator: "."))
        let path = parts.dropFirst(count)
        if let found = path.reduce(value.written, { $0?[$1] }) { return put(found) }
        // A mapping that a parameter brings.
        if let found = path.reduce(value.resolved, { $0?[$1] }) { return put(found.escaped) }
        report(
            "`${\(name)}` is not there: `\(variant.label)` has no `\(path.joined(separator: "."))`", node,
            hint: value.resolved.mapping.flatMap { Suggestion.hint(for: path.last ?? "", among: $0.map(\.name)) })
        return nil
    }

    private mutating func put(_ node: Node) -> Node? {
        size += node.weight + (node.text?.utf8.count ?? 0)
        return size <= ParameterSubstitution.sizeLimit ? node : nil
    }

    private mutating func report(_ message: String, _ node: Node, hint: String? = nil) {
        if problems.count < Diagnostic.limit { problems.append(.error(message, at: node.location, hint: hint)) }
    }
}
