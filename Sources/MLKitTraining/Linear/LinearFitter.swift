internal import MLKitCore
internal import MLKitReports

/// Fits linear models with penalties, from the strongest to the weakest, each from where the one before it ended.
struct LinearFitter {
    let configuration: LinearFamily.Configuration
    let log: (String) -> Void

    /// Strengths that are tried where none is given.
    static let strengths: [Double] = [1000, 100, 10, 1, 0.1, 0.01]

    func train(_ data: TrainingData) -> TrainingResult {
        let scaling = TargetScaling(data.train.targets, loss: data.loss)
        let objective = LinearObjective(data.train, data.loss, scaling)
        let held = LinearObjective(data.valid, data.loss, scaling)
        var fit = Fit(weights: [Double](repeating: 0, count: objective.parameterCount))
        var best: (fit: Fit, loss: Double)?
        var history = [HistoryEntry]()
        for l2 in strengths {
            fit = fitted(objective, l2: l2, l1: configuration.l1 / scaling.scale, from: fit.weights)
            let (train, valid) = (objective.loss(fit.weights), held.loss(fit.weights))
            history.append(
                HistoryEntry(
                    step: history.count + 1, trainLoss: scaling.restore(loss: train), validLoss: scaling.restore(loss: valid)))
            log(describe(fit, l2, history[history.count - 1]))
            if best == nil || valid < (best?.loss ?? .infinity) { best = (fit, valid) }
        }
        let chosen = best?.fit ?? fit
        let parameters = scaling.restore(chosen.weights, outputs: data.loss.outputs)
        return TrainingResult(
            estimator: LinearEstimator(loss: data.loss, columns: data.train.features.columns, parameters: parameters),
            history: history,
            course: .init(iterations: chosen.iterations, converged: chosen.converged, l2: chosen.l2))
    }

    private struct Fit {
        var weights: [Double]
        var l2 = 0.0
        var iterations = 0
        var converged = false
    }

    private var strengths: [Double] {
        if let l2 = configuration.l2 { return [l2] }
        return configuration.l1 > 0 ? [0] : Self.strengths
    }

    private func fitted(_ objective: LinearObjective, l2: Double, l1: Double, from start: [Double]) -> Fit {
        let units = objective.units(l2: l2)
        let smooth: LBFGS.Function = { point, gradient in
            let value = objective.differentiate(zip(point, units).map { $0 * $1 }, l2: l2, &gradient)
            for index in gradient.indices { gradient[index] *= units[index] }
            return value
        }
        let start = zip(start, units).map { $0 / $1 }
        let result: LBFGS.Result
        if l1 > 0 {
            let penalties = objective.penalised.enumerated().map { $1 ? l1 * units[$0] / Double(objective.rows) : 0 }
            result = OrthantWise(penalties: penalties, maximumIterations: configuration.iterations).minimise(smooth, from: start)
        } else {
            result = LBFGS(maximumIterations: configuration.iterations).minimise(smooth, from: start)
        }
        return Fit(
            weights: zip(result.point, units).map { $0 * $1 }, l2: l2, iterations: result.iterations,
            converged: result.converged)
    }

    private func describe(_ fit: Fit, _ l2: Double, _ entry: HistoryEntry) -> String {
        let end = fit.converged ? "converged" : "not converged (raise `iterations`)"
        return "\(entry.description(of: "penalty")) with l2 \(l2.briefFigure()), \(end) after \(plural(fit.iterations, "iteration"))"
    }
}
