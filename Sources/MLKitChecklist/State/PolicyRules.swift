internal import MLKitCore
internal import MLKitSpec

/// Holds answers against the policies of lists and of the project.
struct PolicyRules {
    private struct Rule {
        var policy: AnswerPolicy
        /// "the list's policy".
        var origin: String
    }

    private let rules: [Rule]
    private let now: Timestamp

    /// - Throws: `Failure` for a policy of the project that names an item or a tag that no list has: it would hold nothing
    ///   to anything, and nobody would see it. A list may speak of others that are not in use.
    init(of lists: [ChecklistDefinition], project: [AnswerPolicy], now: Timestamp) throws {
        rules = lists.flatMap(\.policies).map { Rule(policy: $0, origin: "the list's policy") }
            + project.map { Rule(policy: $0, origin: "the policy in \(ProjectSpec.fileName)") }
        self.now = now
        let problems = Self.problems(with: project, lists.flatMap(\.items))
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private static func problems(with policies: [AnswerPolicy], _ items: [ChecklistItem]) -> [Diagnostic] {
        guard !policies.isEmpty else { return [] }
        let ids = items.map(\.id)
        let tags = Set(items.flatMap(\.tags))
        return policies.flatMap { policy in
            let items = policy.selector.items.filter { !ids.contains($0) }.map { ("item", $0, ids) }
            let named: [(String, String, [String])] = policy.selector.tag.map { tags.contains($0) ? [] : [("tag", $0, tags.sorted())] }
                ?? []
            return (items + named).map { what, name, known in
                Diagnostic.error(
                    "a policy in \(ProjectSpec.fileName) is for the \(what) `\(name)`, which no checklist of the project has",
                    hint: Suggestion.hint(for: name, among: known))
            }
        }
    }

    /// Whether an answer that is good today may not be so on another day.
    var letAnswersExpire: Bool { rules.contains { $0.policy.days != nil } }

    /// Where an item stands by the policies that are for it. What nobody can judge is excused before policies are held
    /// against the answer, so that this excuses nothing that one demands.
    ///
    /// - Parameter day: what the age of answers is held against; today if left out.
    func judged(_ report: ItemReport, on day: Timestamp? = nil) -> ItemReport {
        var report = report
        report.unruled = report.state
        let own = rules.filter { $0.policy.selector.fits(report.item) }
        if case .unclear(let doubts) = report.state, own.contains(where: { $0.policy.unclear != nil }) {
            report.state = .done
            report.allowance = doubts.joined(separator: ", ")
        }
        for rule in own { apply(rule.policy, rule.origin, on: day ?? now, to: &report) }
        return report
    }

    private func apply(_ policy: AnswerPolicy, _ origin: String, on day: Timestamp, to report: inout ItemReport) {
        if let until = expiry(policy, report, on: day) {
            report.state = .stale([.expired(until)])
            return
        }
        let breaches = breaches(of: policy, origin, report)
        guard !breaches.isEmpty else { return }
        var doubts = [String]()
        if case .unclear(let earlier) = report.state { doubts = earlier }
        report.state = .unclear(doubts + breaches.filter { !doubts.contains($0) })
        report.allowance = nil
    }

    private func expiry(_ policy: AnswerPolicy, _ report: ItemReport, on today: Timestamp) -> Timestamp? {
        guard let days = policy.days, report.state == .done || report.state == .skipped, let record = report.record else { return nil }
        // An answer of no day, or of one to come, would never lapse.
        guard let at = record.at, at.day <= today.day else { return today }
        let until = Timestamp(seconds: at.seconds + days * 86_400)
        return today.day >= until.day ? until : nil
    }

    private func breaches(of policy: AnswerPolicy, _ origin: String, _ report: ItemReport) -> [String] {
        if case .waived = report.state { return policy.waivers == nil ? [] : ["\(origin) allows no waiver"] }
        // What an earlier policy found unclear is skipped all the same.
        if report.state == .skipped || report.record?.status == .skipped && report.state.isSaidDone {
            return (policy.skips == nil ? [] : ["\(origin) allows no \"not applicable\""]) + unreviewed(report, policy, origin)
        }
        guard let record = report.record, record.status == .done, report.state.isSaidDone else { return [] }
        let counted = record.evidence.filter { policy.kinds.isEmpty || policy.kinds.contains($0.kindName) }
        var breaches = [String]()
        let wantsEvidence = policy.evidence != nil || !policy.kinds.isEmpty && !record.evidence.isEmpty
        if wantsEvidence, !counted.contains(where: { $0.isBound || policy.kinds.contains("url") }) {
            let kinds = policy.kinds.isEmpty ? "" : " of the kinds \(Suggestion.list(policy.kinds))"
            breaches.append("\(origin) wants evidence\(kinds)")
        }
        return breaches + unreviewed(report, policy, origin)
    }

    private func unreviewed(_ report: ItemReport, _ policy: AnswerPolicy, _ origin: String) -> [String] {
        guard policy.review != nil, let record = report.record else { return [] }
        let wanted = "\(origin) wants somebody else to review it"
        guard let reviewer = record.reviewer, !reviewer.trimmed.isEmpty else { return [wanted] }
        // A review counts as far as the record tells that it is another's, and of this answer.
        guard let by = record.by, !by.trimmed.isEmpty else { return ["\(wanted), and the record does not say who answered (`by`)"] }
        guard !Person(reviewer).isNamed(by: by) else { return [wanted] }
        guard let at = record.at, let reviewed = record.reviewed else {
            return ["\(wanted), and the record does not say when (`at`, `reviewed`)"]
        }
        return reviewed.seconds < at.seconds ? ["\(wanted): the review of \(reviewed.day) is older than the answer"] : []
    }
}

extension AnswerPolicy.Selector {
    func fits(_ item: ChecklistItem) -> Bool {
        (items.isEmpty || items.contains(item.id)) && (tag.map(item.tags.contains) ?? true)
            && (maturity.map { item.maturity == $0 } ?? true)
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
