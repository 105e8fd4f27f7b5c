internal import MLKitCore
internal import MLKitSpec
internal import MLKitTables

/// Measures trials on parts of the training rows that they were not fitted on. The validation rows are in no part: they say when
/// training stops, as for any model.
struct TrialMeasuring {
    let rows: TrainingRows
    let parts: FoldParts
    let rungs: [SearchRung]
    let seed: Int
    let context: StageContext

    /// Measures a trial on a rung; what it did on the one before is not done again.
    ///
    /// - Throws: `Failure` where it cannot be fitted, or answers something that is no number.
    func measure(_ trial: inout Trial, on rung: SearchRung) throws {
        var folds = rung.divisor == 1 ? trial.folds : []
        while folds.count < rung.folds { folds.append(try evidence(trial.settings, rung, fold: folds.count)) }
        if rung.divisor == 1 { trial.folds = folds }
        let held = (0..<rung.folds).map { loss(of: parts.held($0)) }
        let losses = zip(folds, held).map { $1.mean($0) }
        let counts = held.map { Double($0.targets.count) }
        trial.foldLosses = losses
        trial.losses.append(zip(losses, counts).reduce(0) { $0 + $1.0 * $1.1 } / counts.reduce(0, +))
    }

    /// What a trial that was measured on all parts says of all training rows that are in one, in their order.
    func evidence(of trial: Trial) -> RowEvidence {
        var values = [Float](repeating: 0, count: rows.targets.count)
        for (fold, evidence) in trial.folds.enumerated() {
            for (row, value) in zip(parts.held(fold), evidence.values) { values[row] = value }
        }
        return RowEvidence(parts.measured.map { values[$0] })
    }

    func loss(of places: [Int]) -> EvidenceLoss { EvidenceLoss(targets: places.map { rows.targets[$0] }, loss: rows.loss) }

    private func evidence(_ settings: any ModelSettings, _ rung: SearchRung, fold: Int) throws -> RowEvidence {
        let held = parts.held(fold)
        let places = parts.learning(fold)
        let learned = try rows.learning(from: share(of: places.rows, rung), stoppingBy: places.stops)
        let fitted = try settings.fit(on: learned, seed: seed, context)
        let answers = try fitted.model.predict(rows.train.rows(held))
        guard let evidence = RowEvidence(answers, held.map { rows.targets[$0] }, rows.loss) else {
            throw Failure("it answers something that is no finite number")
        }
        return evidence
    }

    /// The rows that are fitted on, a share of those that can be, of each class about the same.
    private func share(of others: [Int], _ rung: SearchRung) -> [Int] {
        guard rung.divisor > 1 else { return others }
        let shares = FoldParts(rung.divisor, of: others.map { rows.targets[$0] }, isClassified: rows.isClassified, seed: seed)
        return shares.held(0).map { others[$0] }
    }
}
