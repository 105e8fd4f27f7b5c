internal import MLKitONNX

/// One of the machines that a model is made of.
struct SVMProblem {
    /// 1 for rows of a class and -1 for others, or scaled numbers.
    let targets: [Double]
    /// What a row costs on the wrong side.
    let costs: [Double]

    /// One for two classes or for numbers, else one for each class against the rest.
    static func all(_ data: TrainingData.Split, _ loss: Loss, _ scaling: TargetScaling, cost: Double) -> [SVMProblem] {
        let costs = (0..<data.rows).map { cost * data.weight(of: $0) }
        if loss == .squared { return [SVMProblem(targets: scaling.apply(data.targets), costs: costs)] }
        return kinds(loss).map { kind in SVMProblem(targets: data.targets.map { Int($0) == kind ? 1 : -1 }, costs: costs) }
    }

    /// The classes that have a machine.
    static func kinds(_ loss: Loss) -> [Int] { loss.outputs == 1 ? [1] : Array(0..<loss.outputs) }
}

/// What makes an answer of a machine's margins: a line for each.
struct SVMLines {
    let lines: [ProbabilityCalibrator.Line]

    /// Of classes Platt's, by the validation rows, each of which counts once; of numbers what takes scaling back.
    ///
    /// - Parameter margins: of the validation rows [rows, outputs].
    init(_ margins: [Double], of data: TrainingData.Split, _ loss: Loss, _ scaling: TargetScaling) {
        if loss == .squared {
            lines = [.init(slope: scaling.scale, offset: scaling.mean)]
            return
        }
        lines = SVMProblem.kinds(loss).enumerated().map { output, kind in
            let scores = data.targets.indices.map { margins[$0 * loss.outputs + output] }
            return CalibrationFitting.line(scores: scores, data.targets.map { Int($0) == kind })
        }
    }
}

/// What is answered for margins behind their lines.
struct SVMAnswer {
    let loss: Loss

    /// - Parameter margins: [rows, outputs].
    /// - Returns: [rows, classes] or [rows, 1].
    func callAsFunction(_ margins: [Float]) -> [Float] {
        var margins = margins
        guard case .softmax(let classes) = loss else {
            loss.activate(&margins)
            return loss == .logistic ? margins.flatMap { [1 - $0, $0] } : margins
        }
        // Each class against the rest has a probability of its own.
        Loss.logistic.activate(&margins)
        for start in stride(from: 0, to: margins.count, by: classes) {
            let shares = margins[start..<start + classes].map { max($0, Self.least) }
            let sum = shares.reduce(0, +)
            for place in 0..<classes { margins[start + place] = shares[place] / sum }
        }
        return margins
    }

    func export(_ margins: Value, to builder: inout GraphBuilder) -> Value {
        guard case .softmax = loss else { return loss.export(margins, to: &builder) }
        let shares = builder.node("Max", [builder.node("Sigmoid", [margins]), builder.constant(.scalar(Self.least))])
        let sum = builder.node("ReduceSum", [shares, builder.constant(Tensor(.int64([1])))], [("keepdims", .int(1))])
        return builder.node("Div", [shares, sum])
    }

    /// Where no class will have a row, all are as probable.
    private static let least: Float = 1e-12
}
