extension Probe {
    /// The kind of stage without whose run the probe cannot pass; `nil` if it asks for none.
    var awaitedKind: String? {
        switch self {
        case .stage(let kind, _): kind
        case .metric, .fairness: "evaluate"
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
        case .crossValidationUsed: "train"
        case .baselineRecorded, .baselineBeaten, .evaluationSlices, .evaluationConfusion: "evaluate"
        case .quantizationReport: "quantize"
        default: nil
        }
    }
}
