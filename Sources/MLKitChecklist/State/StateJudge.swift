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
        guard record.status == .done else { return Self.state(of: item, record, on: now) }
        let findings = try record.evidence.map { try evidence.finding(on: $0) }
        let changes = findings.compactMap { if case .change(let change) = $0 { StaleCause.evidence(change) } else { nil } }
        let doubts = findings.compactMap { if case .unclear(let doubt) = $0 { doubt } else { nil } }
        let causes = changes + Self.lapses(of: item, record, on: now)
        guard causes.isEmpty else { return .stale(causes) }
        return doubts.isEmpty ? .done : .unclear(doubts)
    }

    /// Where an item stands on a day by its record alone.
    static func state(of item: ChecklistItem, _ record: Record, on today: Timestamp) -> ItemState {
        guard record.status != .open else { return .open }
        let causes = lapses(of: item, record, on: today)
        guard causes.isEmpty else { return .stale(causes) }
        switch record.status {
        case .open: return .open
        case .done: return .done
        case .skipped: return .skipped
        case .waived:
            // A waiver holds to the end of its last day; one without a day has run out when it was given.
            let until = record.until ?? record.at ?? Timestamp(seconds: 0)
            return today.day <= until.day ? .waived(until: until) : .overdue(since: until)
        }
    }

    /// Why an answer no longer holds, whatever became of its evidence.
    private static func lapses(of item: ChecklistItem, _ record: Record, on today: Timestamp) -> [StaleCause] {
        var causes = [StaleCause]()
        let isNewer = record.status == .done && record.version < item.version
        if isNewer { causes.append(.newerItem(answered: record.version, now: item.version)) }
        if !isNewer, let text = record.text, text != item.textHash { causes.append(.otherText) }
        if record.status == .done, let until = record.until, today.day >= until.day { causes.append(.expired(until)) }
        return causes
    }
}
