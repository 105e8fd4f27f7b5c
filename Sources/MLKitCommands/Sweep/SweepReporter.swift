internal import MLKitCore
internal import MLKitProcesses
internal import MLKitSpec
internal import MLKitSweeps
internal import Synchronization

/// Shows a sweep as it goes, a line for each trial that begins or ends.
final class SweepReporter: Sendable {
    private let console: Console
    private let sweep: Sweep
    private let wording: RunWording
    private let preparation: PlainRunReporter
    /// The best metric so far.
    private let best = Mutex<Double?>(nil)

    init(console: Console, sweep: Sweep) {
        self.console = console
        self.sweep = sweep
        wording = RunWording(isColoured: console.errorIsColoured, stages: ["trial \(sweep.planned)"])
        preparation = PlainRunReporter(console: console, wording: wording)
    }

    func report(_ event: SweepEvent) {
        switch event {
        case .preparing(let event): preparation.report(event)
        case .resumed(let trials):
            for trial in trials { _ = isBest(trial) }
            let unfinished = trials.count { $0.state == .running }
            console.error(
                "\(plural(trials.count - unfinished, "trial")) of \(sweep.planned) made before"
                    + (unfinished > 0 ? ", \(unfinished) interrupted" : "") + "\n")
        case .started(let trial):
            let settings = SweepView.settings(sweep.settings(trial))
            console.error(wording.line("run ".styled(.cyan, wording.isColoured), Self.name(trial), settings))
        case .ended(let trial): console.error(ended(trial))
        }
    }

    private static func name(_ trial: SweepTrial) -> String { "trial \(trial.number + 1)" }

    private func ended(_ trial: SweepTrial) -> String {
        let time = trial.isFromCache ? "from the cache" : ElapsedTime.column(trial.usage.seconds)
        guard trial.state == .done, let metric = trial.metric else {
            return wording.line("FAIL".styled(.red, wording.isColoured), Self.name(trial), time)
                + trial.reasons.map { "     \($0.onOneLine)\n" }.joined()
        }
        let note = isBest(trial) ? ", the best so far" : ""
        return wording.line(
            "done".styled(.green, wording.isColoured), Self.name(trial),
            "\(time)  \(sweep.spec.metric.name) \(Figure.text(metric))\(note)")
    }

    /// Whether a trial is better than all before; trials of different budgets are not compared.
    private func isBest(_ trial: SweepTrial) -> Bool {
        guard trial.rung == nil, let metric = trial.metric else { return false }
        return best.withLock { best in
            guard let old = best else {
                best = metric
                return true
            }
            guard sweep.spec.goal == .minimize ? metric < old : metric > old else { return false }
            best = metric
            return true
        }
    }
}
