internal import MLKitCore
internal import MLKitYAML

/// Puts parameters in where `${params.NAME}` stands, and remembers which were used.
struct ParameterSubstitution {
    /// The node under `params`, if there is one.
    let parameters: Node?
    private(set) var used: [String: JSON] = [:]
    private(set) var problems: [Diagnostic] = []

    init(parameters: Node?) {
        self.parameters = parameters
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
            return scalar.text.contains("${") ? substituted(node, scalar) : node
        }
    }

    /// Looks up the parameters that a command names outright, under its own `params`.
    mutating func useNamed(in stage: Node) {
        guard stage["run"] != nil else { return }
        for name in stage["params"]?.sequence ?? [] { _ = value(of: name.text ?? "", at: name) }
    }

    private mutating func substituted(_ node: Node, _ scalar: Scalar) -> Node {
        if let name = Self.parameterName(scalar.text[...]), !name.contains("${") {
            return value(of: String(name), at: node).map { node.replacingContent($0.content) } ?? node
        }
        guard Reference(node) == nil else { return node }
        return node.replacingContent(.scalar(Scalar(text: interpolated(scalar.text, node), isPlain: false)))
    }

    /// The name in a text that is one reference to a parameter and nothing else.
    private static func parameterName(_ text: Substring) -> Substring? {
        guard text.hasPrefix("${params."), text.hasSuffix("}") else { return nil }
        return text.dropFirst(9).dropLast()
    }

    private mutating func interpolated(_ text: String, _ node: Node) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "$" }) {
            result += rest[..<open]
            rest = rest[open...]
            if rest.hasPrefix("$${") {
                result += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${"), let close = rest.firstIndex(of: "}") {
                result += scalarText(rest[...close], node)
                rest = rest[rest.index(after: close)...]
            } else {
                result += "$"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// What a reference inside a text becomes; `${NAME}` without a dot is a shell's variable and stays.
    private mutating func scalarText(_ reference: Substring, _ node: Node) -> String {
        guard reference.contains(".") else { return String(reference) }
        guard let name = Self.parameterName(reference) else {
            problems.append(
                .error(
                    "`\(reference)` cannot stand inside a text", at: node.location,
                    hint: "only `${params.NAME}` can; write `$${` for the characters themselves"))
            return ""
        }
        guard let value = value(of: String(name), at: node) else { return "" }
        guard let text = value.text else {
            problems.append(.error("`\(reference)` is \(value.kindName), not text", at: node.location))
            return ""
        }
        return text
    }

    /// The parameter's node; remembers its use, or reports that there is none.
    private mutating func value(of name: String, at place: Node) -> Node? {
        var node = parameters
        for part in name.split(separator: ".", omittingEmptySubsequences: false) {
            node = node?[String(part)]
        }
        guard let node else {
            problems.append(
                .error(
                    "unknown parameter `\(name)`", at: place.location,
                    hint: Suggestion.hint(for: name, among: Self.names(parameters, prefix: ""))))
            return nil
        }
        used[name] = node.json
        return node
    }

    /// The dotted names of all values below a node.
    private static func names(_ node: Node?, prefix: String) -> [String] {
        (node?.mapping ?? []).flatMap { entry in
            entry.value.mapping == nil
                ? [prefix + entry.name] : names(entry.value, prefix: prefix + entry.name + ".")
        }
    }
}
