internal import MLKitEvaluation
internal import MLKitONNX

/// Passes of a network over the rows.
struct NetworkRun {
    let scaling: TargetScaling
    private(set) var state: NetworkState
    /// Decides what is left to chance; goes on where the passes before it ended.
    private(set) var random: RandomSource
    private let data: TrainingData
    private let trainTargets: [Float]
    private let validTargets: [Float]
    /// What rows count for, 1 in the mean of the training rows, so that one learning rate fits weights of any size; `nil` where all
    /// count alike.
    private let trainWeights: [Float]?
    private let validWeights: [Float]?
    /// What a teacher answers for the training rows.
    private let soft: SoftTargets<Float>?
    private let evaluator: NetworkEvaluator<Float>
    private let batchSize: Int
    private var optimiser: Adam
    private var order: [Int]
    private var gradient: [Float]
    private var batch: [Float]

    init(
        _ data: TrainingData, from state: NetworkState, _ configuration: NetworkFamily.Configuration, learningRate: Double? = nil,
        random: RandomSource, blas: BLAS
    ) {
        self.state = state
        self.data = data
        self.random = random
        scaling = TargetScaling(data.train.targets, loss: data.loss)
        trainTargets = scaling.apply(data.train.targets)
        validTargets = scaling.apply(data.valid.targets)
        let mean = data.train.weight / Double(max(data.train.rows, 1))
        trainWeights = data.train.weights.map { $0.map { Float($0 / mean) } }
        validWeights = data.valid.weights.map { $0.map { Float($0 / mean) } }
        soft = Self.soft(data, scaling, configuration.distill)
        batchSize = max(1, min(configuration.batchSize, data.train.rows))
        evaluator = NetworkEvaluator(
            shape: state.shape, loss: data.loss, l2: configuration.l2, capacity: batchSize,
            isRounding: state.rounding?.roundsActivations ?? false, blas: blas)
        optimiser = Adam(
            learningRate: learningRate ?? configuration.learningRate, parameterCount: state.shape.parameterCount)
        order = Array(0..<data.train.rows)
        gradient = [Float](repeating: 0, count: state.shape.parameterCount)
        batch = [Float](repeating: 0, count: batchSize * data.train.features.columns)
    }

    private static func soft(_ data: TrainingData, _ scaling: TargetScaling, _ distillation: Distillation?) -> SoftTargets<Float>? {
        guard let distillation, let answers = data.train.answers else { return nil }
        return SoftTargets(answers, data.loss, scaling, distillation)
    }

    /// Where it stands.
    ///
    /// - Parameters:
    ///   - best: the network with the lowest validation loss so far.
    ///   - early: the one that pruning goes back to.
    func checkpoint(_ history: [HistoryEntry], best: NetworkState, early: NetworkState?) -> NetworkCheckpoint {
        NetworkCheckpoint(
            history: history, random: random.state, order: order, parameters: state.parameters, mean: optimiser.mean,
            square: optimiser.square, step: optimiser.step, best: best.parameters, early: early?.parameters)
    }

    /// Goes on where another one stood.
    mutating func restore(_ made: NetworkCheckpoint) {
        (state.parameters, order, random) = (made.parameters, made.order, RandomSource(state: made.random))
        optimiser.restore(mean: made.mean, square: made.square, step: made.step)
    }

    /// Passes over the training rows once; returns the mean loss the batches had on the way.
    ///
    /// - Throws: `Failure` if what is rounded is not finite.
    mutating func epoch() throws -> Double {
        random.shuffle(&order)
        let pruned = state.isSparse ? state.zeros : []
        var sum = 0.0
        for first in stride(from: 0, to: order.count, by: batchSize) {
            let rows = order[first..<min(first + batchSize, order.count)]
            let targets = gather(rows)
            let weights = trainWeights.map { all in rows.map { all[$0] }[...] }
            let parameters = try startRounding()
            if let scale = inputScale { scale.round(&batch) }
            sum += targets.withUnsafeBufferPointer { targets in
                evaluator.differentiate(
                    batch, targets: targets, parameters: parameters, weights: weights, soft: soft?.rows(rows, width: data.loss.outputs),
                    gradient: &gradient)
            }
            followRanges(rows: rows.count)
            optimiser.update(&state.parameters, gradient: gradient, scale: 1 / Float(rows.count))
            for place in pruned { state.parameters[place] = 0 }
        }
        return scaling.restore(loss: sum / Double(order.count))
    }

    /// The mean loss over the validation rows.
    ///
    /// - Throws: `Failure` if what is rounded is not finite.
    func validLoss() throws -> Double {
        let features = data.valid.features
        guard features.sparse != nil || state.rounding != nil else {
            return mean(
                evaluator.totalLoss(
                    features.values, targets: validTargets, weights: validWeights, parameters: state.parameters))
        }
        var sum = 0.0
        for first in stride(from: 0, to: data.valid.rows, by: batchSize) {
            let rows = first..<min(first + batchSize, data.valid.rows)
            var inputs = features.dense(rows)
            let parameters = try startRounding()
            inputScale?.round(&inputs)
            sum += evaluator.totalLoss(
                inputs, targets: Array(validTargets[rows]), weights: validWeights.map { Array($0[rows]) }, parameters: parameters)
        }
        return mean(sum)
    }

    /// What the inputs of each layer range over on the training rows.
    func ranges() -> [ClosedRange<Float>] {
        var (low, high): (Float, Float) = (0, 0)
        var tops = state.hidden.map { _ in 0 as Float }
        for first in stride(from: 0, to: data.train.rows, by: batchSize) {
            let rows = first..<min(first + batchSize, data.train.rows)
            let inputs = data.train.features.dense(rows)
            (low, high) = (min(low, inputs.min() ?? 0), max(high, inputs.max() ?? 0))
            _ = evaluator.margins(inputs, rows: rows.count, parameters: state.parameters)
            for layer in tops.indices { tops[layer] = max(tops[layer], evaluator.largestOutput(ofHidden: layer, rows: rows.count)) }
        }
        return [low...high] + tops.map { 0...$0 }
    }

    /// How inputs are rounded; `nil` where they are not.
    private var inputScale: ActivationScale? { state.rounding?.scales.first }

    /// Rounds what layers answer from now on; returns the parameters to compute with.
    private func startRounding() throws -> [Float] {
        guard let rounding = state.rounding else { return state.parameters }
        evaluator.scales = Array(rounding.scales.dropFirst())
        return try rounding.rounded(state.parameters, state.shape)
    }

    private mutating func followRanges(rows: Int) {
        guard state.rounding?.roundsActivations ?? false else { return }
        for layer in state.hidden.indices {
            state.rounding?.follow(evaluator.largestOutput(ofHidden: layer, rows: rows), layer: layer + 1)
        }
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
