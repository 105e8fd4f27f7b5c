internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// `mlkit check gate`: whether nothing that matters is open.
struct CheckGateCommand: AsyncParsableCommand, FindingCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "Exit with 1 while items are open, stale, overdue, failing or unclear.",
        discussion: """
            Without an option it checks the items that the project's own maturity requires. Exits with 3 if it could not \
            be told.
            """)

    @Option(
        help: ArgumentHelp("The items that a level requires: poc, mvp or production.", valueName: "level"),
        completion: .list(Maturity.allCases.map(\.rawValue)))
    var maturity: String?

    @Option(help: ArgumentHelp("The items that a stage waits for.", valueName: "name"), completion: .names(.stages))
    var stage: String?

    @Option(help: "The items with a tag.", completion: .names(.tags))
    var tag: String?

    @Flag(help: "Run the commands that probes ask for, without asking.")
    var allowCommands = false

    @Flag(help: "Also hold the answers against git's history, as `mlkit check audit` does.")
    var audited = false

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        let given = [maturity != nil, stage != nil, tag != nil].count { $0 }
        if given > 1 { throw ValidationError("give one of --maturity, --stage and --tag") }
    }

    func run() async throws {
        let loaded = try LoadedChecklist(project, forAudit: audited)
        let gate = try await loaded.gate(scope(loaded), allowsCommands: allowCommands)
        let objections = try audited ? loaded.audit().objections : []
        switch format.format {
        case .text: Console.standard.say(text(gate, objections))
        case .json: Console.standard.output(json(gate, objections).pretty)
        }
        loaded.conclude()
        if !gate.isMet || !objections.isEmpty { throw ExitCode(1) }
    }

    private func scope(_ loaded: LoadedChecklist) throws -> Gate.Scope {
        if let tag { return .tag(try known(tag, loaded.checklist)) }
        guard let stage else {
            return .maturity(try maturity.map { try Maturity(argument: $0) } ?? loaded.spec.project.maturity)
        }
        let stages = loaded.spec.stages
        guard let found = stages.first(where: { $0.name == stage || $0.group == stage }) else {
            throw Failure("unknown stage `\(stage.shortened)`", hint: Suggestion.hint(for: stage, among: stages.map(\.name)))
        }
        return .stage(found, in: loaded.spec)
    }

    private func known(_ tag: String, _ checklist: Checklist) throws -> String {
        let tags = Set(checklist.reports.flatMap(\.item.tags)).sorted()
        guard tags.contains(tag) else {
            throw Failure("no item has the tag `\(tag)`", hint: Suggestion.hint(for: tag, among: tags))
        }
        return tag
    }

    private func text(_ gate: Gate, _ objections: [Audit.Finding]) -> String {
        let checked = "\(plural(gate.items.count, "item")) \(gate.words)"
        if gate.isEmpty, gate.lost.isEmpty, objections.isEmpty {
            return "gate not met: there is nothing to judge, no list has an item \(gate.words)\n"
        }
        var table = TextTable()
        for report in gate.items {
            guard let doubt = report.allowance else { continue }
            table.add("allowed".styled(.yellow, Console.standard.outputIsColoured), report.item.id, "\(report.item.title): \(doubt)")
        }
        guard !gate.isMet || !objections.isEmpty else {
            return table.text() + "gate met: \(checked) checked, nothing open\(allowances(gate))\n"
        }
        for report in gate.blocking {
            let word = report.word.padded(7).styled(report.style, Console.standard.outputIsColoured)
            table.add(word, report.item.id, report.item.title + (report.reason.isEmpty ? "" : ": \(report.reason)"))
        }
        for record in gate.lost {
            let word = "removed".styled(.red, Console.standard.outputIsColoured)
            table.add(word, record.item, "on record as \(record.status.rawValue), and in no list any more")
        }
        for finding in objections { table.add("audit".styled(.red, Console.standard.outputIsColoured), finding.subject, finding.message) }
        let lost = gate.lost.isEmpty ? "" : ", and \(plural(gate.lost.count, "item")) removed while open"
        let found = objections.isEmpty ? "" : ", \(plural(objections.count, "objection")) of the audit"
        return table.text() + "gate not met: \(gate.blocking.count) of \(checked) to do\(lost)\(found)\(allowances(gate))\n"
    }

    /// What lets items pass beside evidence and probes.
    private func allowances(_ gate: Gate) -> String {
        let waived = gate.items.count { if case .waived = $0.state { true } else { false } }
        let skipped = gate.items.count { $0.state == .skipped }
        let (unlooked, unbound) = (gate.unlooked.count, gate.unbound.count - gate.unlooked.count)
        let allowed = gate.items.count { $0.allowance != nil }
        let others = gate.items.count { $0.remark != nil }
        let parts = [
            gate.served?.words,
            gate.items.excuses.isEmpty ? nil : gate.items.excuses.words,
            others > 0 ? "\(others) resting on a model that is not the one deployed" : nil,
            allowed > 0 ? "\(allowed) that cannot be judged, and that a policy allows" : nil,
            waived > 0 ? "\(waived) waived" : nil, skipped > 0 ? "\(skipped) not applicable" : nil,
            unbound > 0 ? "\(unbound) done without evidence" : nil,
            unlooked > 0 ? "\(unlooked) resting on addresses that nobody looked at" : nil,
        ] + gate.crowded.prefix(3).map { "\($0.count) resting on `\($0.name)` alone" }
            + [gate.hurried.map { "\($0) answered by one person within a minute" }]
        return parts.compactMap { $0.map { ", \($0)" } }.joined()
    }

    /// `{"gate", "met", "checked", "blocking": [item as in lists], "removed": [{"id", "status"}], "allowed": [id],
    /// "without_evidence": [id], "addresses_alone": [id], "other_model": [id], "shared_evidence": [{"evidence",
    /// "items"}], "within_a_minute": number, "served": `ServedVersion.json` or null, "scans_allowed": {"files",
    /// "hits"}, "audit": [finding as in `mlkit check audit`]}`.
    private func json(_ gate: Gate, _ objections: [Audit.Finding]) -> JSON {
        [
            "gate": .string(gate.words), "met": .bool(gate.isMet && objections.isEmpty), "checked": .int(gate.items.count),
            "blocking": .array(gate.blocking.map(\.json)),
            "removed": .array(gate.lost.map { ["id": .string($0.item), "status": .string($0.status.rawValue)] }),
            "allowed": .array(gate.items.filter { $0.allowance != nil }.map { .string($0.item.id) }),
            "without_evidence": .array(gate.unbound.map { .string($0.item.id) }),
            "addresses_alone": .array(gate.unlooked.map { .string($0.item.id) }),
            "other_model": .array(gate.items.filter { $0.remark != nil }.map { .string($0.item.id) }),
            "shared_evidence": .array(gate.crowded.map { ["evidence": .string($0.name), "items": .int($0.count)] }),
            "within_a_minute": .int(gate.hurried ?? 0),
            "scans_allowed": ["files": .int(gate.items.excuses.files), "hits": .int(gate.items.excuses.hits)],
            "served": gate.served?.json ?? .null, "audit": .array(objections.map(\.json)),
        ]
    }
}
