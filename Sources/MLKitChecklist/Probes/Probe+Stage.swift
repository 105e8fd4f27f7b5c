extension Probe {
    /// The kind of stage without whose run the probe cannot pass; `nil` if it asks for none.
    var awaitedKind: String? {
        switch self {
        case .stage(let kind, _): kind
        case .metric: "evaluate"
        case .files(let patterns) where patterns.allSatisfy { $0.hasPrefix("{deploy}") }: "deploy"
        case .fixed(let probe): probe.awaitedKind
        default: nil
        }
    }
}

extension FixedProbe {
    fileprivate var awaitedKind: String? {
        switch self {
        case .schemaEnforced, .splitsDisjoint, .splitsStratified: "data"
        case .baselineRecorded, .baselineBeaten, .evaluationConfusion: "evaluate"
        case .quantizationReport: "quantize"
        default: nil
        }
    }
}
