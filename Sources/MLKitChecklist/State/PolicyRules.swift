internal import MLKitCore

/// Holds answers against the policies of lists.
struct PolicyRules {
    let policies: [AnswerPolicy]
    let now: Timestamp

    /// Where an item stands by the policies that are for it.
    func judged(_ report: ItemReport) -> ItemReport {
        var report = report
        for policy in policies where policy.selector.fits(report.item) { apply(policy, to: &report) }
        return report
    }

    private func apply(_ policy: AnswerPolicy, to report: inout ItemReport) {
        if case .unclear(let doubts) = report.state, policy.allowsUnclear {
            report.state = .done
            report.allowance = doubts.joined(separator: ", ")
            return
        }
        if let until = expiry(policy, report) {
            report.state = .stale([.expired(until)])
            return
        }
        let breaches = breaches(of: policy, report)
        guard !breaches.isEmpty else { return }
        var doubts = [String]()
        if case .unclear(let earlier) = report.state { doubts = earlier }
        report.state = .unclear(doubts + breaches.filter { !doubts.contains($0) })
    }

    private func expiry(_ policy: AnswerPolicy, _ report: ItemReport) -> Timestamp? {
        guard let days = policy.days, report.state == .done || report.state == .skipped, let at = report.record?.at else { return nil }
        let until = Timestamp(seconds: at.seconds + days * 86_400)
        return now.day >= until.day ? until : nil
    }

    private func breaches(of policy: AnswerPolicy, _ report: ItemReport) -> [String] {
        if case .waived = report.state { return policy.allowsWaivers ? [] : ["the list's policy allows no waiver"] }
        guard let record = report.record, record.status == .done, report.state.isSaidDone else { return [] }
        let counted = record.evidence.filter { policy.kinds.isEmpty || policy.kinds.contains($0.kindName) }
        var breaches = [String]()
        if policy.needsEvidence, !counted.contains(where: { $0.isBound || policy.kinds.contains("url") }) {
            let kinds = policy.kinds.isEmpty ? "" : " of the kinds \(Suggestion.list(policy.kinds))"
            breaches.append("the list's policy wants evidence\(kinds)")
        }
        let isReviewed = record.reviewer.map { !Person($0).isNamed(by: record.by) } ?? false
        if policy.needsReview, !isReviewed { breaches.append("the list's policy wants somebody else to review it") }
        return breaches
    }
}

extension Evidence {
    /// As policies name it.
    fileprivate var kindName: String {
        switch subject {
        case .path: "path"
        case .model: "model"
        case .run: "run"
        case .url: "url"
        case .commit: "commit"
        case .unknown(let kind): kind
        }
    }
}
