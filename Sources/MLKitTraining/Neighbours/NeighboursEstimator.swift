internal import MLKitONNX

/// The nearest of the training rows, by the Euclidean distance on the grid; of equally near ones those that come first in the table.
struct NeighboursEstimator: Estimator {
    let configuration: NeighboursFamily.Configuration
    let grid: NeighbourGrid
    let rows: NeighbourRows
    let loss: Loss
    let blas: BLAS

    var heldRows: Int? { rows.count }

    /// How many rows are asked about, and are looked among, at a time: what the graph keeps is a number for each pair.
    private static let (asked, block) = (256, 4096)

    func predict(_ features: FeatureMatrix) throws -> [Float] {
        var answers = [Float]()
        answers.reserveCapacity(features.rows * (loss == .squared ? 1 : rows.width))
        var products = [Double](repeating: 0, count: Self.asked * rows.count)
        for first in stride(from: 0, to: features.rows, by: Self.asked) {
            let count = min(Self.asked, features.rows - first)
            var asked = [Double](repeating: 0, count: count * grid.columns)
            for place in asked.indices {
                asked[place] = grid.step(features.values[first * grid.columns + place], at: place % grid.columns)
            }
            multiply(asked, count, into: &products)
            for row in 0..<count {
                let length = asked[row * grid.columns..<(row + 1) * grid.columns].reduce(0) { $0 + $1 * $1 }
                let near = nearest(products, from: row * rows.count)
                answers += answer(near.map { (place: $0.place, distance: $0.distance + length) })
            }
        }
        return answers
    }

    /// Products of asked rows with all held ones [count, rows].
    private func multiply(_ asked: [Double], _ count: Int, into products: inout [Double]) {
        asked.withUnsafeBufferPointer { asked in
            rows.steps.withUnsafeBufferPointer { held in
                products.withUnsafeMutableBufferPointer { products in
                    guard let left = asked.baseAddress, let right = held.baseAddress, let output = products.baseAddress else { return }
                    Double.multiply(
                        MatrixView(start: left, rows: count, columns: grid.columns),
                        MatrixView(start: right, rows: rows.count, columns: grid.columns, isTransposed: true), into: output, keep: 0,
                        with: blas)
                }
            }
        }
    }

    /// The nearest rows, nearest first, with their squared distances less the asked row's own length.
    private func nearest(_ products: [Double], from start: Int) -> [(place: Int, distance: Double)] {
        let wanted = configuration.neighbours
        var found: [(place: Int, distance: Double)] = []
        found.reserveCapacity(wanted + 1)
        var bound = Double.infinity
        for place in 0..<rows.count {
            let distance = rows.lengths[place] - 2 * products[start + place]
            guard distance < bound else { continue }
            var slot = found.count
            while slot > 0, found[slot - 1].distance > distance { slot -= 1 }
            found.insert((place, distance), at: slot)
            if found.count > wanted { found.removeLast() }
            if found.count == wanted { bound = found[wanted - 1].distance }
        }
        return found
    }

    private func answer(_ near: [(place: Int, distance: Double)]) -> [Float] {
        let isSame = near.contains { $0.distance == 0 }
        var sums = [Double](repeating: 0, count: rows.width)
        for (place, distance) in near {
            let weight = switch configuration.weights {
            case .uniform: 1.0
            case .distance: isSame ? (distance == 0 ? 1 : 0) : 1 / distance.squareRoot()
            }
            for index in sums.indices { sums[index] += weight * rows.votes[place * rows.width + index] }
        }
        guard loss != .squared else { return [Float(sums[0] / sums[1])] }
        let sum = sums.reduce(0, +)
        return sums.map { Float($0 / sum) }
    }

    /// Blocks of rows each give their nearest, and the nearest of these are asked: what is first in the table stays first.
    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        let asked = try grid.export(encoder.export(columns, to: &builder), to: &builder)
        let second = builder.constant(Tensor(.int64([1])))
        var (distances, places) = ([Value](), [Value]())
        for first in stride(from: 0, to: rows.count, by: Self.block) {
            let block = first..<min(first + Self.block, rows.count)
            let lengths = builder.constant(try Tensor(.double(Array(rows.lengths[block])), shape: [1, block.count]))
            let all = builder.node(
                "Gemm", [asked, try rows.export(block, grid, to: &builder), lengths], [("alpha", .float(-2)), ("transB", .int(1))])
            let found = Self.nearest(min(configuration.neighbours, block.count), of: all, to: &builder)
            distances.append(found.distances)
            places.append(first == 0 ? found.places : builder.node("Add", [found.places, builder.constant(.scalar(Int64(first)))]))
        }
        var near = (distances: distances[0], places: places[0])
        if distances.count > 1 {
            let all = builder.node("Concat", distances, [("axis", .int(1))])
            let found = Self.nearest(configuration.neighbours, of: all, to: &builder)
            let joined = builder.node("Concat", places, [("axis", .int(1))])
            near = (found.distances, builder.node("GatherElements", [joined, found.places], [("axis", .int(1))]))
        }
        let table = builder.constant(try Tensor(.double(rows.votes), shape: [rows.count, rows.width]))
        var votes = builder.node("Gather", [table, near.places])
        if configuration.weights == .distance {
            let lengths = builder.node("ReduceSum", [builder.node("Mul", [asked, asked]), second], [("keepdims", .int(1))])
            let weights = try Self.weights(builder.node("Add", [near.distances, lengths]), to: &builder)
            votes = builder.node("Mul", [votes, builder.node("Unsqueeze", [weights, builder.constant(Tensor(.int64([2])))])])
        }
        let sums = builder.node("ReduceSum", [votes, second], [("keepdims", .int(0))])
        let answer: Value
        if loss == .squared {
            let parts = (0...1).map { builder.node("Gather", [sums, builder.constant(Tensor(.int64([$0])))], [("axis", .int(1))]) }
            answer = builder.node("Div", parts)
        } else {
            answer = builder.node("Div", [sums, builder.node("ReduceSum", [sums, second], [("keepdims", .int(1))])])
        }
        return builder.node("Cast", [answer], [("to", .int(1))])
    }

    private static func nearest(_ count: Int, of distances: Value, to builder: inout GraphBuilder) -> (distances: Value, places: Value) {
        let outputs = builder.node(
            "TopK", [distances, builder.constant(Tensor(.int64([Int64(count)])))],
            [("axis", .int(1)), ("largest", .int(0)), ("sorted", .int(1))], outputCount: 2)
        return (outputs[0], outputs[1])
    }

    /// One over each distance [N, neighbours]; where there is one of 0, 1 for these and 0 for others.
    private static func weights(_ squares: Value, to builder: inout GraphBuilder) throws -> Value {
        let zero = builder.constant(.scalar(0.0))
        let isSame = builder.node("Cast", [builder.node("Equal", [squares, zero])], [("to", .int(11))])
        let most = builder.node("ReduceMax", [isSame], [("axes", .ints([1])), ("keepdims", .int(1))])
        let hasSame = builder.node("Greater", [most, zero])
        let inverse = builder.node("Div", [builder.constant(.scalar(1.0)), builder.node("Sqrt", [squares])])
        return builder.node("Where", [hasSame, isSame, inverse])
    }
}
