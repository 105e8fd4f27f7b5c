internal import MLKitCore
internal import MLKitYAML

/// Puts parameters in where `${params.NAME}` stands, and remembers which were used.
struct ParameterSubstitution {
    let parameters: ParameterTable
    private(set) var used: [String: JSON] = [:]
    private(set) var problems: [Diagnostic] = []
    /// Whether anything that was given is not as it stood.
    private(set) var isChanged = false
    /// How many problems may be told.
    private let problemLimit: Int
    /// What was put in so far, in values and bytes of texts. Past the limit nothing more is.
    private(set) var size: Int
    /// The most that a spec may stand for: a few lines can refer to the same long list or text over and over.
    static let sizeLimit = 1_000_000

    init(parameters: ParameterTable, size: Int = 0, problemLimit: Int = 0) {
        self.parameters = parameters
        self.problemLimit = problemLimit
        self.size = size
    }

    /// The node with every parameter put in; positions stay those of the references.
    mutating func apply(_ node: Node) -> Node {
        switch node.content {
        case .sequence(let items):
            return node.replacingContent(.sequence(items.map { apply($0) }))
        case .mapping(let entries):
            return node.replacingContent(
                .mapping(entries.map { Node.Entry(key: $0.key, value: apply($0.value)) }))
        case .scalar(let scalar):
            return scalar.text.utf8.contains(UInt8(ascii: "$")) ? substituted(node, scalar) : node
        }
    }

    /// The stage with every parameter put in.
    ///
    /// - Parameter command: the key with a command in the language of `sh`, in which a value is quoted.
    mutating func apply(stage: Node, command: String?) -> Node {
        guard let command, case .mapping(let entries) = stage.content else { return apply(stage) }
        return stage.replacingContent(
            .mapping(
                entries.map { entry in
                    guard entry.name == command, case .scalar(let scalar) = entry.value.content,
                        scalar.text.utf8.contains(UInt8(ascii: "$"))
                    else { return Node.Entry(key: entry.key, value: apply(entry.value)) }
                    return Node.Entry(key: entry.key, value: substituted(entry.value, scalar, ShellQuoting()))
                }))
    }

    /// Looks up parameters that a stage names outright.
    mutating func use(_ names: [PlacedText]) {
        for name in names { _ = value(of: name.text, at: name.location) }
    }

    private mutating func substituted(_ node: Node, _ scalar: Scalar, _ quoting: ShellQuoting? = nil) -> Node {
        if let name = Self.parameterName(scalar.text[...]), !name.contains("${") {
            guard let found = value(of: String(name), at: node.location) else { return node }
            isChanged = true
            return node.replacingContent(found.content)
        }
        guard Reference(node) == nil else { return node }
        isChanged = true
        return node.replacingContent(.scalar(Scalar(text: interpolated(scalar.text, node, quoting), isPlain: false)))
    }

    /// The name in a text that is one reference to a parameter and nothing else.
    private static func parameterName(_ text: Substring) -> Substring? {
        guard text.hasPrefix("${params."), text.hasSuffix("}") else { return nil }
        let name = text.dropFirst(9).dropLast()
        return name.hasSuffix(rawMark) ? name.dropLast(rawMark.count) : name
    }

    /// Ends a reference whose value goes into a command without quotes: `${params.flags|raw}`.
    static let rawMark = "|raw"

