internal import MLKitONNX

/// The training rows that a model holds.
struct NeighbourRows {
    let count: Int
    /// Steps of the grid [count, columns].
    let steps: [Double]
    /// The sum of the squares of each row's steps.
    let lengths: [Double]
    /// What each says [count, width]: of classes its weight at the place of its own; of numbers the weighted number and the weight.
    let votes: [Double]
    let width: Int

    init(_ data: TrainingData.Split, _ rows: [Int], _ grid: NeighbourGrid, _ loss: Loss) {
        count = rows.count
        let columns = grid.columns
        steps = rows.flatMap { row in
            (0..<columns).map { grid.step(data.features.values[row * columns + $0], at: $0) }
        }
        let steps = steps
        lengths = rows.indices.map { row in steps[row * columns..<(row + 1) * columns].reduce(0) { $0 + $1 * $1 } }
        let isClassified = loss != .squared
        let width = isClassified ? loss.classes : 2
        var votes = [Double](repeating: 0, count: rows.count * width)
        for (place, row) in rows.enumerated() {
            let (target, weight) = (data.targets[row], data.weight(of: row))
            if isClassified {
                votes[place * width + Int(target)] = weight
            } else {
                (votes[place * width], votes[place * width + 1]) = (weight * target, weight)
            }
        }
        (self.votes, self.width) = (votes, width)
    }

    /// Adds the steps of some rows [rows, columns] in few bytes: those of numbers as 32 bits, and of what is 0 or 1 as a byte.
    func export(_ rows: Range<Int>, _ grid: NeighbourGrid, to builder: inout GraphBuilder) throws -> Value {
        var parts: [Value] = []
        func numbers(_ places: Range<Int>) throws {
            guard !places.isEmpty else { return }
            let values = rows.flatMap { row in places.map { Int32(steps[row * grid.columns + $0]) } }
            let constant = builder.constant(try Tensor(.int32(values), shape: [rows.count, places.count]))
            parts.append(builder.node("Cast", [constant], [("to", .int(11))]))
        }
        try numbers(0..<grid.flags.lowerBound)
        if !grid.flags.isEmpty {
            let values = rows.flatMap { row in grid.flags.map { steps[row * grid.columns + $0] > 0 } }
            let constant = builder.constant(try Tensor(.bool(values), shape: [rows.count, grid.flags.count]))
            let high = builder.constant(.scalar(grid.steps / 2))
            parts.append(builder.node("Where", [constant, high, builder.constant(.scalar(-grid.steps / 2))]))
        }
        try numbers(grid.flags.upperBound..<grid.columns)
        return parts.count == 1 ? parts[0] : builder.node("Concat", parts, [("axis", .int(1))])
    }
}
