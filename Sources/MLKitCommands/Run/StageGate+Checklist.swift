internal import MLKitChecklist
internal import MLKitRunning

extension StageGate {
    /// Asks the checklist, as it stands when the stage would start.
    static func checklist(of project: ProjectOption, overriddenBecause reason: String? = nil) -> StageGate {
        StageGate(override: reason) { stage in
            let loaded = try LoadedChecklist(project)
            let gate = try await loaded.gate(.stage(stage, in: loaded.spec), allowsCommands: false)
            return gate.blocking.map { "\($0.word) \($0.item.id): \($0.item.title)" }
        }
    }
}
