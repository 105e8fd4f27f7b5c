internal import MLKitONNX

/// Computes a network's margins, loss and gradient, with buffers for a fixed number of rows.
///
/// Hidden layers are rectified (ReLU); gradients are by back-propagation (Rumelhart, Hinton and Williams,
/// 1986). Without hidden layers this is the loss of linear, logistic or softmax regression.
final class NetworkEvaluator<Scalar: BLASScalar> {
    let shape: NetworkShape
    let loss: Loss
    let l2: Scalar
    let capacity: Int
    private let blas: BLAS
    /// One buffer per layer, [capacity, outputs]: its outputs, then the loss's derivatives by them.
    private let outputs: [UnsafeMutableBufferPointer<Scalar>]
    /// Like `outputs` of the hidden layers: where derivatives are computed while the outputs are still needed.
    private let derivatives: [UnsafeMutableBufferPointer<Scalar>]
    /// Like `outputs` of the hidden layers, where those are rounded: what they were before.
    private let exact: [UnsafeMutableBufferPointer<Scalar>]
    /// How the outputs of each hidden layer are rounded; none where they are not.
    var scales: [ActivationScale] = []

    /// - Parameters:
    ///   - l2: strength of ½ · l2 · ‖weights‖², biases left out.
    ///   - capacity: the most rows of one call.
    ///   - isRounding: whether there may be `scales`.
    init(shape: NetworkShape, loss: Loss, l2: Double, capacity: Int, isRounding: Bool = false, blas: BLAS) {
        self.shape = shape
        self.loss = loss
        self.l2 = Scalar(l2)
        self.capacity = capacity
        self.blas = blas
        outputs = shape.layers.map { .allocate(capacity: capacity * $0.outputs) }
        derivatives = shape.layers.dropLast().map { .allocate(capacity: capacity * $0.outputs) }
        exact = isRounding ? shape.layers.dropLast().map { .allocate(capacity: capacity * $0.outputs) } : []
    }

    deinit {
        for buffer in outputs + derivatives + exact { buffer.deallocate() }
    }

    /// The margins [rows, outputs] of `rows` rows of inputs; they last until the next call.
    func margins(
        _ inputs: UnsafePointer<Scalar>, rows: Int, parameters: UnsafePointer<Scalar>
    ) -> UnsafeMutableBufferPointer<Scalar> {
        var below = inputs
        for (index, layer) in shape.layers.enumerated() {
            let output = outputs[index]
            fill(output, with: parameters + layer.bias, rows: rows, columns: layer.outputs)
            Scalar.multiply(
                MatrixView(start: below, rows: rows, columns: layer.inputs),
                MatrixView(start: parameters + layer.weights, rows: layer.inputs, columns: layer.outputs),
                into: start(output), keep: 1, with: blas)
            if index < shape.layers.count - 1 {
                Scalar.rectify(start(output), count: rows * layer.outputs)
                round(index, count: rows * layer.outputs)
            }
            below = UnsafePointer(start(output))
        }
        return UnsafeMutableBufferPointer(rebasing: outputs[outputs.count - 1][..<(rows * loss.outputs)])
    }

    /// The loss summed over rows plus the penalty; its gradient by every parameter goes to `gradient`.
    func differentiate(
        _ inputs: UnsafePointer<Scalar>, targets: UnsafeBufferPointer<Scalar>, parameters: UnsafePointer<Scalar>,
        weights: ArraySlice<Scalar>? = nil, soft: SoftTargets<Scalar>? = nil, gradient: UnsafeMutablePointer<Scalar>
    ) -> Double {
        let rows = targets.count
        var above = margins(inputs, rows: rows, parameters: parameters)
        var sum = loss.differentiate(above, targets: targets, weights: weights, soft: soft)
        for index in shape.layers.indices.reversed() {
            let layer = shape.layers[index]
            let below = index == 0 ? inputs : UnsafePointer(start(outputs[index - 1]))
            sumColumns(above, rows: rows, into: gradient + layer.bias, columns: layer.outputs)
            Scalar.multiply(
                MatrixView(start: below, rows: rows, columns: layer.inputs).transposed,
                MatrixView(start: UnsafePointer(start(above)), rows: rows, columns: layer.outputs),
                into: gradient + layer.weights, keep: 0, with: blas)
            sum += penalise(layer, parameters, gradient)
            if index > 0 { above = backward(layer, index, above, rows, parameters) }
        }
        return sum
    }

