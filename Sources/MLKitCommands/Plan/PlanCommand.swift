internal import ArgumentParser
internal import MLKitCore
internal import MLKitScaffold

/// `mlkit plan`: what `apply` would do.
struct PlanCommand: ParsableCommand, FindingCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", _superCommandName: RootCommand.name,
        abstract: "Say what `apply` would do to every file; change nothing.",
        discussion: """
            Exits with 0 if nothing would change, 1 if something would, 2 if there would be conflicts, or if conflicts \
            of an earlier change are still unmerged in git, 3 if it could not be told. Questions that are new in the \
            template count as answered by their defaults.
            """)

    @Flag(help: "Show the differences, as git does.")
    var diff = false

    @OptionGroup var options: UpdateOptions

    func run() throws {
        let update = try options.update()
        let plan = update.plan
        let unmerged = try update.unmerged
        let report = UpdateReport(plan: plan, isColoured: Console.standard.outputIsColoured)
        report.warn(try [unmerged, update.outsideGit].compactMap(\.self))
        switch options.format.format {
        case .json: Console.standard.output(report.json.pretty)
        case .text where plan.isEmpty && unmerged != nil: break
        case .text where plan.isEmpty: Console.standard.say("nothing to do: \(report.counts)\n")
        case .text where diff: Console.standard.output(try plan.diff())
        case .text: Console.standard.say("\(report.table)\(report.counts)\n")
        }
        if !plan.conflicts.isEmpty || unmerged != nil { throw ExitCode(2) }
        if !plan.isEmpty { throw ExitCode(1) }
    }
}
