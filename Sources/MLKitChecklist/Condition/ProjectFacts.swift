public import MLKitCore
public import MLKitSpec
internal import MLKitYAML

/// What conditions and probes can ask of a spec: its fields by path, and some by shorter names.
public struct ProjectFacts: Sendable {
    /// The spec as written, without anchors and references put in.
    let document: JSON
    private let named: [String: JSON]
    /// The same as a template wrote it; `null` if none did, or that is not known.
    private let template: JSON

    /// - Parameters:
    ///   - document: the spec's text as values; `spec` is the same, checked and resolved.
    ///   - template: the text that a template wrote, as values.
    public init(of spec: ProjectSpec, document: JSON, template: JSON = .null) {
        (self.document, self.template) = (document, template)
        let project = document[SpecSchema.projectName]
        var named: [String: JSON] = [
            Project.tagsName: .array(spec.project.tags.map { .string($0) }),
            Project.maturityName: .string(spec.project.maturity.rawValue),
            SpecSchema.stages: Self.list(spec.stages.map(\.kind)), Self.models: Self.list(spec.stages.compactMap(\.candidateKind)),
        ]
        for name in Self.written { named[name] = project?[name] ?? .null }
        self.named = named
    }

    private typealias Project = ProjectSpec.Project

    /// Fields of the project that are named without it.
    private static let written = [Project.inferenceName, Project.approachName, Project.licenseName, Project.ownerName]
    private static let models = "models"

    /// The names that stand for more than a path does.
    static let names = [Project.tagsName, Project.maturityName] + written + [SpecSchema.stages, models]

    /// A field by its name or path; `nil` if it is not set.
    subscript(path: String) -> JSON? {
        if let value = named[path] { return value == .null ? nil : value }
        return Self.value(path, document)
    }

    /// Whether a field is as a template wrote it.
    func isOfTemplate(_ path: String) -> Bool {
        let written = Self.value(path, template)
        return written != nil && written == Self.value(path, document)
    }

    private static func value(_ path: String, _ document: JSON) -> JSON? {
        let value = path.split(separator: ".").reduce(document as JSON?) { $0?[String($1)] }
        return value == .null ? nil : value
    }

    private static func list(_ names: [String]) -> JSON {
        .array(Array(Set(names)).sorted().map { .string($0) })
    }
}
