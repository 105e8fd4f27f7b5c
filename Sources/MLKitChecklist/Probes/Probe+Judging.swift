internal import MLKitSpec

extension Probe {
    /// Looks at the project.
    ///
    /// - Throws: `Failure` if the disk or git fails; what a probe finds wrong with the project is its verdict.
    func verdict(_ context: ProbeContext) async throws -> ProbeVerdict {
        switch self {
        case .command(let command): return try await CommandProbes.command(command, context)
        case .fixed(.testsPass): return try await CommandProbes.testsPass(context)
        case .fixed(.secretsNone): return try await ScanProbes.secretsByTools(context)
        default: return try look(context)
        }
    }

    /// The verdict where nothing in the project could feed the probe; `nil` if something could.
    private func unfed(_ context: ProbeContext) -> ProbeVerdict? {
        guard let feed, !context.spec.stages.contains(where: feed.comes) else { return nil }
        return .manual(context.noStage(of: feed))
    }

    /// Whether it runs a command, for which consent is needed.
    var runsCommand: Bool {
        switch self {
        case .command, .fixed(.testsPass): true
        default: false
        }
    }

    /// Whether `verdict` sees more than `look`.
    var asksPrograms: Bool { runsCommand || self == .fixed(.secretsNone) }

    /// The verdict of a probe that runs no command.
    func look(_ context: ProbeContext) throws -> ProbeVerdict {
        if let unfed = unfed(context) { return unfed }
        return switch self {
        case .files(let patterns): try FileProbes.anyFile(patterns, context)
        case .spec(let stage, let field, let test): try SpecProbes.field(field, stage, test, context)
        case .stage(let kind, let upToDate): try StageProbes.stage(kind, upToDate, context)
        case .metric(let name, let bounds): try EvaluationProbes.metric(name, bounds, context)
        case .fairness(let maximum): try GroupProbes.fairness(maximum, context)
        case .noLargeFiles(let size): try GitProbes.noLargeFiles(size, context)
        case .readme(let words): try DocumentProbes.readme(words, context)
        case .command: .unknown("a command, which runs in `mlkit check verify` only")
        case .fixed(let probe): try Self.look(probe, context)
        }
    }

    private static func look(_ probe: FixedProbe, _ context: ProbeContext) throws -> ProbeVerdict {
        switch probe {
        case .schemaEnforced: try DataProbes.schemaEnforced(context)
        case .splitsDisjoint: try DataProbes.splitsDisjoint(context)
        case .splitsWithoutCopies: try DataProbes.splitsWithoutCopies(context)
        case .splitsStratified: try DataProbes.splitsStratified(context)
        case .testOnce: try TestSplitProbes.once(context)
        case .testNotSearched: try TestSplitProbes.notSearched(context)
        case .baselineRecorded: try EvaluationProbes.baselineRecorded(context)
        case .baselineBeaten: try EvaluationProbes.baselineBeaten(context)
        case .quantizationReport: try EvaluationProbes.quantizationReport(context)
        case .crossValidationUsed: try TrainingProbes.crossValidation(context)
        case .evaluationSlices: try GroupProbes.slices(context)
        case .evaluationCredible: try EvaluationProbes.credible(context)
        case .evaluationConfusion: try EvaluationProbes.confusion(context)
        case .seedFixed: try TrainingProbes.seedFixed(context)
        case .environmentPinned: try PinProbe.pinned(context)
        case .secretsNone: try ScanProbes.secrets(context)
        case .personalDataNone: try ScanProbes.personalData(context)
        case .gitignoreCoversData: try GitProbes.ignoreCoversData(context)
        case .gitRepository: try GitProbes.repository(context)
        case .gitRemote: try GitProbes.remote(context)
        case .gitHooks: try GitProbes.hooks(context)
        case .gitDefaultBranch: try GitProbes.defaultBranch(context)
        case .gitVersionTag: try GitProbes.versionTag(context)
        case .gitCleanNotebooks: try GitProbes.cleanNotebooks(context)
        case .licensePresent: try DocumentProbes.license(context)
        case .docsPresent: try DocumentProbes.docs(context)
        case .modelCardComplete: try CardProbes.modelCard(context)
        case .dataSheetComplete: try CardProbes.dataSheet(context)
        case .testsExist: try TestProbes.exist(context)
        case .testsPass: .unknown("the tests, which run in `mlkit check verify` only")
        case .ciConfigured: try TestProbes.inPipeline(context)
        case .monitoringConfigured: try ToolingProbes.monitoring(context)
        case .interpreterFixed: try EnvironmentProbes.interpreter(context)
        case .packageDeclared: try EnvironmentProbes.package(context)
        case .setupCommand: try EnvironmentProbes.setup(context)
        case .updatesScheduled: try EnvironmentProbes.updates(context)
        case .imagePinned: try EnvironmentProbes.image(context)
        case .formatterRuns: try CodeToolProbes.formatter(context)
        case .linterRuns: try CodeToolProbes.linter(context)
        case .scheduleSet: try OperationProbes.schedule(context)
        case .infrastructureDeclared: try OperationProbes.infrastructure(context)
        case .bundleAnswers: try OperationProbes.bundleAnswers(context)
        case .dictionaryComplete: try DataProbes.dictionary(context)
        case .classesSufficient: try DataProbes.classes(context)
        case .driftHeld: try DataProbes.drift(context)
        case .generalisationHeld: try TrainingProbes.generalisation(context)
        case .exportExact: try TrainingProbes.export(context)
        }
    }
}
