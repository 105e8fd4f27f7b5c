public import MLKitSpec

/// An item that is worth doing now, and why.
public struct NextStep: Sendable {
    public var report: ItemReport
    /// The strongest first.
    public var reasons: [Reason]

    /// Why an item is worth doing before others.
    public enum Reason: Hashable, Sendable {
        /// Its record cannot be read.
        case broken
        /// Somebody said that it is done, and a probe finds that it is not.
        case failing
        case overdue
        case stale
        /// Somebody said that it is done, and nobody can tell here whether it is.
        case unclear
        /// A stage that would run waits for it.
        case gates(stage: String)
        /// The level that the project has to reach next requires it.
        case required(Maturity)
        case assignedToYou
        /// All its probes pass; a person has to say so as well.
        case needsConfirmation
        /// An answer opened it.
        case opened(by: String)
        /// So many items wait for it, some of them for one another.
        case unblocks(Int)
        /// Somebody else is to do it.
        case assigned(to: String)

        /// How much it counts: what somebody relies on wrongly comes first, then what holds up a run, then the way to
        /// the next level.
        var weight: Int {
            switch self {
            case .broken: 100
            case .failing: 70
            case .overdue: 60
            case .stale: 50
            case .unclear: 45
            case .gates: 40
            case .required: 20
            case .assignedToYou: 15
            case .needsConfirmation: 12
            case .opened: 10
            case .unblocks(let count): min(count, 15)
            case .assigned: -25
            }
        }
    }

    var weight: Int { reasons.map(\.weight).reduce(0, +) }
}

extension NextStep.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .broken: "its record cannot be read"
        case .failing: "marked done, and a probe finds that it is not"
        case .overdue: "its waiver has ended"
        case .stale: "its answer no longer holds"
        case .unclear: "marked done, and it cannot be told whether it is"
        case .gates(let stage): "the stage `\(stage)` waits for it"
        case .required(let level): "required for \(level.title)"
        case .assignedToYou: "assigned to you"
        case .needsConfirmation: "its probes pass, and it only has to be confirmed"
        case .opened(let item): "opened by the answer to \(item)"
        case .unblocks(1): "one item waits for it"
        case .unblocks(let count): "\(count) items wait for it"
        case .assigned(let name): "assigned to \(name)"
        }
    }
}
