internal import Glibc

/// How like each training row is to all others, exp(-gamma · squared distance), a row at a time; those that were computed last are kept.
final class KernelRows {
    let count: Int
    private let values: [Double]
    private let columns: Int
    private let lengths: [Double]
    private let gamma: Double
    private let blas: BLAS
    private var kept: [[Float]?]
    /// The rows that are kept, in the order in which they came, as a ring.
    private var order: [Int] = []
    private var next = 0
    private let room: Int

    /// Bytes of rows that are kept.
    private static let memory = 256 << 20

    /// - Parameter values: [count, columns].
    init(_ values: [Double], count: Int, columns: Int, gamma: Double, blas: BLAS) {
        (self.values, self.count, self.columns, self.gamma, self.blas) = (values, count, columns, gamma, blas)
        lengths = (0..<count).map { row in values[row * columns..<(row + 1) * columns].reduce(0) { $0 + $1 * $1 } }
        kept = [[Float]?](repeating: nil, count: count)
        room = max(2, Self.memory / (MemoryLayout<Float>.size * max(count, 1)))
    }

    func row(_ place: Int) -> [Float] {
        if let known = kept[place] { return known }
        let row = computed(place)
        if order.count < room {
            order.append(place)
        } else {
            kept[order[next]] = nil
            order[next] = place
            next = (next + 1) % room
        }
        kept[place] = row
        return row
    }

    private func computed(_ place: Int) -> [Float] {
        var products = [Double](repeating: 0, count: count)
        values.withUnsafeBufferPointer { values in
            products.withUnsafeMutableBufferPointer { products in
                guard let start = values.baseAddress, let output = products.baseAddress else { return }
                Double.multiply(
                    MatrixView(start: start, rows: count, columns: columns),
                    MatrixView(start: start + place * columns, rows: columns, columns: 1), into: output, keep: 0, with: blas)
            }
        }
        return products.indices.map { Float(exp(-gamma * max(lengths[place] + lengths[$0] - 2 * products[$0], 0))) }
    }
}
