internal import ArgumentParser
internal import MLKitCore
internal import MLKitPipeline
internal import MLKitSpec

/// `mlkit status`: what would run, and why.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say which stages would run, and why.")

    @OptionGroup var format: FormatOption
    @OptionGroup var project: ProjectOption

    func run() throws {
        let statuses = try Pipeline.forCommand(project, Surroundings()).status()
        switch format.format {
        case .text: Console.standard.output(text(statuses))
        case .json: Console.standard.output(json(statuses).pretty)
        }
    }

    private func text(_ statuses: [StageStatus]) -> String {
        let isColoured = Console.standard.outputIsColoured
        guard !statuses.isEmpty else { return "no stages in mlkit.yaml\n" }
        var table = TextTable()
        for status in statuses {
            let mark = status.reasons.isEmpty ? "up to date" : "would run "
            let why = status.reasons.first.map(\.description) ?? status.lock?.result.summary ?? ""
            table.add(mark.styled(status.reasons.isEmpty ? .green : .yellow, isColoured), status.stage, why)
            for reason in status.reasons.dropFirst() { table.add("".padded(mark.count), "", reason.description) }
        }
        return table.text()
    }

    /// `[{"stage", "kind", "up_to_date", "reasons": [text]}]`, in the order of running.
    private func json(_ statuses: [StageStatus]) -> JSON {
        .array(
            statuses.map { status in
                [
                    "stage": .string(status.stage), "kind": .string(status.kind),
                    "up_to_date": .bool(status.reasons.isEmpty),
                    "reasons": .array(status.reasons.map { .string($0.description) }),
                ]
            })
    }
}
