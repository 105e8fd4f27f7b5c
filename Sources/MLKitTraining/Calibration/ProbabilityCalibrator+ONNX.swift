internal import MLKitONNX

/// All of it in doubles, so that the graph and the trainer round alike.
extension ProbabilityCalibrator {
    /// Adds what turns probabilities, floats [N, classes], into calibrated ones.
    func export(_ probabilities: Value, classes: Int, to builder: inout GraphBuilder) throws -> Value {
        if case .temperature(let temperature) = self, classes == 2 {
            return try Self.platt([Line(slope: 1 / temperature, offset: 0)]).export(probabilities, classes: 2, to: &builder)
        }
        let doubles = builder.node("Cast", [probabilities], [("to", .int(11))])
        let result: Value
        switch self {
        case .temperature(let temperature):
            let logs = builder.node("Log", [builder.node("Max", [doubles, builder.constant(.scalar(Self.least))])])
            result = builder.node("Softmax", [builder.node("Div", [logs, builder.constant(.scalar(temperature))])], [("axis", .int(1))])
        case .platt(let lines):
            let own = shares(doubles, classes, &builder)
            let low = builder.node("Max", [own, builder.constant(.scalar(Self.least))])
            let bounded = builder.node("Min", [low, builder.constant(.scalar(Self.most))])
            let rest = builder.node("Sub", [builder.constant(.scalar(1.0)), bounded])
            let odds = builder.node("Sub", [builder.node("Log", [bounded]), builder.node("Log", [rest])])
            let slopes = builder.constant(try Tensor(.double(lines.map(\.slope)), shape: [1, lines.count]))
            let offsets = builder.constant(try Tensor(.double(lines.map(\.offset)), shape: [1, lines.count]))
            let margins = builder.node("Add", [builder.node("Mul", [odds, slopes]), offsets])
            result = whole(builder.node("Sigmoid", [margins]), classes, &builder)
        case .isotonic(let curves):
            let own = shares(doubles, classes, &builder)
            let parts = try curves.enumerated().map { place, curve in
                try curve.export(curves.count == 1 ? own : column(place, of: own, &builder), to: &builder)
            }
            result = whole(parts.count == 1 ? parts[0] : builder.node("Concat", parts, [("axis", .int(1))]), classes, &builder)
        }
        return builder.node("Cast", [result], [("to", .int(1))])
    }

    private func column(_ place: Int, of values: Value, _ builder: inout GraphBuilder) -> Value {
        builder.node("Gather", [values, builder.constant(Tensor(.int64([Int64(place)])))], [("axis", .int(1))])
    }

    /// Of two classes the second's, else all.
    private func shares(_ probabilities: Value, _ classes: Int, _ builder: inout GraphBuilder) -> Value {
        classes == 2 ? column(1, of: probabilities, &builder) : probabilities
    }

    /// The shares of all classes, which add up to 1.
    private func whole(_ shares: Value, _ classes: Int, _ builder: inout GraphBuilder) -> Value {
        if classes == 2 {
            return builder.node("Concat", [builder.node("Sub", [builder.constant(.scalar(1.0)), shares]), shares], [("axis", .int(1))])
        }
        let sum = builder.node("ReduceSum", [shares, builder.constant(Tensor(.int64([1])))], [("keepdims", .int(1))])
        return builder.node("Div", [shares, sum])
    }
}

extension IsotonicCurve {
    /// Adds what looks values up for doubles [N, 1]: the first, and for each stretch between two points what it rises by so far.
    fileprivate func export(_ shares: Value, to builder: inout GraphBuilder) throws -> Value {
        let count = places.count - 1
        let first = builder.constant(.scalar(values.first ?? 0))
        guard count > 0 else {
            return builder.node("Add", [builder.node("Mul", [shares, builder.constant(.scalar(0.0))]), first])
        }
        let starts = builder.constant(try Tensor(.double(Array(places.dropLast())), shape: [1, count]))
        let ends = builder.constant(try Tensor(.double(Array(places.dropFirst())), shape: [1, count]))
        let inside = builder.node("Min", [builder.node("Max", [shares, starts]), ends])
        let rises = (0..<count).map { place -> Double in
            let (rise, run) = (values[place + 1] - values[place], places[place + 1] - places[place])
            return rise / run
        }
        let slopes = builder.constant(try Tensor(.double(rises), shape: [count, 1]))
        return builder.node("Add", [builder.node("MatMul", [builder.node("Sub", [inside, starts]), slopes]), first])
    }
}
