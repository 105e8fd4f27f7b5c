internal import MLKitCore

/// Says where an item stands, from its record and the evidence as it is now.
struct StateJudge {
    let evidence: EvidenceJudge
    let now: Timestamp

    func report(of item: ChecklistItem, _ outcome: RecordStore.Outcome?) throws -> ItemReport {
        switch outcome {
        case nil: ItemReport(item: item, state: .open)
        case .broken(let problems): ItemReport(item: item, state: .broken(problems))
        case .record(let stored):
            ItemReport(item: item, state: try state(of: item, stored.record), record: stored.record)
        }
    }

    private func state(of item: ChecklistItem, _ record: Record) throws -> ItemState {
        switch record.status {
        case .open: return .open
        case .skipped: return .skipped
        case .waived: return waiver(record)
        case .done:
            let causes = try causes(item, record)
            return causes.isEmpty ? .done : .stale(causes)
        }
    }

    /// A waiver holds to the end of its last day; one without a day has run out when it was given.
    private func waiver(_ record: Record) -> ItemState {
        let until = record.until ?? record.at ?? Timestamp(seconds: 0)
        return now.day <= until.day ? .waived(until: until) : .overdue(since: until)
    }

    private func causes(_ item: ChecklistItem, _ record: Record) throws -> [StaleCause] {
        var causes = try record.evidence.compactMap { try evidence.change(of: $0) }.map { StaleCause.evidence($0) }
        if record.version < item.version { causes.append(.newerItem(answered: record.version, now: item.version)) }
        if let until = record.until, now.day >= until.day { causes.append(.expired(until)) }
        return causes
    }
}
