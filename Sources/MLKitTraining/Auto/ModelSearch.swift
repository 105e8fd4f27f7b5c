internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec

/// Tries families and settings on parts of the training rows.
struct ModelSearch {
    let configuration: AutoFamily.Configuration
    let rows: TrainingRows
    private(set) var budget: SearchBudget
    let measuring: TrialMeasuring
    let context: StageContext
    /// In the order in which they began.
    private(set) var trials: [Trial] = []
    private(set) var ended = TrialsReport.End.trials
    private(set) var warnings: [String] = []
    private var source: TrialSource
    private var halving: Halving
    private var hasMore = true

    /// How many copies of a trial's inputs there are at a time: ours, and those that engines make.
    private static let copies = 3
    /// From so many rows on a third of them is enough to measure on.
    private static let many = 20_000

    /// - Throws: `Failure` if there are fewer training rows than parts of two.
    init(
        configuration: AutoFamily.Configuration, families: [any ModelFamily], rows: TrainingRows, seed: Int,
        context: StageContext, budget: SearchBudget
    ) throws {
        let count = rows.count
        let folds = configuration.folds ?? (count < Self.many ? 5 : 3)
        var quiet = context
        quiet.log = { _ in }
        quiet.checkpoints = nil
        var rows = rows
        rows.memory = configuration.memory.map { $0 / Self.copies }
        let parts = try FoldParts(folds, of: rows, seed: seed, key: "`folds` of the model")
        measuring = TrialMeasuring(
            rows: rows, parts: parts, rungs: SearchRung.all(rows: count, folds: folds), seed: seed, context: quiet)
        (self.configuration, self.rows, self.context, self.budget) = (configuration, rows, context, budget)
        source = TrialSource(families, seed: seed)
        halving = Halving(rungs: measuring.rungs.count)
    }

    var loss: EvidenceLoss { measuring.loss(of: measuring.parts.measured) }

    /// The places of the trials that were measured on all parts, the best first.
    var finalists: [Int] {
        let whole = trials.indices.filter { trials[$0].losses.count == measuring.rungs.count && trials[$0].problem == nil }
        return whole.sorted { (trials[$0].losses.last ?? .infinity, $0) < (trials[$1].losses.last ?? .infinity, $1) }
    }

    /// Tries until there is nothing left to try, or no time.
    ///
    /// - Throws: `Failure` with the reasons where no trial could be fitted.
    mutating func run() throws {
        while let step = halving.next(canBegin: hasMore && trials.count < configuration.most ?? .max) {
            switch step {
            case .begin: begin()
            case .goOn(let trial, let rung): goOn(trial, rung)
            }
        }
        // A model there has to be, be there time or not.
        while finalists.isEmpty, let best = furthest { measure(best, trials[best].losses.count) }
        guard finalists.isEmpty else { return }
        let problems = trials.compactMap { trial in trial.problem.map { "`\(trial.kind)`: \($0)" } }
        throw Failure("no model could be fitted", notes: problems)
    }

    private mutating func begin() {
        guard let proposed = source.next() else {
            hasMore = false
            return
        }
        let known = trials.filter { $0.kind == proposed.settings.family && !$0.losses.isEmpty }
        let rates = known.map { $0.seconds / Double($0.losses.count) }
        guard budget.allows(rates.min() ?? 0, keeping: reserve) || trials.isEmpty else {
            (hasMore, ended) = (false, .time)
            return
        }
        trials.append(Trial(proposed.settings, isStandard: proposed.isStandard))
        measure(trials.count - 1, 0)
    }

    private mutating func goOn(_ trial: Int, _ rung: Int) {
        let (before, next) = (measuring.rungs[rung - 1], measuring.rungs[rung])
        let done = before.work(after: rung > 1 ? measuring.rungs[rung - 2] : nil)
        guard budget.allows(trials[trial].lastSeconds * next.work(after: before) / done, keeping: reserve) else {
            ended = .time
            return
        }
        measure(trial, rung)
    }

    private mutating func measure(_ trial: Int, _ rung: Int) {
        let before = budget.passed
        let checkpoints = context.checkpoints?.part("trial-\(trial + 1)-rung-\(rung + 1)")
        if let known = checkpoints?.read(), let seconds = trials[trial].restore(known) {
            budget.count(seconds)
            if let problem = trials[trial].problem { fail(trial, Failure(problem)) }
        } else {
            let begun = checkpoints?.now ?? 0
            do {
                try measuring.measure(&trials[trial], on: measuring.rungs[rung])
            } catch {
                fail(trial, error)
            }
            if let checkpoints, checkpoints.isWorth(since: begun) {
                let number = configuration.most.map { Checkpoints.progress("trial", trial + 1, of: $0) } ?? "trial \(trial + 1)"
                checkpoints.write(trials[trial].checkpoint(after: budget.passed - before), number)
            }
        }
        trials[trial].lastSeconds = budget.passed - before
        trials[trial].seconds += trials[trial].lastSeconds
        let loss = trials[trial].problem == nil ? trials[trial].losses.last ?? .nan : .nan
        halving.take(trial, rung: rung, loss: loss, isStandard: trials[trial].isStandard)
        tell(trial, rung)
    }

    /// Takes in that a trial cannot be measured, or fitted at last. Where a family's first settings fail, its others would too.
    mutating func fail(_ trial: Int, _ error: any Error) {
        let reason = (error as? Failure)?.diagnostics.first?.message ?? "\(error)"
        trials[trial].problem = reason
        guard trials[trial].isStandard else { return }
        source.close(trials[trial].kind)
        warnings.append("of the family `\(trials[trial].kind)` nothing more is tried: \(reason)")
    }

    /// What the last fits are expected to take, for as many trials as may be members.
    private var reserve: Double {
        finalists.prefix(configuration.members).reduce(0) { $0 + trials[$1].seconds / Double(measuring.rungs.count) }
    }

    /// Of the trials that came furthest the best.
    private var furthest: Int? {
        let sound = trials.indices.filter { trials[$0].problem == nil && trials[$0].losses.last?.isFinite == true }
        return sound.min { one, other in
            let (a, b) = (trials[one].losses, trials[other].losses)
            return a.count != b.count ? a.count > b.count : (a.last ?? .infinity, one) < (b.last ?? .infinity, other)
        }
    }

    private func tell(_ place: Int, _ rung: Int) {
        let trial = trials[place]
        let what = measuring.rungs[rung].report(rows: rows.count, folds: measuring.rungs.last?.folds ?? 1)
        var text = "trial \(place + 1), \(trial.kind), \(plural(what.rows, "row")) and \(plural(what.folds, "fold")): "
        if let problem = trial.problem {
            text += problem
        } else {
            text += "\(loss.metric.rawValue) \(loss.figure(trial.losses.last ?? .nan).briefFigure())"
        }
        text += " in \(trial.lastSeconds.brief(1)) s"
        if let best = finalists.first {
            let value = loss.figure(trials[best].losses.last ?? .nan).briefFigure()
            text += "; best on all folds \(value) (trial \(best + 1), \(trials[best].kind))"
        }
        context.log(text)
    }

    /// Notes what a trial's part in the model is.
    mutating func note(weight: Double, seconds: Double, of trial: Int) {
        trials[trial].weight = weight
        trials[trial].seconds += seconds
    }
}
