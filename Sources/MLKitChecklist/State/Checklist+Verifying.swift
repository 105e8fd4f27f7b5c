extension Checklist {
    /// The items whose probes matter to the project.
    public var verifiable: [ChecklistItem] {
        reports.filter { $0.counts && !$0.item.probes.isEmpty }.map(\.item)
    }

    /// The checklist as it stands with the verdicts of probes, by the item's id.
    public func judged(by verdicts: [String: [ProbeVerdict]]) -> Checklist {
        var judged = self
        judged.reports = reports.map { report in
            guard let verdicts = verdicts[report.item.id] else { return report }
            var report = report
            (report.state, report.allowance) = (report.unruled ?? report.state, nil)
            report.state = ProbeRules.state(of: report, verdicts)
            report.verdicts = verdicts
            return policies.judged(report)
        }
        return judged
    }

    /// The checklist with the verdicts of probes, which run no command and look only where something changed.
    public func glanced(at runner: ProbeRunner) throws -> Checklist {
        var verdicts: [String: [ProbeVerdict]] = [:]
        for item in verifiable { verdicts[item.id] = try runner.glance(at: item) }
        return judged(by: verdicts)
    }

    /// The checklist with the verdicts of probes that all look afresh.
    ///
    /// - Parameter items: those whose probes run.
    public func verified(by runner: ProbeRunner, _ items: [ChecklistItem]) async throws -> Checklist {
        var verdicts: [String: [ProbeVerdict]] = [:]
        for item in items { verdicts[item.id] = try await runner.verify(item) }
        return judged(by: verdicts)
    }
}
