internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// Trains a network with hidden layers by Adam on mini-batches, with the conventions of scikit-learn's
/// `MLPClassifier`: rows shuffled before every epoch, the last batch smaller, the penalty divided by the
/// batch's rows. Stops once the validation loss has not improved for `patience` epochs and returns to the
/// parameters that had the lowest. Then it may be pruned, and trained with rounded numbers.
struct NetworkTrainer {
    let configuration: NetworkFamily.Configuration
    let seed: Int
    let blas: BLAS
    var checkpoints: Checkpoints?
    let log: (String) -> Void

    /// - Throws: `Failure` if the loss ceases to be a number.
    func train(_ data: TrainingData) throws -> TrainingResult {
        let sizes = [data.train.features.columns] + configuration.hidden + [data.loss.outputs]
        let shape = NetworkShape(sizes: sizes)
        try checkSize(shape, rows: min(configuration.batchSize, data.train.rows))
        var training = NetworkTraining(data, configuration, seed: seed, blas: blas, checkpoints: checkpoints, log: log)
        var network = try training.train(shape)
        let whole = network
        if let pruning = configuration.prune { network = try training.prune(network, pruning) }
        if let quantize = configuration.quantize { network = try training.quantize(network, quantize) }
        let parameters = TargetScaling(data.train.targets, loss: data.loss).restore(
            network.parameters.map { Double($0) }, shape: network.shape)
        var course = TrainingReport.Course(epochs: training.history.count, bestEpoch: training.bestEpoch)
        if configuration.prune != nil {
            course.pruning = .init(
                unitsBefore: whole.hidden, units: network.hidden, weightsBefore: whole.weightCount, weights: network.weightCount)
        }
        return TrainingResult(
            estimator: NetworkEstimator(
                shape: network.shape, loss: data.loss, parameters: parameters, blas: blas, rounding: network.rounding),
            history: training.history, course: course)
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
}
