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

extension Probe {
    /// The kind of stage that feeds the probe, without which there is nothing to look at.
    var feedingKind: String? {
        switch self {
        case .files: nil
        case .spec(let kind, _, _): kind
        default: awaitedKind
        }
    }
}

extension FixedProbe {
    fileprivate var awaitedKind: String? {
        switch self {
        case .schemaEnforced, .splitsDisjoint, .splitsWithoutCopies, .splitsStratified, .dictionaryComplete, .classesSufficient: "data"
        case .driftHeld: "compare"
        case .generalisationHeld, .exportExact, .crossValidationUsed: "train"
        case .bundleAnswers: "deploy"
        case .baselineRecorded, .baselineBeaten, .evaluationConfusion, .evaluationCredible, .evaluationSlices, .testOnce, .testNotSearched: "evaluate"
        case .quantizationReport: "quantize"
        default: nil
        }
    }
}
