internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitRunning
internal import MLKitSpec

/// What would run, or be restored from the cache, and why, as `mlkit status` and `mlkit run --dry-run` show it.
struct StatusView {
    private let statuses: [StageStatus]

    init(_ statuses: [StageStatus]) { self.statuses = statuses }

    func text(as format: OutputFormat) -> String {
        switch format {
        case .text: table
        case .json: json.pretty
        }
    }

    private var table: String {
        let isColoured = Console.standard.outputIsColoured
        guard !statuses.isEmpty else { return "no stages in mlkit.yaml\n" }
        var table = TextTable()
        for status in statuses {
            let mark = !status.problems.isEmpty ? "cannot run"
                : status.reasons.isEmpty ? "up to date" : status.isInCache ? "from cache" : "would run "
            let reasons = status.reasons.told
            let why = reasons.first ?? status.lock?.result.summary ?? ""
            let style: Style = !status.problems.isEmpty ? .red : status.reasons.isEmpty ? .green : .yellow
            table.add(mark.styled(style, isColoured), status.stage, why)
            for reason in reasons.dropFirst() { table.add("".padded(mark.count), "", reason) }
        }
        return table.text()
    }

    /// Tells what keeps stages from running.
    ///
    /// - Throws: `ExitCode` if anything does.
    func reportProblems() throws {
        try Snapshots.tell(statuses.flatMap(\.problems))
    }

    /// `[{"stage", "kind", "up_to_date", "in_cache", "reasons": [text]}]`, in the order of running; with `problems`, texts,
    /// where something keeps a stage from running.
    private var json: JSON {
        .array(
            statuses.map { status in
                let problems = status.problems.map { JSON.string($0.message) }
                return .object(
                    [
                        JSON.Member("stage", .string(status.stage)), JSON.Member("kind", .string(status.kind)),
                        JSON.Member("up_to_date", .bool(status.reasons.isEmpty)),
                        JSON.Member("in_cache", .bool(status.isInCache)),
                        JSON.Member("reasons", .array(status.reasons.told.map { .string($0) })),
                    ] + (problems.isEmpty ? [] : [JSON.Member("problems", .array(problems))]))
            })
    }
}
