/// A network between two steps of its training.
struct NetworkState: Equatable {
    var shape: NetworkShape
    var parameters: [Float]
    /// Whether weights that are 0 stay so.
    var isSparse = false
    /// How numbers are rounded; `nil` where they are not.
    var rounding: NetworkRounding?

    /// Units of the hidden layers.
    var hidden: [Int] { Array(shape.sizes.dropFirst().dropLast()) }

    /// Whether a parameter is a weight that is not 0.
    var weightCount: Int {
        shape.layers.reduce(0) { $0 + parameters[$1.weights..<$1.bias].count { $0 != 0 } }
    }

    /// The places of the weights that are 0.
    var zeros: [Int] { shape.layers.flatMap { ($0.weights..<$0.bias).filter { parameters[$0] == 0 } } }

    // MARK: Weights

    /// The network with all but the largest weights 0.
    ///
    /// - Parameter count: how many are left, of all layers together.
    func keepingWeights(_ count: Int) -> NetworkState {
        let places = shape.layers.flatMap { Array($0.weights..<$0.bias) }
        let sorted = places.sorted { (abs(parameters[$0]), $1) > (abs(parameters[$1]), $0) }
        var pruned = self
        pruned.isSparse = true
        for place in sorted.dropFirst(count) { pruned.parameters[place] = 0 }
        return pruned
    }

    /// The network with the weights 0 that are 0 in another one of the same shape.
    func pruned(as other: NetworkState) -> NetworkState {
        var pruned = self
        pruned.isSparse = other.isSparse
        for layer in shape.layers {
            for place in layer.weights..<layer.bias where other.parameters[place] == 0 { pruned.parameters[place] = 0 }
        }
        return pruned
    }

    // MARK: Units

    /// The units of each hidden layer that matter most, in their order: by the norm of the weights to a unit times that of those from it,
    /// which stays the same if one is scaled up and the other down.
    ///
    /// - Parameter counts: how many, by layer.
    func largestUnits(_ counts: [Int]) -> [[Int]] {
        counts.enumerated().map { place, count in
            let sizes = (0..<hidden[place]).map { incoming(place, $0) * outgoing(place, $0) }
            let sorted = sizes.indices.sorted { (sizes[$0], $1) > (sizes[$1], $0) }
            return sorted.prefix(max(count, 1)).sorted()
        }
    }

    /// The network of some units of each hidden layer alone.
    func keepingUnits(_ kept: [[Int]]) -> NetworkState {
        let sizes = shape.sizes
        let all = [Array(0..<sizes[0])] + kept + [Array(0..<(sizes.last ?? 0))]
        var smaller = self
        smaller.shape = NetworkShape(sizes: all.map(\.count))
        smaller.parameters = shape.layers.enumerated().flatMap { place, layer in
            let weights = all[place].flatMap { input in all[place + 1].map { parameters[layer.weights + input * layer.outputs + $0] } }
            return weights + all[place + 1].map { parameters[layer.bias + $0] }
        }
        return smaller
    }

    /// The network without units that no weight leads to, whose answer is always the same and goes into the next layer's bias, and
    /// without those that no weight leads from. One is left in each layer.
    func withoutIdleUnits() -> NetworkState {
        var network = self
        while true {
            var kept = [[Int]]()
            for place in network.hidden.indices {
                let used = (0..<network.hidden[place]).filter { network.incoming(place, $0) > 0 && network.outgoing(place, $0) > 0 }
                kept.append(used.isEmpty ? [0] : used)
            }
            guard kept.map(\.count) != network.hidden else { return network }
            network.foldConstants(besides: kept)
            network = network.keepingUnits(kept)
        }
    }

    /// What units answer that nothing leads to is added to the bias of the layer above.
    private mutating func foldConstants(besides kept: [[Int]]) {
        for (place, units) in kept.enumerated() {
            let (layer, above) = (shape.layers[place], shape.layers[place + 1])
            for unit in Set(0..<layer.outputs).subtracting(units).sorted() where incoming(place, unit) == 0 {
                let answer = max(parameters[layer.bias + unit], 0)
                for output in 0..<above.outputs {
                    parameters[above.bias + output] += answer * parameters[above.weights + unit * above.outputs + output]
                }
            }
        }
    }

    /// The norm of the weights to a unit of a hidden layer, and of those from it.
    private func incoming(_ place: Int, _ unit: Int) -> Float {
        let layer = shape.layers[place]
        return norm((0..<layer.inputs).lazy.map { layer.weights + $0 * layer.outputs + unit })
    }

    private func outgoing(_ place: Int, _ unit: Int) -> Float {
        let layer = shape.layers[place + 1]
        return norm((0..<layer.outputs).lazy.map { layer.weights + unit * layer.outputs + $0 })
    }

    private func norm(_ places: some Sequence<Int>) -> Float {
        places.reduce(0 as Float) { $0 + parameters[$1] * parameters[$1] }.squareRoot()
    }
}
