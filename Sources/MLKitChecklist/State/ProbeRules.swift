/// How verdicts of probes count.
enum ProbeRules {
    /// Where an item stands, given what its probes found.
    ///
    /// An automatic item follows its probes alone, unless it was skipped or waived. A task is done without a record
    /// once they pass, unless a person has to confirm it. What a person said stays, whatever probes find.
    static func state(of report: ItemReport, _ verdicts: [ProbeVerdict]) -> ItemState {
        guard !verdicts.isEmpty else { return report.state }
        let pass = verdicts.allSatisfy(\.passes)
        switch report.item.kind {
        case .automatic: return automatic(report, pass)
        case .task where !report.item.needsConfirmation && pass && report.isUnanswered: return .done
        default: return report.state
        }
    }

    private static func automatic(_ report: ItemReport, _ pass: Bool) -> ItemState {
        switch report.state {
        case .skipped, .waived, .broken: report.state
        case .overdue: pass ? .done : report.state
        case .open, .done, .stale: pass ? .done : .open
        }
    }
}
