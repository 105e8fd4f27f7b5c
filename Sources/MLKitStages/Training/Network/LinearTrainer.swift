internal import MLKitCore

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
        let start = [Double](repeating: 0, count: shape.parameterCount)
        let result = minimiser.minimise(objective(data, shape, scaling), from: start) { value in
            let loss = scaling.restore(loss: value)
            history.append(HistoryEntry(step: history.count + 1, trainLoss: loss, validLoss: nil))
        }
        log(
            result.converged
                ? "converged after \(plural(result.iterations, "iteration"))"
                : "not converged after \(plural(result.iterations, "iteration")); raise `epochs`")
        let parameters = scaling.restore(result.point, shape: shape)
        return TrainingResult(
            estimator: NetworkEstimator(shape: shape, loss: data.loss, parameters: parameters, blas: blas),
            history: history,
            facts: [.init("iterations", .int(result.iterations)), .init("converged", .bool(result.converged))])
    }

    private func objective(
        _ data: TrainingData, _ shape: NetworkShape, _ scaling: TargetScaling
    ) -> LBFGS.Function {
        let rows = data.train.rows
        let inputs = data.train.features.values.map { Double($0) }
        let targets: [Double] = scaling.apply(data.train.targets)
        let evaluator = NetworkEvaluator<Double>(shape: shape, loss: data.loss, l2: l2, capacity: rows, blas: blas)
        return { point, gradient in
            let sum = targets.withUnsafeBufferPointer {
                evaluator.differentiate(inputs, targets: $0, parameters: point, gradient: &gradient)
            }
            gradient.scale(1 / Double(rows))
            return sum / Double(rows)
        }
    }
}
