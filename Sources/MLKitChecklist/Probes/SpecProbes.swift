internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What `mlkit.yaml` sets.
enum SpecProbes {
    static func field(
        _ field: String, _ kind: String?, _ test: Probe.SpecTest, _ context: ProbeContext
    ) throws -> ProbeVerdict {
        guard let kind else {
            let value = context.facts[field]
            guard prose.contains(field), let text = value?.string, text.trimmed == written(field, context)?.trimmed else {
                return judge(value, test, "`\(field)`")
            }
            return .failed("`\(field)` in \(ProjectSpec.fileName) is as the template wrote it: \(text.trimmed)", [ProjectSpec.fileName])
        }
        var groups: [String: [StageSpec]] = [:]
        for stage in context.stages(kind) { groups[stage.group, default: []].append(stage) }
        guard !groups.isEmpty else { return .failed("\(ProjectSpec.fileName) declares no stage of kind `\(kind)`") }
        return .all(
            groups.sorted { $0.key < $1.key }.map { name, stages in
                let values = values(of: field, name, stages, context)
                let verdicts = values.map { judge($0, test, "`\(field)` of the stage `\(name)`") }
                return verdicts.first(where: \.passes) ?? verdicts.first
                    ?? judge(nil, test, "`\(field)` of the stage `\(name)`")
            })
    }

    /// What people say in their own words, and a template only for want of these.
    private static let prose = ["project.title", "project.description"]

    /// What the template wrote for a field.
    private static func written(_ field: String, _ context: ProbeContext) -> String? {
        field.split(separator: ".").reduce(context.templateSpec()) { $0?[String($1)] }?.text
    }

    /// As resolved for each candidate of a stage, in that candidate's settings, and as written.
    private static func values(
        of field: String, _ name: String, _ stages: [StageSpec], _ context: ProbeContext
    ) -> [JSON] {
        let path = field.split(separator: ".").map(String.init)
        func look(_ json: JSON?) -> JSON? { path.reduce(json) { $0?[$1] } }
        let resolved = stages.flatMap { [look($0.configuration), look($0.candidate)] }
        let written = look(context.facts.document["stages"]?[name])
        return (resolved + [written]).compactMap { $0 }
    }

    private static func judge(_ value: JSON?, _ test: Probe.SpecTest, _ what: String) -> ProbeVerdict {
        guard let value, !isEmpty(value) else { return .failed("\(ProjectSpec.fileName) does not set \(what)") }
        let shown = value.array == nil && value.members == nil ? " to \(value.compact)" : ""
        let found = "\(ProjectSpec.fileName) sets \(what)\(shown)"
        guard case .oneOf(let values) = test else { return .passed(found, [ProjectSpec.fileName]) }
        let wanted = values.map(\.compact).joined(separator: ", ")
        return values.contains(where: { equal($0, value) })
            ? .passed(found, [ProjectSpec.fileName])
            : .failed("\(found), not to \(values.count > 1 ? "one of " : "")\(wanted)", [ProjectSpec.fileName])
    }

    private static func equal(_ one: JSON, _ other: JSON) -> Bool {
        if let a = one.double, let b = other.double { return a == b }
        return one == other
    }

    private static func isEmpty(_ value: JSON) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.trimmed.isEmpty
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }
}
