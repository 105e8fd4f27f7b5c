internal import MLKitCore
internal import MLKitProcesses
internal import MLKitSpec
internal import MLKitSweeps

/// The trials of a sweep as a table, the best first.
struct SweepView {
    let sweep: Sweep
    let results: SweepResults
    /// The picture's path; `nil` if there is none.
    let picture: String?

    /// "train.max_depth=6 train.rate=0.1".
    static func settings(_ settings: [(name: String, value: JSON)]) -> String {
        settings.map { "\($0.name)=\(Figure.text($0.value).onOneLine)" }.joined(separator: " ")
    }

    private var spec: SweepSpec { results.sweep }

    var text: String {
        var text = heading + "\n"
        if !results.trials.isEmpty { text += "\n" + table.text(width: Console.standard.outputWidth) + "\n" }
        text += ties
        if results.others > 0 {
            text += "\(plural(results.others, "trial")) of other settings, code or data do not count here\n"
        }
        if let picture { text += "picture: \(picture)\n" }
        return text
    }

    /// "sweep depth (tpe): minimize evaluate.rmse; 37 of 40 trials done, 3 failed".
    private var heading: String {
        var counts = "\(results.count(.done)) of \(plural(sweep.planned, "trial")) done"
        if results.count(.failed) > 0 { counts += ", \(results.count(.failed)) failed" }
        if results.count(.running) > 0 { counts += ", \(results.count(.running)) not finished" }
        return "sweep \(spec.name) (\(spec.method.rawValue)): \(spec.goal.rawValue) "
            + "\(spec.metric.stage).\(spec.metric.name)\(split); \(counts)"
    }

    private var split: String { results.split.map { " on the \($0) split" } ?? "" }

    /// That there is no best trial, or that it is not the only one.
    private var ties: String {
        let tied = results.tied
        guard tied.count > 1, let metric = tied[0].metric else { return "" }
        if results.isFlat {
            return "all \(results.count(.done)) trials have the same \(spec.metric.name), \(Figure.text(metric)): it does not depend on "
                + Suggestion.list(sweep.names) + "\n" + (sweep.nearerStage.map { "\($0)\n" } ?? "")
        }
        let numbers = tied.map { "\($0.number + 1)" }
        return "trials \(numbers.dropLast().joined(separator: ", ")) and \(numbers.last ?? "") are equally good\n"
    }

    private var table: TextTable {
        let budget = spec.method.usesBudget ? spec.budget?.parameter : nil
        var table = TextTable()
        table.rows.append(
            ["rank", "trial"] + sweep.names + [budget].compactMap { $0 } + [spec.metric.name, "time", "state"])
        for (index, trial) in results.ranked.enumerated() {
            let isDone = trial.state == .done
            let own = trial.values + (budget == nil ? [] : [trial.rung?.budget ?? .null])
            table.rows.append(
                [isDone ? "\(index + 1)" : "-", "\(trial.number + 1)"] + own.map { Figure.text($0).onOneLine }
                    + [trial.metric.map { Figure.text($0) } ?? "-", time(trial), state(trial)])
        }
        return table
    }

    private func time(_ trial: SweepTrial) -> String {
        if trial.isFromCache { return "-" }
        return trial.usage.seconds > 0 ? ElapsedTime.text(trial.usage.seconds) : "-"
    }

    private func state(_ trial: SweepTrial) -> String {
        switch trial.state {
        case .done: trial.isFromCache ? "done, from the cache" : "done"
        case .running: "not finished"
        case .failed: "failed: " + (trial.reasons.first ?? "").onOneLine
        }
    }

    /// `{"sweep", "method", "metric", "split", "goal", "planned", "interrupted", "best", "tied", "trials", "other_trials",
    /// "picture"}`;
    /// `trials` has the best first, each as `SweepTrial.json` with its `rank`, `best` is the first if it is done.
    var json: JSON {
        let trials = results.ranked.enumerated().map { index, trial -> JSON in
            let rank: JSON = trial.state == .done ? .int(index + 1) : .null
            return .object([JSON.Member("rank", rank)] + (trial.json(names: sweep.names).members ?? []))
        }
        return [
            "sweep": .string(spec.name), "method": .string(spec.method.rawValue),
            "metric": .string("\(spec.metric.stage).\(spec.metric.name)"),
            "split": results.split.map { .string($0) } ?? .null, "goal": .string(spec.goal.rawValue),
            "planned": .int(sweep.planned), "interrupted": .bool(results.isInterrupted),
            "best": results.best == nil ? .null : trials.first ?? .null,
            "tied": .array(results.tied.count > 1 ? results.tied.map { .int($0.number + 1) } : []),
            "trials": .array(trials),
            "other_trials": .int(results.others), "picture": picture.map { .string($0) } ?? .null,
        ]
    }
}
