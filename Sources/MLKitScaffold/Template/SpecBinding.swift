internal import MLKitCore
internal import MLKitSpec

/// Which values of `mlkit.yaml` can be the answer to a question.
enum SpecBinding {
    /// What is wrong with a path such as `project.title`; `nil` if an answer can live there.
    static func problem(with path: String, at location: SourceLocation) -> Diagnostic? {
        let names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        switch names.first {
        case "project": return projectProblem(names, at: location)
        case "params":
            guard names.count < 2 || names.contains("") else { return nil }
            return .error("`\(path)` names no parameter", at: location, hint: "write `params.NAME`")
        default:
            let hint = Suggestion.nearest(to: names.first ?? "", among: ["project", "params"])
            return .error(
                "an answer cannot live in `\(path)`", at: location,
                hint: hint.map { "did you mean `\($0)`?" } ?? "it can in `project.…` and `params.…`")
        }
    }

    private static func projectProblem(_ names: [String], at location: SourceLocation) -> Diagnostic? {
        let project = SpecSchema.project
        guard names.count == 2 else {
            return .error("`\(names.joined(separator: "."))` is no value", at: location, hint: "write `project.KEY`")
        }
        guard project[names[1]] == nil else { return nil }
        return .error(
            "unknown key `\(names[1])` in `project`", at: location,
            hint: Suggestion.hint(for: names[1], among: project.fields.map(\.name)))
    }
}
