internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitSpec

/// A network in the first phase of its training, behind some epochs.
struct NetworkCheckpoint {
    var history: [HistoryEntry]
    /// By what the next epoch draws.
    var random: UInt64
    /// The rows as they were shuffled last.
    var order: [Int]
    var parameters: [Float]
    /// Adam's means.
    var mean: [Float]
    var square: [Float]
    var step: Int
    /// The parameters that had the lowest validation loss, and those that pruning goes back to.
    var best: [Float]
    var early: [Float]?

    /// Of networks and tables of another size it is none.
    init?(_ checkpoint: Checkpoint, parameterCount: Int, rows: Int) {
        guard let history = [HistoryEntry](checkpoint.state["history"]), !history.isEmpty,
            let random = checkpoint.state["random"]?.string.flatMap({ UInt64($0, radix: 16) }), let step = checkpoint.state["step"]?.int
        else { return nil }
        let words = checkpoint.bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - 3, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self) }
        }
        let rest = words.count - rows - 4 * parameterCount
        guard rest == 0 || rest == parameterCount, checkpoint.bytes.count == 4 * words.count else { return nil }
        let order = words.prefix(rows).map { Int($0) }
        guard Set(order).count == rows, order.allSatisfy({ $0 < rows }) else { return nil }
        let floats = stride(from: rows, to: words.count, by: parameterCount).map { start in
            words[start..<start + parameterCount].map { Float(bitPattern: $0) }
        }
        (self.history, self.random, self.order, self.step) = (history, random, order, step)
        (parameters, mean, square, best) = (floats[0], floats[1], floats[2], floats[3])
        early = floats.count > 4 ? floats[4] : nil
    }

    init(
        history: [HistoryEntry], random: UInt64, order: [Int], parameters: [Float], mean: [Float], square: [Float], step: Int, best: [Float],
        early: [Float]?
    ) {
        (self.history, self.random, self.order, self.parameters) = (history, random, order, parameters)
        (self.mean, self.square, self.step, self.best, self.early) = (mean, square, step, best, early)
    }

    var checkpoint: Checkpoint {
        let words = order.map { UInt32($0) } + ([parameters, mean, square, best] + (early.map { [$0] } ?? [])).flatMap { $0.map(\.bitPattern) }
        return Checkpoint(
            state: [
                "history": .array(history.map(\.exact)), "random": .string(String(random, radix: 16)), "step": .int(step),
            ], bytes: words.withUnsafeBytes { Array($0) })
    }
}
