internal import ArgumentParser
internal import MLKitCore
internal import MLKitRunning

/// `mlkit status`: what would run, and why.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", _superCommandName: RootCommand.name,
        abstract: "Say which stages would run, and why.")

    @OptionGroup var parameters: ParameterOption
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let surroundings = try Surroundings()
        let overrides = try parameters.overrides()
        let root = try project.root(surroundings)
        if overrides.isEmpty, let known = Pipeline.upToDateStages(root, surroundings, isRun: false),
            let statuses = try Pipeline.upToDateStatuses(of: known, in: root)
        {
            return Console.standard.say(StatusView(statuses).text(as: format.format), as: format.format)
        }
        let files = LookRecorder(LocalFileSystem(), project: root, now: Surroundings.now())
        let spec = try ProjectOption.spec(root, overriding: overrides, files: files)
        let pipeline = Pipeline.forProject(root, spec, surroundings, files: files)
        let statuses = try pipeline.status()
        let view = StatusView(statuses)
        Console.standard.say(view.text(as: format.format), as: format.format)
        try view.reportProblems()
        guard overrides.isEmpty, statuses.allSatisfy(\.reasons.isEmpty) else { return }
        pipeline.noteUpToDate(files, engines: EngineVersionCache.names(for:))
    }
}
