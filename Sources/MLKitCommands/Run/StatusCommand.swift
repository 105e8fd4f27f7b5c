internal import ArgumentParser
internal import MLKitCore
internal import MLKitRunning

/// `mlkit status`: what would run, and why.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say which stages would run, and why.")

    @OptionGroup var parameters: ParameterOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let surroundings = try Surroundings()
        let overrides = try parameters.overrides()
        let root = try project.root(surroundings)
        let isKnown = overrides.isEmpty && Pipeline.upToDateStages(root, surroundings, isRun: false) != nil
        let files = LookRecorder(LocalFileSystem(), project: root, now: Surroundings.now())
        let spec = try ProjectOption.spec(root, overriding: overrides, files: files)
        let pipeline = Pipeline.forProject(root, spec, surroundings, files: files)
        let statuses = try isKnown ? pipeline.upToDateStatuses() : pipeline.status()
        let view = StatusView(statuses)
        Console.standard.output(view.text(as: format.format))
        try view.reportProblems()
        guard !isKnown, overrides.isEmpty, statuses.allSatisfy(\.reasons.isEmpty) else { return }
        pipeline.noteUpToDate(files, engines: EngineVersionCache.names(for:))
    }
}
