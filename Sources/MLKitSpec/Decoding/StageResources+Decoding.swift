internal import MLKitCore
internal import MLKitYAML

extension StageResources {
    /// Reads the key `resources` of a stage. What does not fit is left to the schema to report.
    init(_ node: Node?) {
        let named = (node?.mapping ?? []).filter { !Self.ownKeys.contains($0.name) }
        self.init(
            cpus: node?["cpus"]?.scalar?.value.int ?? 1, memory: node?["memory"]?.text.flatMap { Quantity.bytes($0) },
            time: node?["time"]?.text.flatMap { Quantity.seconds($0) },
            named: Dictionary(named.map { ($0.name, $0.value.scalar?.value.int ?? 0) }) { $1 })
    }

    private static let ownKeys = ["cpus", "memory", "time"]

    /// The part of a stage's keys that decides what comes of it: not what it may take, nor when it runs. How many
    /// cores it has does, as sums in another order are other sums.
    static func decisive(_ members: [JSON.Member]) -> [JSON.Member] {
        members.compactMap { member in
            switch member.name {
            case "gate", "cache", "retries", "mutex": return nil
            case "resources":
                let kept = (member.value.members ?? []).filter { $0.name == "cpus" }
                return kept.isEmpty ? nil : JSON.Member(member.name, .object(kept))
            default: return member
            }
        }
    }

    /// What a stage takes of resources that the project does not have, or not as many of.
    static func problems(_ draft: StageDraft, capacities: [String: Int]) -> [Diagnostic] {
        (draft.node["resources"]?.mapping ?? []).compactMap { entry in
            guard !ownKeys.contains(entry.name) else { return nil }
            guard let capacity = capacities[entry.name] else {
                let near = Suggestion.nearest(to: entry.name, among: ownKeys + capacities.keys.sorted())
                return .error(
                    "unknown resource `\(entry.name.shortened)`", at: entry.key.location,
                    hint: near.map { "did you mean `\($0)`?" }
                        ?? "say how many there are, at the top of mlkit.yaml: "
                            + "`resources: {\(entry.name.shortened): 1}`")
            }
            guard let wanted = entry.value.scalar?.value.int, wanted > capacity else { return nil }
            return .error(
                "`\(draft.group)` takes \(wanted) of `\(entry.name)`, but the project has \(capacity)",
                at: entry.value.location,
                hint: "raise `resources.\(entry.name)` at the top of mlkit.yaml, or take fewer")
        }
    }
}
