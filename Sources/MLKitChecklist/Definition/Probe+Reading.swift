internal import MLKitCore
internal import MLKitYAML

extension Probe {
    /// Reads a probe that the schema has been held against; `nil` for one that it refused.
    init?(_ node: Node) {
        guard let entry = node.mapping?.first else { return nil }
        let value = entry.value
        switch entry.name {
        case "file": self = .files(value.text.map { [$0] } ?? [])
        case "any_file": self = .files(value.sequence?.compactMap(\.text) ?? [])
        case "spec": self = Self.spec(value)
        case "stage":
            self = .stage(
                kind: value["kind"]?.text ?? "", upToDate: value["up_to_date"]?.scalar?.value.bool ?? false)
        case "metric":
            let bounds = Bounds(
                above: value["above"]?.json.double, below: value["below"]?.json.double,
                maximum: value["max"]?.json.double)
            self = .metric(name: value["name"]?.text ?? "", bounds)
        case "fairness": self = .fairness(maximumGap: value["max_gap"]?.json.double)
        case "readme": self = .readme(value.sequence?.compactMap(\.text) ?? [])
        case "command": self = .command(value.text ?? "")
        default:
            if let size = value["no-large-files"]?.text.flatMap({ ProbeSchema.bytes($0) }) {
                self = .noLargeFiles(size)
            } else {
                guard let fixed = FixedProbe(rawValue: "\(entry.name): \(value.text ?? "")") else { return nil }
                self = .fixed(fixed)
            }
        }
    }

    private static func spec(_ node: Node) -> Probe {
        if let field = node.text { return .spec(stage: nil, field: field, .set) }
        let values = node["equals"].map { [$0.json] } ?? node["in"]?.sequence?.map(\.json)
        return .spec(
            stage: node["stage"]?.text, field: node["field"]?.text ?? "", values.map { .oneOf($0) } ?? .set)
    }
}
