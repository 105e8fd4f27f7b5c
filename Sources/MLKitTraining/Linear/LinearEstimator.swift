internal import MLKitONNX

/// A linear model of sparse rows.
struct LinearEstimator: Estimator {
    let loss: Loss
    let columns: Int
    /// Weights [columns, outputs], then biases [outputs].
    let parameters: [Float]

    private var outputs: Int { loss.outputs }
    private var bias: [Float] { Array(parameters.suffix(outputs)) }

    func predict(_ features: FeatureMatrix) -> [Float] {
        var margins = margins(features)
        loss.activate(&margins)
        return loss == .logistic ? margins.flatMap { [1 - $0, $0] } : margins
    }

    /// What the loss is of [rows, outputs].
    func margins(_ features: FeatureMatrix) -> [Float] {
        var margins = [Float](repeating: 0, count: features.rows * outputs)
        features.sparse?.forEachRow { row, places, values in
            for output in 0..<outputs {
                var margin = Double(parameters[columns * outputs + output])
                for entry in places.indices {
                    margin += Double(values[entry]) * Double(parameters[Int(places[entry]) * outputs + output])
                }
                margins[row * outputs + output] = Float(margin)
            }
        }
        return margins
    }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        loss.export(try exportMargins(columns, encoder: encoder, to: &builder), to: &builder)
    }

    /// A product for all numbers, and for each column of categories a look-up of its weights, however many they are.
    func exportMargins(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        // What is said of a node names it.
        let isNamed = builder.scope == nil
        var start = encoder.numberWidth
        var parts = [Value]()
        if let numbers = try encoder.exportNumbers(columns, to: &builder) {
            let weights = builder.constant(try Tensor(.float(Array(parameters[..<(start * outputs)])), shape: [start, outputs]))
            parts.append(builder.node("Gemm", [numbers, weights, builder.constant(Tensor(.float(bias)))], name: isNamed ? "numbers" : nil))
        } else {
            parts.append(builder.constant(try Tensor(.float(bias), shape: [1, outputs])))
        }
        for (number, (levels, places)) in try encoder.exportPlaces(columns, to: &builder).enumerated() {
            // A last row of zeros, for what is no category.
            let weights = parameters[(start * outputs)..<((start + levels) * outputs)]
            let table = Array(weights) + [Float](repeating: 0, count: outputs)
            let rows = builder.constant(try Tensor(.float(table), shape: [levels + 1, outputs]))
            let axis = builder.constant(Tensor(.int64([1])))
            let found = builder.node("Gather", [rows, places], name: isNamed ? "categories.\(number + 1)" : nil)
            parts.append(builder.node("Squeeze", [found, axis]))
            start += levels
        }
        for (number, (text, terms)) in try encoder.exportTexts(columns, to: &builder).enumerated() {
            let weights = Array(parameters[(start * outputs)..<((start + text.width) * outputs)])
            parts.append(
                builder.node(
                    "MatMul", [terms, builder.constant(try Tensor(.float(weights), shape: [text.width, outputs]))],
                    name: isNamed ? "text.\(number + 1)" : nil))
            start += text.width
        }
        return parts.count == 1 ? parts[0] : builder.node("Sum", parts)
    }
}
