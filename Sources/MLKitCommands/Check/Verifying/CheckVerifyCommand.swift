internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore

/// `mlkit check verify [ITEM]`: look whether items are done.
struct CheckVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Run the probes that look whether items are done.",
        discussion: """
            Each probe says what it looked at and what it found. Probes that run a command of the project do so only \
            if you agree; `mlkit check` takes their verdict until a tracked file changes. `mlkit check gate` turns verdicts into an exit \
            code.
            """)

    @Argument(
        help: "The item's id, or an abbreviation of it; all that have probes if left out.", completion: .names(.items))
    var item: String?

    @Flag(help: "Run the commands that probes ask for, without asking.")
    var allowCommands = false

    @Flag(help: "Look for secrets in every commit as well, of all branches and tags.")
    var history = false

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() async throws {
        let loaded = try LoadedChecklist(project)
        let items = try items(loaded.checklist)
        let console = Console.standard
        let consent = CommandConsent(
            loaded, allowsAll: allowCommands, asks: console.inputIsTerminal && console.errorIsTerminal)
        let verified = try await loaded.checklist.verified(by: loaded.probes(scansHistory: history, run: consent.run), items)
        let ids = Set(items.map(\.id))
        let reports = verified.reports.filter { ids.contains($0.item.id) }
        switch format.format {
        case .text: console.say(text(reports))
        case .json: console.output(JSON.array(reports.map(\.verifiedJSON)).pretty)
        }
        loaded.conclude()
    }

    private func items(_ checklist: Checklist) throws -> [ChecklistItem] {
        guard let item else { return checklist.verifiable }
        let found = try checklist.find(item).item
        guard !found.probes.isEmpty else {
            throw Failure(
                "`\(found.id)` has no probes: only a person can tell whether it is done",
                hint: "`mlkit check show \(found.id)` says how to go about it")
        }
        return [found]
    }

    private func text(_ reports: [ItemReport]) -> String {
        var table = TextTable()
        for report in reports {
            let outcome = report.objection ?? ProbeVerdict.all(report.verdicts)
            let mark = outcome.word.padded(11).styled(outcome.style, Console.standard.outputIsColoured)
            table.add(mark, report.item.id, outcome.message)
        }
        let passed = reports.count { $0.objection == nil }
        return table.text() + "\(passed) of \(plural(reports.count, "item")) verified\n"
    }
}

extension ItemReport {
    /// `{…as in lists, "verdicts": [{"probe", "outcome", "message", "evidence": [path]}]}`.
    var verifiedJSON: JSON {
        let verdicts = zip(item.probes, verdicts).map { probe, verdict -> JSON in
            [
                "probe": .string(probe.name), "outcome": .string(verdict.outcome.rawValue),
                "message": .string(verdict.message), "evidence": .array(verdict.evidence.map { .string($0) }),
            ]
        }
        return .object((json.members ?? []) + [JSON.Member("verdicts", .array(verdicts))])
    }
}
