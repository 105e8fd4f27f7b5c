internal import Glibc
internal import MLKitONNX

/// Naive Bayes: for each class the logarithm of its share and, for each input that is there, of how likely that is in the class. In double
/// precision up to the answer, as many small probabilities are multiplied.
struct BayesEstimator: Estimator {
    let layout: BayesLayout
    let classes: Int
    /// Of each class, whatever the inputs are.
    let base: [Double]
    /// Of numbers that are taken for normal [numbers, classes].
    let means: [Double]
    let variances: [Double]
    /// What an input adds, times its value [inputs, classes]: of flags, then of categories and texts.
    let weights: [Double]

    func predict(_ features: FeatureMatrix) -> [Float] {
        var answers = [Float]()
        answers.reserveCapacity(features.rows * classes)
        let normal = layout.normal
        let constants = variances.map { -0.5 * log(2 * Double.pi * $0) }
        let factors = variances.map { -0.5 / $0 }
        features.forEachRow(layout) { _, numbers, places, values in
            var margins = base
            for (number, place) in normal.enumerated() where !numbers[place].isNaN {
                for kind in 0..<classes {
                    let distance = numbers[place] - means[number * classes + kind]
                    margins[kind] += constants[number * classes + kind] + factors[number * classes + kind] * (distance * distance)
                }
            }
            for (number, place) in layout.flags.enumerated() where numbers[place] != 0 {
                for kind in 0..<classes { margins[kind] += weights[number * classes + kind] }
            }
            for entry in places.indices {
                let start = (Int(places[entry]) - layout.numbers + layout.flags.count) * classes
                for kind in 0..<classes { margins[kind] += weights[start + kind] * Double(values[entry]) }
            }
            let highest = margins.max() ?? 0
            let shares = margins.map { exp($0 - highest) }
            let sum = shares.reduce(0, +)
            for share in shares { answers.append(Float(share / sum)) }
        }
        return answers
    }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        var parts = [builder.constant(try Tensor(.double(base), shape: [1, classes]))]
        if let numbers = try encoder.exportNumbers(columns, to: &builder) {
            let numbers = builder.node("Cast", [numbers], [("to", .int(11))])
            if !layout.normal.isEmpty { parts.append(try exportNormal(numbers, to: &builder)) }
            if !layout.flags.isEmpty {
                let flags = Self.gather(numbers, Array(layout.flags), to: &builder)
                parts.append(builder.node("MatMul", [flags, try constant(Array(0..<layout.flags.count), &builder)]))
            }
        }
        var start = layout.flags.count
        for (levels, places) in try encoder.exportPlaces(columns, to: &builder) {
            // A last row of zeros, for what is no category.
            let table = Array(weights[(start * classes)..<((start + levels) * classes)]) + [Double](repeating: 0, count: classes)
            let rows = builder.constant(try Tensor(.double(table), shape: [levels + 1, classes]))
            let found = builder.node("Gather", [rows, places])
            parts.append(builder.node("Squeeze", [found, builder.constant(Tensor(.int64([1])))]))
            start += levels
        }
        for (text, terms) in try encoder.exportTexts(columns, to: &builder) {
            let counts = builder.node("Cast", [terms], [("to", .int(11))])
            parts.append(builder.node("MatMul", [counts, try constant(Array(start..<(start + text.width)), &builder)]))
            start += text.width
        }
        let margins = builder.node("Sum", parts)
        return builder.node("Cast", [builder.node("Softmax", [margins], [("axis", .int(1))])], [("to", .int(1))])
    }

    /// What numbers [N, numbers] say for each class [N, classes]; one that is missing says nothing.
    private func exportNormal(_ numbers: Value, to builder: inout GraphBuilder) throws -> Value {
        let normal = layout.normal
        let own = normal.count == layout.numbers ? numbers : Self.gather(numbers, normal, to: &builder)
        let middle = builder.constant(Tensor(.int64([1])))
        let values = builder.node("Unsqueeze", [own, middle])
        func byClass(_ values: [Double], _ builder: inout GraphBuilder) throws -> Value {
            let turned = (0..<classes).flatMap { kind in normal.indices.map { values[$0 * classes + kind] } }
            return builder.constant(try Tensor(.double(turned), shape: [1, classes, normal.count]))
        }
        let distances = builder.node("Sub", [values, try byClass(means, &builder)])
        let squares = builder.node("Mul", [distances, distances])
        let scaled = builder.node("Mul", [squares, try byClass(variances.map { -0.5 / $0 }, &builder)])
        let all = builder.node("Add", [scaled, try byClass(variances.map { -0.5 * log(2 * Double.pi * $0) }, &builder)])
        let known = builder.node("Where", [builder.node("IsNaN", [values]), builder.constant(.scalar(0.0)), all])
        return builder.node("ReduceSum", [known, builder.constant(Tensor(.int64([2])))], [("keepdims", .int(0))])
    }

    private func constant(_ inputs: [Int], _ builder: inout GraphBuilder) throws -> Value {
        let own = inputs.flatMap { weights[$0 * classes..<($0 + 1) * classes] }
        return builder.constant(try Tensor(.double(own), shape: [inputs.count, classes]))
    }

    private static func gather(_ matrix: Value, _ places: [Int], to builder: inout GraphBuilder) -> Value {
        builder.node("Gather", [matrix, builder.constant(Tensor(.int64(places.map(Int64.init))))], [("axis", .int(1))])
    }
}
