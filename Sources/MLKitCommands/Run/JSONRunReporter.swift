internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitProcesses
internal import MLKitRunning
internal import MLKitSpec

/// One JSON object per event, one per line, on standard output. Their members are described in docs/run-events.md.
struct JSONRunReporter: RunReporter {
    let console: Console

    func report(_ event: RunEvent) {
        switch event {
        case .waiting(let holder): write("waiting", nil, ["holder": holder?.json ?? .null])
        case .recovered(let stage, let note): write("recovered", stage, ["warnings": texts([note])])
        case .skipped(let stage): write("skipped", stage)
        case .overridden(let stage, let override):
            write("overridden", stage, ["because": .string(override.because), "open": texts(override.open)])
        case .started(let stage, let reasons):
            write("started", stage, ["reasons": texts(reasons.told)])
        case .resumed(let stage, let progress): write("resumed", stage, ["progress": .string(progress)])
        case .restored(let stage, let result, let seconds):
            write("restored", stage, ["seconds": .double(seconds)], members(result))
        case .accepted(let stage): write("accepted", stage)
        case .finished(let stage, let result, let measured):
            write("finished", stage, members(measured), members(result))
        case .failed(let stage, let failure, let measured):
            write("failed", stage, members(measured), members(failure))
        case .retried(let stage, let failure, let attempt, let after):
            write("retried", stage, ["attempt": .int(attempt), "after": .double(after)], members(failure))
        case .interrupted(let stage): write("interrupted", stage)
        case .cancelled(let stage): write("cancelled", stage)
        }
    }

    func conclude(_ summary: Pipeline.Summary, seconds: Double) {
        write(
            "summary", nil,
            [
                "ran": .int(summary.ran), "restored": .int(summary.restored), "skipped": .int(summary.skipped),
                "failed": .int(summary.failed), "cancelled": .int(summary.cancelled),
                "interrupted": .int(summary.interrupted), "seconds": .double(seconds),
            ])
    }

    private func members(_ measured: StageMeasurement) -> JSON {
        let code: JSON = [
            "exit_code": measured.exitCode.map { .int($0) } ?? .null,
            "signal": measured.signal.map { .int($0) } ?? .null,
        ]
        return .object((measured.usage.json.members ?? []) + (code.members ?? []))
    }

    private func members(_ result: StageResult) -> JSON {
        [
            "summary": .string(result.summary), "metrics": result.metrics, "warnings": texts(result.warnings),
        ]
    }

    private func members(_ failure: StageFailure) -> JSON {
        [
            "log": failure.log.map { .string($0) } ?? .null,
            "diagnostics": .array(failure.diagnostics.map(\.json)),
        ]
    }

    private func texts(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

    private func write(_ event: String, _ stage: String?, _ parts: JSON...) {
        let head = [JSON.Member("event", .string(event))] + (stage.map { [JSON.Member("stage", .string($0))] } ?? [])
        console.output(JSON.object(head + parts.flatMap { $0.members ?? [] }).compact + "\n")
    }
}
