internal import MLKitCore
public import MLKitSpec

/// Which layout a project's folders follow: a known one, or a known one with some folders replaced.
public struct LayoutGuess: Sendable {
    /// The known layout it is, or is built on.
    public let base: String
    /// The folders that are elsewhere, in the order of roles.
    public let own: [(role: Layout.Role, folder: String)]
    /// How many of the project's folders the base has a role for.
    public let matches: Int
    public let layout: Layout
    /// Whether it was told by the project's folders, or by somebody, and is not what is taken for want of any.
    public let isKnown: Bool

    /// `classic`, or `classic, with models in artifacts`.
    public var summary: String {
        guard !own.isEmpty else { return base }
        if own.count > 3 { return "\(base), but for \(own.count) roles that have other folders" }
        return "\(base), with " + own.map { "\($0.role.rawValue) in \($0.folder)" }.joined(separator: ", ")
    }

    init(_ layout: Layout) {
        self.init(base: layout.name, own: [], matches: 0, layout: layout, isKnown: true)
    }

    private init(base: String, own: [(role: Layout.Role, folder: String)], matches: Int, layout: Layout, isKnown: Bool) {
        self.isKnown = isKnown
        self.base = base
        self.own = own
        self.matches = matches
        self.layout = layout
    }

    /// Takes the known layout that needs the fewest folders replaced; of those that need as many, the one of which
    /// most folders are there.
    init(_ tree: ProjectTree, project: String) {
        let found = RoleFolders(tree, project: project).found
        let guesses = Layout.names.compactMap { Layout(named: $0, project: project) }.map { known in
            LayoutGuess(known, found, matches: Set(Layout.Role.allCases.map { known[$0] }).count { tree.hasFolder($0) })
        }
        let best = guesses.enumerated().min { one, other in
            (one.element.own.count, -one.element.matches, one.offset)
                < (other.element.own.count, -other.element.matches, other.offset)
        }
        self = best?.element ?? LayoutGuess(.standard(project: project))
    }

    private init(_ known: Layout, _ found: [Layout.Role: String], matches: Int) {
        var own: [(role: Layout.Role, folder: String)] = []
        var layout = known
        for role in Layout.Role.allCases {
            guard let folder = found[role], layout[role] != folder else { continue }
            own.append((role, folder))
            layout = known.replacing(Dictionary(own.map { ($0.role, $0.folder) }) { $1 })
        }
        self.init(base: known.name, own: own, matches: matches, layout: layout, isKnown: matches > 0 || !own.isEmpty)
    }
}
