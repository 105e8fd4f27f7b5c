/// What a probe found.
public struct ProbeVerdict: Hashable, Sendable {
    public enum Outcome: String, Sendable {
        case passed
        case failed
        /// It cannot tell: what it looks at does not exist yet, or it was not allowed to look.
        case unknown
        /// Nothing in this project could ever tell it: only a person can.
        case manual
    }

    public var outcome: Outcome
    /// What it looked at, and what it found there.
    public var message: String
    /// The files that the verdict rests on, relative to the project.
    public var evidence: [String]
    /// What it would have found, but for what the project allows.
    public var excuses = Excuses()

    public init(_ outcome: Outcome, _ message: String, _ evidence: [String] = []) {
        self.outcome = outcome
        self.message = message
        self.evidence = evidence
    }

    static func passed(_ message: String, _ evidence: [String] = []) -> ProbeVerdict {
        ProbeVerdict(.passed, message, evidence)
    }

    static func failed(_ message: String, _ evidence: [String] = []) -> ProbeVerdict {
        ProbeVerdict(.failed, message, evidence)
    }

    static func unknown(_ message: String, _ evidence: [String] = []) -> ProbeVerdict {
        ProbeVerdict(.unknown, message, evidence)
    }

    static func manual(_ message: String) -> ProbeVerdict { ProbeVerdict(.manual, message) }

    /// `passed` if the condition holds, else `failed`.
    static func held(_ holds: Bool, _ message: String, _ evidence: [String] = []) -> ProbeVerdict {
        ProbeVerdict(holds ? .passed : .failed, message, evidence)
    }

    public var passes: Bool { outcome == .passed }

    /// One verdict of several looks: that of the first which does not pass, or all that they say.
    public static func all(_ verdicts: [ProbeVerdict]) -> ProbeVerdict {
        if let bad = verdicts.first(where: { $0.outcome == .failed }) ?? verdicts.first(where: { !$0.passes }) {
            return bad
        }
        let said = verdicts.map(\.message).joined(separator: "; ")
        var verdict = ProbeVerdict.passed(said, verdicts.flatMap(\.evidence))
        verdict.excuses = verdicts.map(\.excuses).reduce(Excuses(), +)
        return verdict
    }
}
