internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec
internal import MLKitStages
internal import SystemPackage

extension LoadedChecklist {
    /// Records the answer to a question or choice, and writes it to `mlkit.yaml` as well if the item does; or does
    /// neither.
    ///
    /// The record's commit holds the record alone, so `mlkit.yaml` is left changed for its owner to commit.
    func answer(
        _ item: ChecklistItem, _ answer: String, writes: Bool, record: () throws -> RecordChange
    ) throws -> (change: RecordChange, spec: SpecAnswer?) {
        let file = root.appending(ProjectSpec.fileName)
        let files = LocalFileSystem()
        let before = try files.read(file, limit: ProjectSpec.sizeLimit)
        guard writes, let spec = try SpecAnswer(to: item, answer: answer, spec: before, kinds: .builtIn) else {
            return (try record(), nil)
        }
        guard case .change(let text, _) = spec.effect else { return (try record(), spec) }
        // First, so that a record with `mlkit.yaml` as its evidence has the hash of what it says.
        try files.write(text, to: file)
        do {
            return (try record(), spec)
        } catch {
            try files.write(before, to: file)
            throw error
        }
    }

    /// Keeps what a new answer rests on where git has it not, and says what else somebody should know who called an item
    /// done: whether git has that, and what the item's probes say.
    func remark(on change: RecordChange) throws {
        do { try EvidenceStore(self, of: change.item).keep(change.record.evidence) } catch let failure as Failure {
            let reason = failure.diagnostics.first?.message ?? ""
            Console.standard.error("the evidence could not be kept in the cache: \(reason)\n")
        }
        let git = try EvidenceInGit(root, of: change.record.evidence, surroundings.git())
        for evidence in change.record.evidence {
            if let remark = try git.remark(on: evidence) { Console.standard.say("  `\(evidence.name)` \(remark)\n") }
        }
        let report = try glanced().find(change.item.id)
        guard !report.state.isSettled else { return }
        Console.standard.say("  still \(report.word): \(report.reason)\n")
    }

    /// Says what became of `mlkit.yaml`.
    func report(_ spec: SpecAnswer?) {
        guard let spec else { return }
        switch spec.effect {
        case .none: Console.standard.say("  mlkit.yaml has `\(spec.path): \(spec.value)` already\n")
        case .change(_, let old?):
            Console.standard.say("  mlkit.yaml  \(spec.path): \(old) -> \(spec.value) (changed, not committed)\n")
        case .change(_, nil):
            Console.standard.say("  mlkit.yaml  \(spec.path): \(spec.value) (new, not committed)\n")
        }
    }
}
