internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitReports
internal import MLKitSpec

/// A network's training: one phase after another, each from what the one before left.
struct NetworkTraining {
    let data: TrainingData
    let configuration: NetworkFamily.Configuration
    let blas: BLAS
    /// Where it is kept how far the first phase is; those behind it are short.
    let checkpoints: Checkpoints?
    let log: (String) -> Void
    private var random: RandomSource
    private(set) var history: [HistoryEntry] = []
    /// The epoch that the network is from.
    private(set) var bestEpoch = 0
    /// The network as it was after the epoch that pruning goes back to.
    private var early: NetworkState?

    init(_ data: TrainingData, _ configuration: NetworkFamily.Configuration, seed: Int, blas: BLAS, checkpoints: Checkpoints? = nil, log: @escaping (String) -> Void) {
        self.checkpoints = checkpoints
        self.data = data
        self.configuration = configuration
        self.blas = blas
        self.log = log
        random = RandomSource(seed: seed)
    }

    /// A network of these layers, trained until its validation loss no longer falls.
    ///
    /// - Throws: `Failure` if the loss ceases to be a number.
    mutating func train(_ shape: NetworkShape) throws -> NetworkState {
        let start = NetworkState(shape: shape, parameters: shape.initialParameters(&random))
        if configuration.prune?.rewind != nil { early = start }
        return try fit(start, epochs: configuration.epochs, checkpoints: checkpoints)
    }

    /// Takes weights or units out of a network, step by step, and trains what is left.
    mutating func prune(_ network: NetworkState, _ pruning: NetworkPruning) throws -> NetworkState {
        let (units, weights, goesBack) = (network.hidden, network.weightCount, pruning.rewind != nil)
        var network = network
        for step in 1...pruning.steps {
            let left = 1 - pruning.share(after: step)
            switch pruning.part {
            case .weights:
                network = network.keepingWeights(max(Int((Double(weights) * left).rounded()), 1))
                early = early?.pruned(as: network)
            case .units:
                let kept = network.largestUnits(units.map { max(Int((Double($0) * left).rounded()), 1) })
                (network, early) = (network.keepingUnits(kept), early?.keepingUnits(kept))
            }
            log("pruned to \(plural(network.weightCount, "weight")) of \(weights)")
            let start = goesBack ? early ?? network : network
            network = try fit(start, epochs: goesBack ? configuration.epochs : pruning.epochs, isTrained: !goesBack)
        }
        return network.withoutIdleUnits()
    }

    /// Trains a network on with rounded numbers, from where it stands without it.
    mutating func quantize(_ network: NetworkState, _ settings: QuantizedTraining) throws -> NetworkState {
        var rounded = network
        rounded.rounding = NetworkRounding(settings.weights.options, ranges: passes(network).ranges())
        log("quantized to \(settings.weights.rawValue): validation loss \(try passes(rounded).validLoss().briefFigure(6))")
        return try fit(
            rounded, epochs: settings.epochs, learningRate: settings.learningRate ?? configuration.learningRate / 10, isTrained: true)
    }

    private func passes(_ state: NetworkState, learningRate: Double? = nil) -> NetworkRun {
        NetworkRun(data, from: state, configuration, learningRate: learningRate, random: random, blas: blas)
    }

    /// Passes over the rows until the validation loss no longer falls.
    ///
    /// - Parameter isTrained: whether the network is taken as it is if no pass makes it better.
    /// - Returns: the network that had the lowest validation loss.
    private mutating func fit(
        _ start: NetworkState, epochs: Int, learningRate: Double? = nil, isTrained: Bool = false, checkpoints: Checkpoints? = nil
    ) throws -> NetworkState {
        var run = passes(start, learningRate: learningRate)
        var stopping = EarlyStopping(patience: configuration.isSettled ? nil : configuration.patience)
        var best = start
        let made = history.count
        if isTrained { _ = stopping.take(HistoryEntry(step: made, trainLoss: .nan, validLoss: try run.validLoss())) }
        let last = made + max(epochs, 1)
        if let before = checkpoints?.read().flatMap({ NetworkCheckpoint($0, parameterCount: start.parameters.count, rows: data.train.rows) }) {
            log("goes on behind epoch \(before.history.count)")
            history = before.history
            for entry in history { _ = stopping.take(entry) }
            run.restore(before)
            best.parameters = before.best
            if let parameters = before.early { early?.parameters = parameters }
        }
        let (begun, restored) = (checkpoints?.now ?? 0, history.count)
        var isOver = restored > made && stopping.isOver(at: restored)
        while history.count < last, !isOver {
            let epoch = history.count + 1
            let entry = HistoryEntry(step: epoch, trainLoss: try run.epoch(), validLoss: try run.validLoss())
            try check(entry)
            log(entry.description(of: "epoch"))
            history.append(entry)
            if stopping.take(entry) || configuration.isSettled { best = run.state }
            if made == 0, let rewind = configuration.prune?.rewind, epoch <= rewind { early = run.state }
            isOver = stopping.isOver(at: epoch)
            if let checkpoints, checkpoints.isDue { keep(run, best, checkpoints, of: last) }
        }
        if let checkpoints, history.count > restored, checkpoints.isWorth(since: begun) { keep(run, best, checkpoints, of: last) }
        (random, bestEpoch) = (run.random, configuration.isSettled ? history.count : stopping.best.step)
        return best
    }

    private func keep(_ run: NetworkRun, _ best: NetworkState, _ checkpoints: Checkpoints, of last: Int) {
        checkpoints.write(
            run.checkpoint(history, best: best, early: early).checkpoint, Checkpoints.progress("epoch", history.count, of: last))
    }

    private func check(_ entry: HistoryEntry) throws {
        guard entry.trainLoss.isFinite, entry.validLoss?.isFinite ?? true else {
            throw Failure(
                "the network's loss is no longer a number in epoch \(entry.step)",
                hint: "lower `learning_rate` (\(configuration.learningRate)), or scale the numeric features")
        }
    }
}
