/// The loss of a linear model over sparse rows, its mean, as a function of weights [columns, outputs] and biases [outputs].
final class LinearObjective {
    let rows: Int
    let outputs: Int
    private let columns: Int
    private let loss: Loss
    private let features: SparseMatrix
    private let targets: [Double]
    private let weights: ArraySlice<Double>?
    /// What all rows count for.
    private let weight: Double
    /// [rows, outputs]
    private var margins: [Double]

    /// - Parameter split: its features are sparse.
    init(_ split: TrainingData.Split, _ loss: Loss, _ scaling: TargetScaling) {
        rows = split.rows
        outputs = loss.outputs
        columns = split.features.columns
        self.loss = loss
        features = split.features.sparse ?? SparseMatrix()
        targets = scaling.apply(split.targets)
        weights = split.weights.map { $0[...] }
        weight = split.weight
        margins = [Double](repeating: 0, count: rows * loss.outputs)
    }

    var parameterCount: Int { (columns + 1) * outputs }

    /// Whether each parameter has a penalty: biases have none.
    var penalised: [Bool] { (0..<parameterCount).map { $0 < columns * outputs } }

    /// The mean loss, without penalty.
    func loss(_ parameters: [Double]) -> Double { computeMargins(parameters) / (weight > 0 ? weight : 1) }

    /// The mean loss with ½·l2·‖weights‖² / rows, and its gradient.
    func differentiate(_ parameters: [Double], l2: Double, _ gradient: inout [Double]) -> Double {
        var sum = computeMargins(parameters)
        for index in gradient.indices { gradient[index] = 0 }
        addGradient(&gradient)
        for index in 0..<(columns * outputs) {
            gradient[index] += l2 * parameters[index]
            sum += l2 * parameters[index] * parameters[index] / 2
        }
        for index in gradient.indices { gradient[index] /= Double(rows) }
        return sum / Double(rows)
    }

    /// The unit in which each parameter is searched for, as `LinearTrainer` has it: one over the root of how much the loss bends.
    func units(l2: Double) -> [Double] {
        var squares = [Double](repeating: 0, count: columns)
        features.forEachRow { row, places, values in
            let weight = self.weights?[row] ?? 1
            for entry in places.indices { squares[Int(places[entry])] += weight * Double(values[entry]) * Double(values[entry]) }
        }
        let weights = squares.map { square in
            let bend = (square / 4 + l2) / Double(rows)
            return bend > 0 ? 1 / bend.squareRoot() : 1
        }
        return weights.flatMap { [Double](repeating: $0, count: outputs) } + [Double](repeating: 2, count: outputs)
    }

    /// Fills `margins`, puts the loss's derivatives by them in their place, and returns the loss summed over rows.
    private func computeMargins(_ parameters: [Double]) -> Double {
        let (outputs, bias) = (outputs, columns * outputs)
        parameters.withUnsafeBufferPointer { parameters in
            margins.withUnsafeMutableBufferPointer { margins in
                features.forEachRow { row, places, values in
                    for output in 0..<outputs {
                        var margin = parameters[bias + output]
                        for entry in places.indices {
                            margin += Double(values[entry]) * parameters[Int(places[entry]) * outputs + output]
                        }
                        margins[row * outputs + output] = margin
                    }
                }
            }
        }
        return margins.withUnsafeMutableBufferPointer { margins in
            targets.withUnsafeBufferPointer { loss.differentiate(margins, targets: $0, weights: weights) }
        }
    }

    private func addGradient(_ gradient: inout [Double]) {
        let (outputs, bias) = (outputs, columns * outputs)
        gradient.withUnsafeMutableBufferPointer { gradient in
            margins.withUnsafeBufferPointer { margins in
                features.forEachRow { row, places, values in
                    for output in 0..<outputs {
                        let slope = margins[row * outputs + output]
                        gradient[bias + output] += slope
                        for entry in places.indices {
                            gradient[Int(places[entry]) * outputs + output] += slope * Double(values[entry])
                        }
                    }
                }
            }
        }
    }
}

extension SparseMatrix {
    /// Hands over each row with its entries.
    func forEachRow(_ body: (Int, UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Float>) -> Void) {
        places.withUnsafeBufferPointer { places in
            values.withUnsafeBufferPointer { values in
                for row in 0..<(starts.count - 1) {
                    let range = starts[row]..<starts[row + 1]
                    body(row, UnsafeBufferPointer(rebasing: places[range]), UnsafeBufferPointer(rebasing: values[range]))
                }
            }
        }
    }
}

extension TargetScaling {
    /// Weights [columns, outputs] and biases [outputs] in the units of the target.
    func restore(_ parameters: [Double], outputs: Int) -> [Float] {
        let bias = parameters.count - outputs
        return parameters.enumerated().map { Float($1 * scale + ($0 >= bias ? mean : 0)) }
    }
}