    /// The loss summed over any number of rows, without penalty.
    func totalLoss(_ inputs: [Scalar], targets: [Scalar], weights: [Scalar]? = nil, parameters: [Scalar]) -> Double {
        let width = shape.sizes[0]
        var sum = 0.0
        inputs.withUnsafeBufferPointer { inputs in
            targets.withUnsafeBufferPointer { targets in
                for first in stride(from: 0, to: targets.count, by: capacity) {
                    let part = UnsafeBufferPointer(rebasing: targets[first..<min(first + capacity, targets.count)])
                    let below = UnsafeBufferPointer(rebasing: inputs[(first * width)...])
                    guard let start = below.baseAddress else { return }
                    sum += loss.differentiate(
                        margins(start, rows: part.count, parameters: parameters), targets: part,
                        weights: weights?[first..<first + part.count])
                }
            }
        }
        return sum
    }

    /// Derivatives by the outputs of the layer below `layer`.
    private func backward(
        _ layer: NetworkShape.Layer, _ index: Int, _ above: UnsafeMutableBufferPointer<Scalar>, _ rows: Int,
        _ parameters: UnsafePointer<Scalar>
    ) -> UnsafeMutableBufferPointer<Scalar> {
        let below = derivatives[index - 1]
        Scalar.multiply(
            MatrixView(start: UnsafePointer(start(above)), rows: rows, columns: layer.outputs),
            MatrixView(start: parameters + layer.weights, rows: layer.inputs, columns: layer.outputs).transposed,
            into: start(below), keep: 0, with: blas)
        let count = rows * layer.inputs
        guard scales.isEmpty else {
            // What is beyond the range of a scale changes nothing; rounding is passed as if it were not there.
            let (values, top) = (exact[index - 1], Scalar(scales[index - 1].values.upperBound))
            for position in 0..<count where values[position] <= 0 || values[position] > top { below[position] = 0 }
            return below
        }
        Scalar.rectify(slopes: start(below), outputs: UnsafePointer(start(outputs[index - 1])), count: count)
        return below
    }

    private func penalise(
        _ layer: NetworkShape.Layer, _ parameters: UnsafePointer<Scalar>, _ gradient: UnsafeMutablePointer<Scalar>
    ) -> Double {
        guard l2 > 0 else { return 0 }
        var squares: Scalar = 0
        for index in layer.weights..<layer.bias {
            gradient[index] += l2 * parameters[index]
            squares += parameters[index] * parameters[index]
        }
        return Double(l2 * squares) / 2
    }

    private func fill(
        _ output: UnsafeMutableBufferPointer<Scalar>, with bias: UnsafePointer<Scalar>, rows: Int, columns: Int
    ) {
        let first = start(output)
        for row in 0..<rows { (first + row * columns).update(from: bias, count: columns) }
    }

    private func round(_ index: Int, count: Int) {
        guard !scales.isEmpty else { return }
        let (scale, output, exact) = (scales[index], outputs[index], start(self.exact[index]))
        exact.update(from: start(output), count: count)
        for position in 0..<count { output[position] = Scalar(scale.rounded(Float(exact[position]))) }
    }

    /// The largest output of a hidden layer in the last call, before it was rounded.
    func largestOutput(ofHidden index: Int, rows: Int) -> Scalar {
        let values = scales.isEmpty ? outputs[index] : exact[index]
        return values[..<(rows * shape.layers[index].outputs)].reduce(0) { max($0, $1) }
    }

    private func sumColumns(
        _ values: UnsafeMutableBufferPointer<Scalar>, rows: Int, into sums: UnsafeMutablePointer<Scalar>,
        columns: Int
    ) {
        sums.update(repeating: 0, count: columns)
        for row in 0..<rows {
            let offset = row * columns
            for column in 0..<columns { sums[column] += values[offset + column] }
        }
    }

    /// Where a buffer of at least one element begins.
    private func start(_ buffer: UnsafeMutableBufferPointer<Scalar>) -> UnsafeMutablePointer<Scalar> {
        buffer.baseAddress.unsafelyUnwrapped
    }
}
