/// Centres and scales the values to regress while a network trains, so that one learning rate fits targets of
/// any size; the last layer takes it back afterwards. Classes pass unchanged.
struct TargetScaling {
    let mean: Double
    let scale: Double

    init(mean: Double, scale: Double) {
        self.mean = mean
        self.scale = scale
    }

    init(_ targets: [Double], loss: Loss) {
        guard loss == .squared, !targets.isEmpty else {
            (mean, scale) = (0, 1)
            return
        }
        let mean = targets.reduce(0, +) / Double(targets.count)
        let variance = targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(targets.count)
        self.mean = mean
        scale = variance > 0 ? variance.squareRoot() : 1
    }

    func apply<Scalar: BLASScalar>(_ targets: [Double], as type: Scalar.Type = Scalar.self) -> [Scalar] {
        targets.map { Scalar(($0 - mean) / scale) }
    }

    /// Turns a loss of scaled targets into one of the targets themselves.
    func restore(loss: Double) -> Double { loss * scale * scale }

    /// Lets the last layer answer in the units of the target.
    func restore(_ parameters: [Double], shape: NetworkShape) -> [Float] {
        guard let last = shape.layers.last else { return [] }
        var parameters = parameters
        for index in last.weights..<last.end { parameters[index] *= scale }
        for index in last.bias..<last.end { parameters[index] += mean }
        return parameters.map { Float($0) }
    }
}
