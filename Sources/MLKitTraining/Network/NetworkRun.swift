internal import MLKitEvaluation

/// The state of a network in training.
struct NetworkRun {
    let shape: NetworkShape
    let scaling: TargetScaling
    private(set) var parameters: [Float]
    private let data: TrainingData
    private let trainTargets: [Float]
    private let validTargets: [Float]
    /// What rows count for, 1 in the mean of the training rows, so that one learning rate fits weights of any size; `nil` where all
    /// count alike.
    private let trainWeights: [Float]?
    private let validWeights: [Float]?
    private let evaluator: NetworkEvaluator<Float>
    private let batchSize: Int
    private var optimiser: Adam
    private var random: RandomSource
    private var order: [Int]
    private var gradient: [Float]
    private var batch: [Float]

    init(
        _ data: TrainingData, _ shape: NetworkShape, _ configuration: NetworkFamily.Configuration, seed: Int,
        blas: BLAS
    ) {
        self.shape = shape
        self.data = data
        scaling = TargetScaling(data.train.targets, loss: data.loss)
        trainTargets = scaling.apply(data.train.targets)
        validTargets = scaling.apply(data.valid.targets)
        let mean = data.train.weight / Double(max(data.train.rows, 1))
        trainWeights = data.train.weights.map { $0.map { Float($0 / mean) } }
        validWeights = data.valid.weights.map { $0.map { Float($0 / mean) } }
        batchSize = max(1, min(configuration.batchSize, data.train.rows))
        evaluator = NetworkEvaluator(
            shape: shape, loss: data.loss, l2: configuration.l2, capacity: batchSize, blas: blas)
        random = RandomSource(seed: seed)
        parameters = shape.initialParameters(&random)
        optimiser = Adam(learningRate: configuration.learningRate, parameterCount: shape.parameterCount)
        order = Array(0..<data.train.rows)
        gradient = [Float](repeating: 0, count: shape.parameterCount)
        batch = [Float](repeating: 0, count: batchSize * data.train.features.columns)
    }

    /// Passes over the training rows once; returns the mean loss the batches had on the way.
    mutating func epoch() -> Double {
        random.shuffle(&order)
        var sum = 0.0
        for first in stride(from: 0, to: order.count, by: batchSize) {
            let rows = order[first..<min(first + batchSize, order.count)]
            let targets = gather(rows)
            let weights = trainWeights.map { all in rows.map { all[$0] }[...] }
            sum += targets.withUnsafeBufferPointer { targets in
                evaluator.differentiate(batch, targets: targets, parameters: parameters, weights: weights, gradient: &gradient)
            }
            optimiser.update(&parameters, gradient: gradient, scale: 1 / Float(rows.count))
        }
        return scaling.restore(loss: sum / Double(order.count))
    }

    /// The mean loss over the validation rows.
    func validLoss() -> Double {
        let features = data.valid.features
        guard features.sparse != nil else {
            return mean(
                evaluator.totalLoss(features.values, targets: validTargets, weights: validWeights, parameters: parameters))
        }
        var sum = 0.0
        for first in stride(from: 0, to: data.valid.rows, by: batchSize) {
            let rows = first..<min(first + batchSize, data.valid.rows)
            sum += evaluator.totalLoss(
                features.dense(rows), targets: Array(validTargets[rows]), weights: validWeights.map { Array($0[rows]) },
                parameters: parameters)
        }
        return mean(sum)
    }

    private func mean(_ sum: Double) -> Double { scaling.restore(loss: sum / validWeight) }

    private var validWeight: Double { validWeights.map { $0.reduce(0) { $0 + Double($1) } } ?? Double(data.valid.rows) }

    /// Copies rows into `batch`; returns their targets.
    private mutating func gather(_ rows: ArraySlice<Int>) -> [Float] {
        let width = data.train.features.columns
        let features = data.train.features
        batch.withUnsafeMutableBufferPointer { batch in
            guard let to = batch.baseAddress else { return }
            for (position, row) in rows.enumerated() { features.copy(row: row, to: to + position * width) }
        }
        return rows.map { trainTargets[$0] }
    }
}
