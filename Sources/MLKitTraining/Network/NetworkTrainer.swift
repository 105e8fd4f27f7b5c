internal import MLKitCore
internal import MLKitReports

/// Trains a network with hidden layers by Adam on mini-batches, with the conventions of scikit-learn's
/// `MLPClassifier`: rows shuffled before every epoch, the last batch smaller, the penalty divided by the
/// batch's rows. Stops once the validation loss has not improved for `patience` epochs and returns to the
/// parameters that had the lowest.
struct NetworkTrainer {
    let configuration: NetworkFamily.Configuration
    let seed: Int
    let blas: BLAS
    let log: (String) -> Void

    /// - Throws: `Failure` if the loss ceases to be a number.
    func train(_ data: TrainingData) throws -> TrainingResult {
        let sizes = [data.train.features.columns] + configuration.hidden + [data.loss.outputs]
        let shape = NetworkShape(sizes: sizes)
        try checkSize(shape, rows: min(configuration.batchSize, data.train.rows))
        var run = NetworkRun(data, shape, configuration, seed: seed, blas: blas)
        var history = [HistoryEntry]()
        var stopping = EarlyStopping(patience: configuration.patience)
        var best = run.parameters
        for epoch in 1...max(configuration.epochs, 1) {
            let entry = HistoryEntry(step: epoch, trainLoss: run.epoch(), validLoss: run.validLoss())
            try check(entry)
            log(entry.description(of: "epoch"))
            history.append(entry)
            if stopping.take(entry) { best = run.parameters }
            if stopping.isOver(at: epoch) { break }
        }
        let parameters = run.scaling.restore(best.map { Double($0) }, shape: run.shape)
        return TrainingResult(
            estimator: NetworkEstimator(shape: run.shape, loss: data.loss, parameters: parameters, blas: blas),
            history: history,
            course: .init(epochs: history.count, bestEpoch: stopping.best.step))
    }

    /// Parameters with their gradient and Adam's two means, and what each layer answers for a batch.
    private func checkSize(_ shape: NetworkShape, rows: Int) throws {
        let numbers = shape.parameterCount * 4 + shape.sizes.reduce(0, +) * rows * 2
        let bytes = numbers * MemoryLayout<Float>.size
        guard bytes > 4 << 30 else { return }
        throw Failure(
            "training the network would take \(bytes >> 30) GiB: it has \(plural(shape.parameterCount, "parameter"))",
            hint: "take fewer `hidden` units, or a smaller `batch_size`")
    }

    private func check(_ entry: HistoryEntry) throws {
        guard entry.trainLoss.isFinite, entry.validLoss?.isFinite ?? true else {
            throw Failure(
                "the network's loss is no longer a number in epoch \(entry.step)",
                hint: "lower `learning_rate` (\(configuration.learningRate)), or scale the numeric features")
        }
    }
}