    /// - Parameter quoting: knows how to quote values in a command; `nil` elsewhere.
    private mutating func interpolated(_ text: String, _ node: Node, _ quoting: ShellQuoting?) -> String {
        var quoting = quoting
        var result = ""
        var read = result.startIndex
        /// The last reference that was put in.
        var put = ""
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "$" }) {
            result += rest[..<open]
            rest = rest[open...]
            if rest.hasPrefix("$${") {
                result += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${"), let close = end(of: rest, node) {
                let (value, isOurs) = scalarText(rest[..<close], node)
                if isOurs, !rest[..<close].hasSuffix(Self.rawMark + "}") {
                    quoting?.read(result[read...])
                    result += quoting?.put(value) ?? value
                    read = result.endIndex
                    put = String(rest[..<close])
                    if let problem = quoting?.problem { return refuse(problem, put, node) }
                } else {
                    result += value
                }
                rest = rest[close...]
            } else {
                result += "$"
                rest = rest.dropFirst()
            }
        }
        result += rest
        if !put.isEmpty {
            quoting?.read(result[read...])
            quoting?.finish()
        }
        return quoting?.problem.map { refuse($0, put, node) } ?? result
    }

    /// A value that cannot be put into a command.
    private mutating func refuse(_ problem: ShellQuotingProblem, _ reference: String, _ node: Node) -> String {
        if problems.count < problemLimit { problems.append(problem.diagnostic(reference, at: node.location)) }
        // Not empty, which would be told as well.
        return "-"
    }

    /// Behind the `}` of the reference with which a text begins; `nil` if it has none.
    private mutating func end(of text: Substring, _ node: Node) -> Substring.Index? {
        let inner = text.dropFirst(2)
        let stop = inner.firstIndex { $0 == "}" || $0 == "$" || $0 == "\n" } ?? inner.endIndex
        if stop < inner.endIndex, inner[stop] == "}" { return inner.index(after: stop) }
        guard inner.hasPrefix("params.") || inner.hasPrefix("stages.") else { return nil }
        let head = inner[..<stop]
        if inner[stop...].hasPrefix("${"), !head.contains(where: \.isWhitespace) {
            report("references cannot stand inside each other", node, hint: "refer to one parameter by its whole name")
        } else {
            report("`${\(head.prefix { !$0.isWhitespace })` is not closed", node, hint: "write `}` behind the name")
        }
        return nil
    }

    /// What a reference inside a text becomes, and whether it is one of ours; `${NAME}` and `${NAME%.csv}` are the
    /// shell's, and stay.
    private mutating func scalarText(_ reference: Substring, _ node: Node) -> (text: String, isOurs: Bool) {
        let words = reference.dropFirst(2).dropLast()
        let root = words.prefix { $0 != "." }
        guard root.count < words.count, TextPattern.identifier.accepts(String(root)) else {
            return (String(reference), false)
        }
        guard let name = Self.parameterName(reference) else {
            reportUnknown(reference, root, node)
            return ("", false)
        }
        guard let value = value(of: String(name), at: node.location) else { return ("", false) }
        guard let text = value.text else {
            report("`\(reference)` is \(value.kindName), not text", node)
            return ("", false)
        }
        // What is no finite number is called the same everywhere.
        if case .double? = value.scalar?.value, case .string(let name) = value.identity { return (name, true) }
        return (value.isNull ? "" : text, true)
    }

    /// A reference that is none to a parameter.
    private mutating func reportUnknown(_ reference: Substring, _ root: Substring, _ node: Node) {
        guard ![StageKeys.item, StageKeys.matrix].contains(String(root)) else {
            let key = root == StageKeys.item ? StageKeys.foreach : StageKeys.matrix
            return report(
                "`\(reference)` stands in a stage without `\(key)`", node,
                hint: "give the stage a `\(key)`, or write `$${` for the characters themselves")
        }
        guard root == SpecSchema.stages else {
            let near = Suggestion.nearest(to: String(root), among: [SpecSchema.parameters, SpecSchema.stages])
            return report(
                "`\(reference)` refers to neither `params` nor `stages`", node,
                hint: near.map { "did you mean `${\($0)\(reference.dropFirst(2 + root.count))`?" }
                    ?? "write `$${` for the characters themselves")
        }
        guard node.text != String(reference) else {
            return report(
                "`\(reference)` is not a reference to a stage", node,
                hint: "write `${stages.NAME}` or `${stages.NAME.PRODUCT}`")
        }
        report(
            "`\(reference)` cannot stand inside a text", node,
            hint: "only `${params.NAME}` can; write `$${` for the characters themselves")
    }

    private mutating func report(_ message: String, _ node: Node, hint: String? = nil) {
        report(message, node.location, hint: hint)
    }

    private mutating func report(_ message: String, _ place: SourceLocation?, hint: String? = nil) {
        if problems.count < problemLimit { problems.append(.error(message, at: place, hint: hint)) }
    }

    /// The parameter's node; remembers its use, or reports that there is none.
    private mutating func value(of name: String, at place: SourceLocation?) -> Node? {
        let node = parameters[name]
        guard let node else {
            let names = problems.count < problemLimit ? parameters.names : []
            report("unknown parameter `\(name)`", place, hint: names.isEmpty ? nil : Suggestion.hint(for: name, among: names))
            return nil
        }
        size += node.weight + (node.text?.utf8.count ?? 0)
        guard size <= Self.sizeLimit else { return nil }
        used[name] = node.identity
        return node
    }
}
