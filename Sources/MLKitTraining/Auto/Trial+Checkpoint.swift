internal import MLKitCore
internal import MLKitSpec

// What a search that was stopped need not find out again.

extension Trial {
    /// All that is known of it.
    ///
    /// - Parameter seconds: what it took to find out the last of it.
    func checkpoint(after seconds: Double) -> Checkpoint {
        func texts(_ numbers: [Double]) -> JSON { .array(numbers.map { .string(String($0.bitPattern, radix: 16)) }) }
        let values = folds.flatMap { $0.values.map(\.bitPattern) }
        return Checkpoint(
            state: [
                "settings": settings.json, "losses": texts(losses), "fold_losses": texts(foldLosses), "seconds": .double(seconds),
                "problem": problem.map { .string($0) } ?? .null, "folds": .array(folds.map { .int($0.values.count) }),
            ], bytes: values.withUnsafeBytes { Array($0) })
    }

    /// Takes in what was known of a trial with the same settings.
    ///
    /// - Returns: what it took to find out the last of it; `nil` for another trial, of which nothing is taken.
    mutating func restore(_ checkpoint: Checkpoint) -> Double? {
        func numbers(_ name: String) -> [Double]? {
            checkpoint.state[name]?.array?.compactMap { $0.string.flatMap { UInt64($0, radix: 16) }.map { Double(bitPattern: $0) } }
        }
        guard checkpoint.state["settings"] == settings.json, let losses = numbers("losses"), let foldLosses = numbers("fold_losses"),
            let seconds = checkpoint.state["seconds"]?.double, let counts = checkpoint.state["folds"]?.array?.compactMap(\.int),
            counts.allSatisfy({ $0 >= 0 }), checkpoint.bytes.count == 4 * counts.reduce(0, +)
        else { return nil }
        let values = checkpoint.bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 4).map { Float(bitPattern: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)) }
        }
        var start = 0
        folds = counts.map { count in
            defer { start += count }
            return RowEvidence(Array(values[start..<start + count]))
        }
        (self.losses, self.foldLosses, problem) = (losses, foldLosses, checkpoint.state["problem"]?.string)
        return seconds
    }
}
