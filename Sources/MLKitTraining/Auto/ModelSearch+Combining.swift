internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec

extension ModelSearch {
    /// Fits the trials that go best together on all training rows, and makes one model of them.
    ///
    /// - Throws: `Failure` with the reasons where none of them can be fitted on all rows.
    mutating func combined() throws -> FittedModel {
        var fitted = [Int: any TableModel]()
        while true {
            let candidates = finalists
            guard !candidates.isEmpty else {
                throw Failure("no model could be fitted on all training rows", notes: trials.compactMap(\.problem))
            }
            let selection = EnsembleSelection(
                candidates.map { measuring.evidence(of: trials[$0]) }, by: loss, members: configuration.members)
            let chosen = Set(selection.steps.map { candidates[$0] }).sorted()
            for trial in chosen where fitted[trial] == nil { fitted[trial] = fit(trial) }
            // One that fails at the last fit is no candidate any more, and the others are selected anew.
            guard chosen.allSatisfy({ fitted[$0] != nil }) else { continue }
            return try combined(selection, candidates, fitted)
        }
    }

    /// The model on all training rows; `nil` where it cannot be fitted, or answers something that is no number.
    private mutating func fit(_ trial: Int) -> (any TableModel)? {
        let before = budget.passed
        do {
            var quiet = measuring.context
            quiet.checkpoints = context.checkpoints?.part("member-\(trial + 1)", told: "trial \(trial + 1) on all rows")
            let model = try trials[trial].settings.fit(on: rows, seed: measuring.seed, quiet).model
            guard try model.predict(rows.valid).allSatisfy(\.isFinite) else {
                throw Failure("it answers something that is no finite number")
            }
            note(weight: 0, seconds: budget.passed - before, of: trial)
            context.log("trial \(trial + 1), \(trials[trial].kind), is fitted on all rows in \((budget.passed - before).brief(1)) s")
            return model
        } catch {
            fail(trial, error)
            return nil
        }
    }

    private mutating func combined(
        _ selection: EnsembleSelection, _ candidates: [Int], _ fitted: [Int: any TableModel]
    ) throws -> FittedModel {
        let weights = selection.weights()
        for (place, weight) in weights { note(weight: weight, seconds: 0, of: candidates[place]) }
        // The heaviest first; of equals the better.
        let order = weights.keys.sorted { (-(weights[$0] ?? 0), $0) < (-(weights[$1] ?? 0), $1) }
        let members = order.compactMap { place in
            fitted[candidates[place]].map {
                WeightedMean.Member(name: "trial\(candidates[place] + 1)", weight: Float(weights[place] ?? 0), model: $0)
            }
        }
        let kinds = order.map { trials[candidates[$0]].kind }
        context.log(
            "the model: " + zip(members, kinds).map { "\(Double($0.weight).brief(3)) of \($0.name) (\($1))" }.joined(separator: ", "))
        return FittedModel(
            WeightedMean(members: members), history: try history(selection, candidates, fitted), algorithm: algorithm(order, candidates),
            trials: report(selection), warnings: warnings + repeatability)
    }

    /// The loss of the mean after each step of the selection: on training rows that its members were not fitted on, and on the
    /// validation rows.
    private func history(
        _ selection: EnsembleSelection, _ candidates: [Int], _ fitted: [Int: any TableModel]
    ) throws -> [HistoryEntry] {
        let valid = EvidenceLoss(targets: rows.validTargets, loss: rows.loss)
        let answers = try fitted.mapValues { RowEvidence(try $0.predict(rows.valid), rows.validTargets, rows.loss)?.values }
        return selection.losses.enumerated().map { step, loss in
            // In one order, since sums of other orders differ in their last digits.
            let parts = selection.weights(after: step + 1).sorted { $0.key < $1.key }.compactMap { place, weight in
                answers[candidates[place]]?.map { (weight, $0) }
            }
            return HistoryEntry(
                step: step + 1, trainLoss: loss,
                validLoss: valid.mean { row in parts.reduce(0) { $0 + $1.0 * Double($1.1[row]) } })
        }
    }

    private func algorithm(_ order: [Int], _ candidates: [Int]) -> String {
        let settings = order.map { trials[candidates[$0]].settings }
        guard settings.count > 1 else { return settings[0].algorithm(for: rows.target.task) }
        var kinds = [String]()
        for kind in settings.map(\.family) where !kinds.contains(kind) { kinds.append(kind) }
        return "weighted mean of \(settings.count) models (\(kinds.joined(separator: ", ")))"
    }

    private var repeatability: [String] {
        guard ended == .time else { return [] }
        return [
            "the search ended with its time, after \(plural(trials.count, "trial")): another run may end elsewhere; `trials: "
                + "\(trials.count)` "
                + "in place of `budget` comes out the same every time"
        ]
    }

    private func report(_ selection: EnsembleSelection) -> TrialsReport {
        var report = TrialsReport()
        (report.task, report.metric, report.seed) = (rows.target.task, loss.metric, measuring.seed)
        let folds = measuring.rungs.last?.folds ?? 1
        report.rungs = measuring.rungs.map { $0.report(rows: rows.count, folds: folds) }
        report.trials = trials.enumerated().map { $1.report(number: $0 + 1, figure: loss.figure) }
        report.value = loss.figure(selection.losses.last ?? .nan)
        (report.ended, report.seconds) = (ended, budget.passed)
        (report.budget, report.memory) = (budget.seconds, configuration.memory)
        return report
    }
}
