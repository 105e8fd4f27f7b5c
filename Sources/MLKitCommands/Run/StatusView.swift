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
            let mark = status.reasons.isEmpty ? "up to date" : status.isInCache ? "from cache" : "would run "
            let why = status.reasons.first.map(\.description) ?? status.lock?.result.summary ?? ""
            table.add(mark.styled(status.reasons.isEmpty ? .green : .yellow, isColoured), status.stage, why)
            for reason in status.reasons.dropFirst() { table.add("".padded(mark.count), "", reason.description) }
        }
        return table.text()
    }

    /// `[{"stage", "kind", "up_to_date", "in_cache", "reasons": [text]}]`, in the order of running.
    private var json: JSON {
        .array(
            statuses.map { status in
                [
                    "stage": .string(status.stage), "kind": .string(status.kind),
                    "up_to_date": .bool(status.reasons.isEmpty), "in_cache": .bool(status.isInCache),
                    "reasons": .array(status.reasons.map { .string($0.description) }),
                ]
            })
    }
}
