internal import MLKitCore
internal import MLKitYAML

extension Layout {
    private static let baseName = "base"

    /// Folders of the user's own, beside those of a known layout.
    static let schema = ObjectSchema(
        "`layout`",
        [
            FieldSchema(
                baseName, .choice(names), "the layout that has all other folders", default: .string(standardName))
        ] + Role.allCases.map { FieldSchema($0.rawValue, .path, $0.summary) })

    /// Reads the key `layout`: a name, or folders by role on top of a named layout. What does not fit is left to the
    /// schema to report.
    init(_ node: Node?, project: String) {
        let name = node?.text ?? node?[Self.baseName]?.text ?? Self.standardName
        let base = Layout(named: name, project: project) ?? .standard(project: project)
        let own = (node?.mapping ?? []).compactMap { entry in
            Role(rawValue: entry.name).flatMap { role in entry.value.text.map { (role, Self.tidy($0)) } }
        }
        self = own.isEmpty ? base : base.replacing(Dictionary(own) { $1 })
    }

    /// The layout of a project that names none.
    public static func standard(project: String) -> Layout {
        Layout(named: standardName, project: project) ?? Layout(name: standardName, folders: [:])
    }

    /// In its one spelling; the project itself is the empty path here.
    private static func tidy(_ path: String) -> String {
        let normal = ProjectPath.normal(path).drop { $0 == "/" }
        return normal == "." ? "" : String(normal)
    }
}
