internal import MLKitCore
internal import MLKitONNX
internal import MLKitReports

/// Fits linear machines by their primal, whose loss is squared, as that of scikit-learn's `LinearSVC` and LIBLINEAR's is (Chang, Hsieh and
/// Lin, "Coordinate descent method for large-scale L2-loss linear support vector machines", 2008); the bias has no penalty.
struct LinearSVMFitter {
    let configuration: SVMFamily.Configuration
    let log: (String) -> Void

    func train(_ data: TrainingData) -> TrainingResult {
        let scaling = TargetScaling(data.train.targets, loss: data.loss)
        let columns = data.train.features.columns
        let outputs = data.loss.outputs
        var weights = [Double](repeating: 0, count: (columns + 1) * outputs)
        var course = (iterations: 0, converged: true)
        for (output, problem) in SVMProblem.all(data.train, data.loss, scaling, cost: configuration.cost).enumerated() {
            let objective = HingeObjective(
                data.train.features, problem, epsilon: data.loss == .squared ? configuration.epsilon : nil)
            let result = objective.minimised(iterations: configuration.iterations)
            for (place, weight) in result.point.enumerated() { weights[place * outputs + output] = weight }
            course = (course.iterations + result.iterations, course.converged && result.converged)
        }
        log("\(course.converged ? "converged" : "not converged (raise `iterations`)") after \(plural(course.iterations, "iteration"))")
        let plain = LinearEstimator(loss: data.loss, columns: columns, parameters: weights.map { Float($0) })
        let lines = SVMLines(plain.margins(data.valid.features).map { Double($0) }, of: data.valid, data.loss, scaling).lines
        let parameters = weights.enumerated().map { place, weight in
            let line = lines[place % outputs]
            return Float(line.slope * weight + (place >= columns * outputs ? line.offset : 0))
        }
        return TrainingResult(
            estimator: LinearSVMEstimator(base: LinearEstimator(loss: data.loss, columns: columns, parameters: parameters)),
            course: .init(iterations: course.iterations, converged: course.converged))
    }
}

/// Linear machines with their lines.
struct LinearSVMEstimator: Estimator {
    let base: LinearEstimator

    func predict(_ features: FeatureMatrix) -> [Float] { SVMAnswer(loss: base.loss)(base.margins(features)) }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        SVMAnswer(loss: base.loss).export(try base.exportMargins(columns, encoder: encoder, to: &builder), to: &builder)
    }
}
