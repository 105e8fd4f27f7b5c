internal import MLKitCore
internal import SystemPackage

/// Says where an item stands, from its record and the evidence as it is now.
struct StateJudge {
    let project: FilePath
    let hashes: HashCache

    func report(of item: ChecklistItem, _ outcome: RecordStore.Outcome?) throws -> ItemReport {
        switch outcome {
        case nil: ItemReport(item: item, state: .open)
        case .broken(let problems): ItemReport(item: item, state: .broken(problems))
        case .record(let stored):
            ItemReport(item: item, state: try state(of: stored.record), record: stored.record)
        }
    }

    private func state(of record: Record) throws -> ItemState {
        switch record.status {
        case .open: return .open
        case .skipped: return .skipped
        case .done:
            let changes = try record.evidence.compactMap { try change(of: $0) }
            return changes.isEmpty ? .done : .stale(changes)
        }
    }

    private func change(of evidence: Evidence) throws -> EvidenceChange? {
        let hash = try hashes.hash(project.pushing(FilePath(evidence.path)))
        guard let hash else { return EvidenceChange(path: evidence.path, kind: .gone) }
        return hash == evidence.hash ? nil : EvidenceChange(path: evidence.path, kind: .changed)
    }
}
