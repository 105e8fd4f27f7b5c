internal import MLKitReports
internal import MLKitSpec

/// What a stage has to be that a probe looks at.
enum ProbeFeed {
    /// Of the kind that a list names.
    case kind(String)
    /// One that writes a report of some type.
    case report(any Report.Type)
    /// One that makes something of a sort.
    case product(StageProduct.Sort)

    func comes(from stage: StageSpec) -> Bool {
        switch self {
        case .kind(let name): stage.kind == name
        case .report(let type): stage.report(type) != nil
        case .product(let sort): stage.settings.makes.contains(sort)
        }
    }

    /// The kinds of stage that it can come from.
    func kinds(among kinds: StageKinds) -> [String] {
        switch self {
        case .kind(let name): [name]
        case .report(let type): kinds.all.filter { $0.reports.contains { $0.type == type } }.map(\.name)
        case .product(let sort): kinds.all.filter { $0.makes.contains(sort) }.map(\.name)
        }
    }
}

extension Probe {
    /// What the probe cannot pass without the run of; `nil` if it asks for no stage.
    var awaited: ProbeFeed? {
        switch self {
        case .stage(let kind, _): .kind(kind)
        case .metric, .fairness: .report(EvaluationReport.self)
        case .files(let patterns): patterns.allSatisfy { $0.hasPrefix("{deploy}") } ? .product(.bundle) : nil
        case .fixed(let probe): probe.awaited
        case .spec, .noLargeFiles, .readme, .command: nil
        }
    }

    /// What feeds the probe, without which there is nothing to look at.
    var feed: ProbeFeed? {
        switch self {
        case .files: nil
        case .spec(let kind, _, _): kind.map { .kind($0) }
        case .stage, .metric, .fairness, .noLargeFiles, .readme, .command, .fixed: awaited
        }
    }
}

extension FixedProbe {
    fileprivate var awaited: ProbeFeed? {
        switch self {
        case .schemaEnforced, .splitsDisjoint, .splitsWithoutCopies, .splitsStratified, .dictionaryComplete, .classesSufficient: .report(DataReport.self)
        case .driftHeld: .report(ComparisonReport.self)
        case .generalisationHeld, .exportExact, .crossValidationUsed: .report(TrainingReport.self)
        case .bundleAnswers: .product(.bundle)
        case .baselineRecorded, .baselineBeaten, .evaluationConfusion, .evaluationCredible, .evaluationSlices, .testOnce,
            .testNotSearched:
            .report(EvaluationReport.self)
        case .quantizationReport: .report(QuantizationReport.self)
        case .seedFixed, .environmentPinned, .secretsNone, .personalDataNone, .gitignoreCoversData, .gitRepository, .gitRemote, .gitHooks,
            .gitDefaultBranch, .gitVersionTag, .gitCleanNotebooks, .licensePresent, .docsPresent, .modelCardComplete, .dataSheetComplete,
            .testsExist, .testsPass, .ciConfigured, .monitoringConfigured, .interpreterFixed, .packageDeclared, .setupCommand,
            .updatesScheduled, .imagePinned, .formatterRuns, .linterRuns, .scheduleSet, .infrastructureDeclared:
            nil
        }
    }
}
