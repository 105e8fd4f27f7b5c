internal import MLKitYAML

/// One value of `foreach`, or of an axis of `matrix`.
struct UnfoldingValue {
    /// As written, with its parameters still to be put in: the stage that uses it is the one that uses them.
    let written: Node
    /// With its parameters put in.
    let resolved: Node
    /// The name it has in a mapping under `foreach`.
    let key: String?
    /// What it adds to the stage's name; `nil` if it cannot name anything.
    let label: String?

    init(written: Node, resolved: Node, key: String? = nil, isCandidate: Bool = false) {
        self.written = written
        self.resolved = resolved
        self.key = key
        label = (key ?? Self.name(of: resolved, isCandidate: isCandidate)).map { Self.fileSafe($0) }
    }

    /// A scalar's text, those of a list of scalars, or a mapping's `name`; a candidate may be named by its kind too.
    private static func name(of node: Node, isCandidate: Bool) -> String? {
        switch node.content {
        case .scalar: return node.isNull ? nil : node.text
        case .sequence(let items):
            let texts = items.compactMap(\.text)
            return texts.count == items.count ? (texts.isEmpty ? "none" : texts.joined(separator: "_")) : nil
        case .mapping: return node["name"]?.text ?? (isCandidate ? node[StageKeys.kind]?.text : nil)
        }
    }

    /// What does not fit the name of a stage becomes `_`.
    private static func fileSafe(_ text: String) -> String {
        String(text.map { TextPattern.identifier.accepts(String($0)) ? $0 : "_" })
    }
}
