internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitRunning
internal import MLKitSpec

/// Shows a run as it goes.
protocol RunReporter: Sendable {
    func report(_ event: RunEvent)
    /// Says how the run ended as a whole.
    func conclude(_ summary: Pipeline.Summary, seconds: Double)
}

/// Lines that every reporter for people uses.
struct RunWording {
    let isColoured: Bool
    let nameWidth: Int

    init(isColoured: Bool, stages: [String]) {
        self.isColoured = isColoured
        nameWidth = stages.map(\.count).max() ?? 0
    }

    func finished(_ stage: String, _ result: StageResult, _ seconds: Double) -> String {
        let summary = result.summary.isEmpty ? "" : "  \(result.summary)"
        return line("done".styled(.green, isColoured), stage, ElapsedTime.column(seconds) + summary) + warnings(result)
    }

    func restored(_ stage: String, _ result: StageResult, _ seconds: Double) -> String {
        let summary = result.summary.isEmpty ? "" : ": \(result.summary)"
        return line("back".styled(.green, isColoured), stage, ElapsedTime.column(seconds) + "  from the cache" + summary)
            + warnings(result)
    }

    func resumed(_ stage: String, _ progress: String) -> String {
        line("more".styled(.green, isColoured), stage, "resumed at \(progress)")
    }

    func accepted(_ stage: String) -> String {
        line("took".styled(.green, isColoured), stage, "its outputs as they are")
    }

    func recovered(_ note: String) -> String { DiagnosticRenderer(colour: isColoured).render(.warning(note)) }

    private func warnings(_ result: StageResult) -> String {
        let renderer = DiagnosticRenderer(colour: isColoured)
        return result.warnings.map { renderer.render(.warning($0)) }.joined()
    }

    func failed(_ stage: String, _ failure: StageFailure, _ seconds: Double) -> String {
        let renderer = DiagnosticRenderer(colour: isColoured)
        let log = failure.log.map { "  see \($0)" } ?? ""
        var text = line("FAIL".styled(.red, isColoured), stage, ElapsedTime.column(seconds) + log)
        text += failure.logTail.map { "     | ".styled(.dim, isColoured) + $0 + "\n" }.joined()
        return text + failure.diagnostics.map { renderer.render($0) }.joined(separator: "\n")
    }

    func retried(_ stage: String, _ failure: StageFailure, _ after: Double) -> String {
        let why = failure.diagnostics.first?.message ?? "it failed"
        return line("fail".styled(.yellow, isColoured), stage, "\(why); tried again in \(Int(after)) s")
    }

    /// "waiting for `mlkit run -j 2` to end (process 123 on ada, since 2026-01-31T14:05:09Z)".
    static func waiting(_ holder: ProjectHolder?) -> String {
        guard let holder else { return "waiting for another command of this project to end\n" }
        let since = Timestamp(seconds: holder.since / 1_000_000_000)
        return "waiting for `\(holder.command)` to end (process \(holder.process) on \(holder.host), since \(since))\n"
    }

    func interrupted(_ stage: String) -> String {
        line("stop".styled(.yellow, isColoured), stage, "interrupted")
    }

    func cancelled(_ stage: String) -> String {
        line("wait".styled(.yellow, isColoured), stage, "not run, because another stage failed")
    }

    func overridden(_ stage: String, _ override: GateOverride) -> String {
        line(
            "gate".styled(.yellow, isColoured), stage,
            "not met, \(plural(override.open.count, "item")) open; overridden because \(override.because)")
    }

    func started(_ stage: String, _ reasons: [StaleReason]) -> String {
        line("run ".styled(.cyan, isColoured), stage, reasons.told.joined(separator: "; "))
    }

    func conclusion(_ summary: Pipeline.Summary, _ seconds: Double) -> String {
        guard summary.ran + summary.restored + summary.failed + summary.interrupted + summary.cancelled > 0 else {
            guard summary.skipped > 0 else { return "nothing to do: the project has no stages\n" }
            return "nothing to do: \(plural(summary.skipped, "stage")) up to date\n"
        }
        var parts = ["\(plural(summary.ran, "stage")) run"]
        if summary.restored > 0 { parts.append("\(summary.restored) restored") }
        if summary.skipped > 0 { parts.append("\(summary.skipped) up to date") }
        if summary.failed > 0 { parts.append("\(summary.failed) failed") }
        if summary.interrupted > 0 { parts.append("\(summary.interrupted) interrupted") }
        if summary.cancelled > 0 { parts.append("\(summary.cancelled) not run") }
        return parts.joined(separator: ", ") + " in \(ElapsedTime.text(seconds))\n"
    }

    func line(_ mark: String, _ stage: String, _ rest: String) -> String {
        "\(mark) \(stage.padded(nameWidth))  \(rest)\n"
    }
}
