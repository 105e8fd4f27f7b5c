internal import MLKitONNX

/// Answers the same for every row: the class frequencies of the training rows, or their mean target.
struct Baseline: Estimator {
    /// One number per class, or the mean.
    let answer: [Float]

    static func train(_ data: TrainingData) -> TrainingResult {
        TrainingResult(estimator: Baseline(answer: answer(data)))
    }

    func predict(_ features: FeatureMatrix) -> [Float] {
        (0..<features.rows).flatMap { _ in answer }
    }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        let answer = builder.constant(try Tensor(.float(answer), shape: [1, answer.count]))
        let rows = builder.node("Shape", [columns[0]])
        return builder.node("Expand", [answer, rows])
    }

    static func answer(_ data: TrainingData) -> [Float] {
        let targets = data.train.targets
        let rows = data.train.weight
        guard data.loss != .squared else {
            return [Float(targets.indices.reduce(0) { $0 + data.train.weight(of: $1) * targets[$1] } / rows)]
        }
        var counts = [Double](repeating: 0, count: data.loss.classes)
        for (row, target) in targets.enumerated() { counts[Int(target)] += data.train.weight(of: row) }
        return counts.map { Float($0 / rows) }
    }
}
