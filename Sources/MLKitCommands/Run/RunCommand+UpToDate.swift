internal import MLKitRunning
internal import SystemPackage

extension RunCommand {
    /// Whether all stages of the project are brought up to date, as mlkit.yaml declares them. Any option that changes
    /// which stages are looked at, or what they are, has to be named here.
    var isAboutAll: Bool {
        stages.isEmpty && until.isEmpty && from.isEmpty && parameters.settings.isEmpty && !force && !dryRun && !watch
    }

    /// Reports that nothing is to do, if that is known without reading the spec.
    func reportUpToDate(_ root: FilePath, _ surroundings: Surroundings) -> Bool {
        let clock = ContinuousClock()
        let start = clock.now
        guard let names = Pipeline.upToDateStages(root, surroundings, isRun: true) else { return false }
        let reporter = reporter(for: names)
        for name in names { reporter.report(.skipped(stage: name)) }
        reporter.conclude(Pipeline.Summary(skipped: names.count), seconds: (clock.now - start) / .seconds(1))
        return true
    }
}

extension Pipeline {
    /// The names of all stages, if they are known to be up to date without looking at what they are.
    static func upToDateStages(_ root: FilePath, _ surroundings: Surroundings, isRun: Bool) -> [String]? {
        upToDateStages(root, isRun: isRun, environment: surroundings.environment) { name in
            EngineVersionCache(project: root, surroundings: surroundings).version(named: name)
        }
    }
}
