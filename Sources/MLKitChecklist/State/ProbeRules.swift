/// How verdicts of probes count.
enum ProbeRules {
    /// Where an item stands, given what its probes found.
    ///
    /// An automatic item follows its probes alone, unless it was skipped or waived. A task is done without a record
    /// once they pass, unless a person has to confirm it. What a person said is shown together with a probe that finds
    /// otherwise, or that cannot tell; neither counts as done. Where nothing in the project could ever feed a probe, the
    /// word of a person counts, if it is bound to something that can be looked at.
    static func state(of report: ItemReport, _ verdicts: [ProbeVerdict]) -> ItemState {
        guard !verdicts.isEmpty else { return report.state }
        let pass = verdicts.allSatisfy(\.passes)
        if report.item.kind == .automatic, !isForPeople(verdicts) { return automatic(report, pass) }
        if report.item.kind == .task, !report.item.needsConfirmation, pass, report.isUnanswered { return .done }
        guard report.state.isSaidDone else { return report.state }
        if let failed = verdicts.first(where: { $0.outcome == .failed }) { return .failing(failed.message) }
        return doubted(report, verdicts)
    }

    /// Whether what is left to say is for a person: some probe cannot be fed here, and no other objects.
    static func isForPeople(_ verdicts: [ProbeVerdict]) -> Bool {
        verdicts.contains { $0.outcome == .manual } && verdicts.allSatisfy { $0.passes || $0.outcome == .manual }
    }

    private static func automatic(_ report: ItemReport, _ pass: Bool) -> ItemState {
        switch report.state {
        case .skipped, .waived, .broken: report.state
        case .overdue: pass ? .done : report.state
        case .open, .done, .stale, .failing, .unclear: pass ? .done : .open
        }
    }

    private static func doubted(_ report: ItemReport, _ verdicts: [ProbeVerdict]) -> ItemState {
        var doubts = verdicts.filter { $0.outcome == .unknown }.map(\.message)
        let isBound = report.record?.evidence.contains(where: \.isBound) ?? false
        if !isBound, let manual = verdicts.first(where: { $0.outcome == .manual }) {
            doubts.append("\(manual.message), and the answer rests on no evidence: name some with `--evidence`")
        }
        if case .unclear(let earlier) = report.state { doubts = earlier + doubts }
        return doubts.isEmpty ? report.state : .unclear(doubts)
    }
}
