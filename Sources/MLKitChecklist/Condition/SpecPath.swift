internal import MLKitCore
internal import MLKitSpec

/// Paths of fields in `mlkit.yaml`, such as `serving.port`.
enum SpecPath {
    /// What is wrong with a path, if no spec can have such a field.
    static func problem(with path: String) -> (message: String, hint: String?)? {
        problem(components(path), .object(SpecSchema.file), path)
    }

    private static func components(_ path: String) -> ArraySlice<String> {
        path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
    }

    /// What is wrong with a path inside a stage of some kind.
    static func problem(
        with path: String, inStageOfKind name: String, _ kinds: StageKinds
    ) -> (message: String, hint: String?)? {
        guard let kind = kinds.kind(named: name), let stage = kinds.stages.first(where: { $0.name == name }) else {
            return nil
        }
        let wrong = problem(components(path), .object(stage), path)
        guard let candidates = kind.candidates, let candidate = stage[candidates]?.value else { return wrong }
        // The settings of a candidate count as well.
        return problem(components(path), candidate, path) == nil ? nil : wrong
    }

    private static func problem(
        _ rest: ArraySlice<String>, _ schema: ValueSchema, _ path: String
    ) -> (message: String, hint: String?)? {
        guard let name = rest.first else { return nil }
        switch schema {
        case .object(let object):
            guard let field = object[name] else {
                return (
                    "mlkit.yaml has no field `\(path)`",
                    Suggestion.hint(for: name, among: object.fields.map(\.name) + ProjectFacts.names)
                )
            }
            return problem(rest.dropFirst(), field.value, path)
        case .mapping(let value): return problem(rest.dropFirst(), value, path)
        case .either(let alternatives):
            let problems = alternatives.map { problem(rest, $0, path) }
            return problems.contains { $0 == nil } ? nil : problems.compactMap { $0 }.first
        case .variant(let variants):
            let problems = variants.map { problem(rest, .object($0), path) }
            return problems.contains { $0 == nil } ? nil : problems.compactMap { $0 }.first
        case .anything: return nil
        default: return ("mlkit.yaml has no field `\(path)`", nil)
        }
    }
}
