internal import MLKitCore
internal import MLKitReports

/// Fits a network without hidden layers, which is linear, logistic or softmax regression, to convergence.
///
/// The objective is scikit-learn's for `LogisticRegression` with C = 1 / l2 (`Ridge` with alpha = l2 for
/// values): the loss summed over rows plus ½ · l2 · ‖weights‖², the intercept not penalised. Divided by the
/// number of rows, as scikit-learn does too, so that one tolerance fits tables of any length.
struct LinearTrainer {
    let l2: Double
    let maximumIterations: Int
    let blas: BLAS
    let log: (String) -> Void

    func train(_ data: TrainingData) -> TrainingResult {
        let shape = NetworkShape(sizes: [data.train.features.columns, data.loss.outputs])
        let scaling = TargetScaling(data.train.targets, loss: data.loss)
        var history = [HistoryEntry]()
        let minimiser = LBFGS(maximumIterations: maximumIterations)
        let units = data.train.features.sparse == nil
            ? units(data.train, shape) : LinearObjective(data.train, data.loss, scaling).units(l2: l2)
        let start = [Double](repeating: 0, count: shape.parameterCount)
        let result = minimiser.minimise(objective(data, shape, scaling, units), from: start) { value in
            let loss = scaling.restore(loss: value)
            history.append(HistoryEntry(step: history.count + 1, trainLoss: loss, validLoss: nil))
        }
        log(
            result.converged
                ? "converged after \(plural(result.iterations, "iteration"))"
                : "not converged after \(plural(result.iterations, "iteration")); raise `epochs`")
        let parameters = scaling.restore(zip(result.point, units).map { $0 * $1 }, shape: shape)
        return TrainingResult(
            estimator: NetworkEstimator(shape: shape, loss: data.loss, parameters: parameters, blas: blas),
            history: history,
            course: .init(iterations: result.iterations, converged: result.converged))
    }

    /// The objective as a function of the parameters in their `units`.
    private func objective(
        _ data: TrainingData, _ shape: NetworkShape, _ scaling: TargetScaling, _ units: [Double]
    ) -> LBFGS.Function {
        let rows = data.train.rows
        if data.train.features.sparse != nil {
            let objective = LinearObjective(data.train, data.loss, scaling)
            return { point, gradient in
                let value = objective.differentiate(zip(point, units).map { $0 * $1 }, l2: l2, &gradient)
                for index in gradient.indices { gradient[index] *= units[index] }
                return value
            }
        }
        let inputs = data.train.features.values.map { Double($0) }
        let targets: [Double] = scaling.apply(data.train.targets)
        let weights = data.train.weights.map { $0[...] }
        let evaluator = NetworkEvaluator<Double>(shape: shape, loss: data.loss, l2: l2, capacity: rows, blas: blas)
        return { point, gradient in
            let parameters = zip(point, units).map { $0 * $1 }
            let sum = targets.withUnsafeBufferPointer {
                evaluator.differentiate(inputs, targets: $0, parameters: parameters, weights: weights, gradient: &gradient)
            }
            for index in gradient.indices { gradient[index] *= units[index] / Double(rows) }
            return sum / Double(rows)
        }
    }

    /// The unit in which each parameter is searched for: small where the loss bends much, large where it bends
    /// little, as along a category that few rows have. Without it L-BFGS takes hundreds of iterations over
    /// one-hot columns; the minimum is the same.
    private func units(_ split: TrainingData.Split, _ shape: NetworkShape) -> [Double] {
        let features = split.features
        var squares = [Double](repeating: 0, count: features.columns)
        features.values.withUnsafeBufferPointer { values in
            for row in 0..<features.rows {
                for column in 0..<features.columns {
                    let value = Double(values[row * features.columns + column])
                    squares[column] += split.weight(of: row) * value * value
                }
            }
        }
        let weights = squares.map { square in
            let bend = (square / 4 + l2) / Double(features.rows)
            return bend > 0 ? 1 / bend.squareRoot() : 1
        }
        return weights.flatMap { [Double](repeating: $0, count: shape.sizes[1]) }
            + [Double](repeating: 2, count: shape.sizes[1])
    }
}
