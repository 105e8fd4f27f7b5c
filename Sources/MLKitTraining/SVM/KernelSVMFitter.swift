internal import MLKitCore
internal import MLKitReports

/// Fits machines with a radial kernel by their dual.
struct KernelSVMFitter {
    let configuration: SVMFamily.Configuration
    let blas: BLAS
    let log: (String) -> Void
    var solver = MinimalOptimization()

    func train(_ data: TrainingData) -> TrainingResult {
        let fitted = machines(data)
        let course = fitted.course
        log("\(plural(fitted.machines.count, "support vector")) after \(plural(course.iterations ?? 0, "step"))")
        let scaling = TargetScaling(data.train.targets, loss: data.loss)
        let lines = SVMLines(fitted.machines.margins(data.valid.features), of: data.valid, data.loss, scaling).lines
        return TrainingResult(
            estimator: KernelSVMEstimator(machines: fitted.machines.behind(lines), loss: data.loss), course: course)
    }

    /// The machines before their margins mean anything.
    func machines(_ data: TrainingData) -> (machines: KernelMachines, course: TrainingReport.Course) {
        let isClassified = data.loss != .squared
        let scaling = TargetScaling(data.train.targets, loss: data.loss)
        let (count, columns) = (data.train.rows, data.train.features.columns)
        let values = data.train.features.dense(0..<count).map { Double($0) }
        let gamma = configuration.gamma ?? Self.gamma(values, columns)
        let kernel = KernelRows(values, count: count, columns: columns, gamma: gamma, blas: blas)
        var machines: [(coefficients: [Double], offset: Double)] = []
        var course = (iterations: 0, converged: true)
        for problem in SVMProblem.all(data.train, data.loss, scaling, cost: configuration.cost) {
            let result = solver.minimise(dual(problem, isClassified: isClassified), kernel)
            machines.append((coefficients(result, problem, isClassified: isClassified), -result.offset))
            course = (course.iterations + result.iterations, course.converged && result.converged)
        }
        let support = (0..<count).filter { row in machines.contains { $0.coefficients[row] != 0 } }
        // One there has to be, be its coefficients 0.
        let held = support.isEmpty ? [0] : support
        return (
            KernelMachines(
                vectors: held.flatMap { row in data.train.features.dense(row..<row + 1) }, columns: columns, gamma: gamma,
                coefficients: held.flatMap { row in machines.map { $0.coefficients[row] } }, offsets: machines.map(\.offset), blas: blas),
            .init(iterations: course.iterations, converged: course.converged)
        )
    }

    private func dual(_ problem: SVMProblem, isClassified: Bool) -> MinimalOptimization.Dual {
        let (targets, rows) = (problem.targets, Array(problem.targets.indices))
        guard !isClassified else {
            return .init(signs: targets, linear: targets.map { _ in -1 }, bounds: problem.costs, rows: rows)
        }
        // Answers may be too low or too high: each row is there twice.
        let linear = targets.map { configuration.epsilon - $0 } + targets.map { configuration.epsilon + $0 }
        let signs = targets.map { _ in 1.0 } + targets.map { _ in -1.0 }
        return .init(signs: signs, linear: linear, bounds: problem.costs + problem.costs, rows: rows + rows)
    }

    private func coefficients(_ result: MinimalOptimization.Result, _ problem: SVMProblem, isClassified: Bool) -> [Double] {
        let count = problem.targets.count
        return (0..<count).map { row in
            isClassified ? result.alphas[row] * problem.targets[row] : result.alphas[row] - result.alphas[count + row]
        }
    }

    /// One over inputs times their variance, over all numbers of all rows: scikit-learn's `scale`.
    private static func gamma(_ values: [Double], _ columns: Int) -> Double {
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(values.count, 1))
        return variance > 0 ? 1 / (Double(columns) * variance) : 1
    }
}
