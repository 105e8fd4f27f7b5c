internal import ArgumentParser
internal import MLKitChecklist
internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec

/// `mlkit check next`: the few items worth doing now, and why.
struct CheckNextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Suggest the few items worth doing now, and say why.",
        discussion: """
            First comes what somebody relies on wrongly (failing, overdue, stale), then what a stage waits for that \
            would run, then the way to the next level of maturity. What is assigned to you, only has to be confirmed, \
            was opened by an answer, or holds up other items counts for more; what is assigned to others, for less. \
            Items wait for those that they need.
            """)

    @Option(name: .short, help: ArgumentHelp("How many to show.", valueName: "count"))
    var number = 5

    @OptionGroup var selection: ItemSelection
    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func validate() throws {
        if number < 1 { throw ValidationError("-n must be at least 1") }
    }

    func run() throws {
        let loaded = try LoadedChecklist(project)
        let filter = try selection.filter(for: loaded)
        let next = try loaded.nextSteps()
        let steps = next.all.filter { filter.fits($0.report) }
        switch format.format {
        case .text: Console.standard.say(text(steps, next.goal))
        case .json: Console.standard.output(JSON.array(steps.prefix(number).map(json)).pretty)
        }
        loaded.conclude()
    }

    private func text(_ steps: [NextStep], _ goal: Maturity?) -> String {
        guard !steps.isEmpty else {
            return selection.isEmpty ? "nothing is left to do\n" : "nothing of this is left to do\n"
        }
        let shown = steps.prefix(number).enumerated().map { index, step in
            StepView(number: index + 1, step: step, isColoured: Console.standard.outputIsColoured).text
        }
        let rest = steps.count - number
        guard rest > 0 else { return shown.joined(separator: "\n") }
        let near = steps.dropFirst(number).count { step in goal.map { step.report.item.maturity <= $0 } ?? false }
        let share = goal.map { ", \(near == 0 ? "none" : String(near)) of them for \($0.title)" } ?? ""
        return shown.joined(separator: "\n")
            + "\n\(plural(rest, "other item")) could be done now\(near < rest ? share : ""): `-n \(steps.count)` shows all\n"
    }

    /// `{…as in lists, "why": [text], "command"}`.
    private func json(_ step: NextStep) -> JSON {
        .object(
            (step.report.json.members ?? []) + [
                .init("why", .array(step.reasons.map { .string($0.description) })),
                .init("command", .string(step.report.command)),
            ])
    }
}

extension LoadedChecklist {
    /// What could be done now, for the person that git knows.
    func nextSteps() throws -> NextSteps {
        let checklist = try glanced()
        let stale = spec.stages.contains { $0.policy.gate != nil } ? try staleStages() : []
        let gates = spec.stages.filter { $0.policy.gate != nil && stale.contains($0.name) }.map { stage in
            Gate(.stage(stage, in: spec), of: checklist)
        }
        let me = try? answering(commits: false).by
        return NextSteps(checklist, maturity: spec.project.maturity, gates: gates, person: me.map { Person($0) })
    }
}
