public import MLKitCore
public import MLKitSpec
internal import MLKitYAML

/// What conditions and probes can ask of a spec: its fields by path, and some by shorter names.
public struct ProjectFacts: Sendable {
    /// The spec as written, without anchors and references put in.
    let document: JSON
    private let named: [String: JSON]

    /// - Parameter document: the spec's text as values; `spec` is the same, checked and resolved.
    public init(of spec: ProjectSpec, document: JSON) {
        self.document = document
        let project = document["project"]
        named = [
            "tags": .array(spec.project.tags.map { .string($0) }),
            "maturity": .string(spec.project.maturity.rawValue),
            "inference": project?["inference"] ?? .null, "approach": project?["approach"] ?? .null,
            "license": project?["license"] ?? .null, "owner": project?["owner"] ?? .null,
            "stages": Self.list(spec.stages.map(\.kind)), "models": Self.list(spec.stages.compactMap(\.modelKind)),
        ]
    }

    /// The names that stand for more than a path does.
    static let names = ["tags", "maturity", "inference", "approach", "license", "owner", "stages", "models"]

    /// A field by its name or path; `nil` if it is not set.
    subscript(path: String) -> JSON? {
        if let value = named[path] { return value == .null ? nil : value }
        let value = path.split(separator: ".").reduce(document as JSON?) { $0?[String($1)] }
        return value == .null ? nil : value
    }

    private static func list(_ names: [String]) -> JSON {
        .array(Array(Set(names)).sorted().map { .string($0) })
    }
}

extension StageSpec {
    /// The kind of model that a stage fits, where it is one of several candidates for a model.
    var modelKind: String? {
        let model = settings.candidates.flatMap { configuration[$0] }
        return model?.string ?? model?["kind"]?.string
    }
}
