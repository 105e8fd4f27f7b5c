internal import MLKitCore
internal import MLKitPipeline
internal import MLKitSpec

/// One JSON object per event, one per line, on standard output.
///
/// Every object has `event` (waiting, skipped, overridden, restored, started, finished, failed, interrupted, cancelled, summary);
/// all but the first and last have `stage`. `overridden`, of a stage whose gate is not met, has `because` and `open`,
/// `started` has `reasons`, `restored`, `finished` and `failed` have `seconds`,
/// `restored` and `finished` have `summary`, `metrics` and `warnings`, `failed` has `log` (or null) and `diagnostics` (as
/// `Diagnostic.json` has them), `summary` has the counts.
struct JSONRunReporter: RunReporter {
    let console: Console

    func report(_ event: RunEvent) {
        switch event {
        case .waiting: write(["event": "waiting"])
        case .skipped(let stage): write(["event": "skipped", "stage": .string(stage)])
        case .overridden(let stage, let override):
            let open = override.open.map { JSON.string($0) }
            write([
                "event": "overridden", "stage": .string(stage), "because": .string(override.because),
                "open": .array(open),
            ])
        case .started(let stage, let reasons):
            let texts = reasons.map { JSON.string($0.description) }
            write(["event": "started", "stage": .string(stage), "reasons": .array(texts)])
        case .restored(let stage, let result, let seconds): writeResult("restored", stage, result, seconds)
        case .finished(let stage, let result, let seconds): writeResult("finished", stage, result, seconds)
        case .failed(let stage, let failure, let seconds):
            write([
                "event": "failed", "stage": .string(stage), "seconds": .double(seconds),
                "log": failure.log.map { .string($0) } ?? .null,
                "diagnostics": .array(failure.diagnostics.map(\.json)),
            ])
        case .interrupted(let stage): write(["event": "interrupted", "stage": .string(stage)])
        case .cancelled(let stage): write(["event": "cancelled", "stage": .string(stage)])
        }
    }

    func conclude(_ summary: Pipeline.Summary, seconds: Double) {
        write([
            "event": "summary", "ran": .int(summary.ran), "restored": .int(summary.restored),
            "skipped": .int(summary.skipped),
            "failed": .int(summary.failed), "cancelled": .int(summary.cancelled),
            "interrupted": .int(summary.interrupted), "seconds": .double(seconds),
        ])
    }

    private func writeResult(_ event: String, _ stage: String, _ result: StageResult, _ seconds: Double) {
        write([
            "event": .string(event), "stage": .string(stage), "seconds": .double(seconds),
            "summary": .string(result.summary), "metrics": result.metrics,
            "warnings": .array(result.warnings.map { .string($0) }),
        ])
    }

    private func write(_ value: JSON) { console.output(value.compact + "\n") }
}
