public import MLKitSpec

/// Ranks what is to be done by adding up the weights of the reasons for each item.
///
/// An item whose `needs` are not settled waits, unless an answer to it has lapsed: then somebody relies on it already.
public struct NextSteps: Sendable {
    private let reports: [ItemReport]
    private let settled: Set<String>
    /// The items that need an item, by its id.
    private let dependents: [String: [String]]
    private let openers: [String: String]
    private let waiting: [String: String]
    /// The level to reach next; see `Checklist.goal(from:)`.
    public let goal: Maturity?
    private let person: Person?

    /// - Parameters:
    ///   - maturity: the level that the project says it has.
    ///   - gates: those of the stages that would run, in the order of running.
    ///   - person: who asks; `nil` if nobody knows.
    public init(_ checklist: Checklist, maturity: Maturity, gates: [Gate], person: Person?) {
        reports = checklist.reports.filter(\.counts)
        settled = Set(reports.filter { $0.state.isSettled }.map(\.item.id))
        let unsettled = reports.filter { !$0.state.isSettled }
        let edges = unsettled.flatMap { report in report.item.needs.map { ($0, report.item.id) } }
        dependents = Dictionary(grouping: edges, by: \.0).mapValues { $0.map(\.1) }
        openers = Self.openers(reports)
        let blocked = gates.flatMap { gate in gate.blocking.map { ($0.item.id, gate.stage ?? "") } }
        waiting = Dictionary(blocked) { first, _ in first }
        goal = checklist.goal(from: maturity)
        self.person = person
    }

    /// Everything that can be done now, what is most worth doing first.
    public var all: [NextStep] {
        let ids = Set(reports.map(\.item.id))
        let steps = reports.compactMap { report -> NextStep? in
            guard !report.state.isSettled else { return nil }
            let isReady = report.item.needs.allSatisfy { settled.contains($0) || !ids.contains($0) }
            guard isReady || report.state != .open else { return nil }
            return NextStep(report: report, reasons: reasons(for: report).sorted { $0.weight > $1.weight })
        }
        return steps.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element)
    }

    private func reasons(for report: ItemReport) -> [NextStep.Reason] {
        let item = report.item
        var reasons = [NextStep.Reason]()
        switch report.state {
        case .broken: reasons.append(.broken)
        case .overdue: reasons.append(.overdue)
        case .stale: reasons.append(.stale)
        case .failing: reasons.append(.failing)
        case .unclear: reasons.append(.unclear)
        default: break
        }
        if let stage = waiting[item.id] { reasons.append(.gates(stage: stage)) }
        if let goal, item.maturity <= goal { reasons.append(.required(item.maturity)) }
        if let assignee = report.record?.assignee {
            reasons.append(person?.isNamed(by: assignee) == true ? .assignedToYou : .assigned(to: assignee))
        }
        if report.onlyNeedsConfirmation { reasons.append(.needsConfirmation) }
        if let opener = openers[item.id] { reasons.append(.opened(by: opener)) }
        let count = waitingItems(for: item.id)
        if count > 0 { reasons.append(.unblocks(count)) }
        return reasons
    }

    /// How many items cannot be begun before this one is done, through any number of others.
    private func waitingItems(for id: String) -> Int {
        var found = Set<String>()
        var pending = dependents[id] ?? []
        while let next = pending.popLast() {
            if next != id, found.insert(next).inserted { pending += dependents[next] ?? [] }
        }
        return found.count
    }

    private static func openers(_ reports: [ItemReport]) -> [String: String] {
        var openers: [String: String] = [:]
        for report in reports where report.state.isSettled {
            guard let answer = report.record?.answer ?? report.written else { continue }
            for id in report.item.followUps[answer] ?? [] where openers[id] == nil { openers[id] = report.item.id }
        }
        return openers
    }
}

extension Gate {
    /// The stage that it is of.
    fileprivate var stage: String? {
        if case .stage(let stage, _) = scope { stage.name } else { nil }
    }
}

extension ItemReport {
    /// Whether its probes pass and a person has to say done as well.
    public var onlyNeedsConfirmation: Bool {
        state == .open && item.kind == .task && item.needsConfirmation && !verdicts.isEmpty && objection == nil
    }
}
