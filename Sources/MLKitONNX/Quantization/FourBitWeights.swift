/// A matrix in four bits, `weight = scale * (code - zeroPoint)`, with a scale and a zero point for every block of a column.
///
/// The layout is that of `MatMulNBits`
/// (https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits): column by column,
/// block by block, two codes a byte with the first in the low half.
struct FourBitWeights {
    static let blockSize = 32

    let bytes: [UInt8]
    /// One per block of each column.
    let scales: [Float]
    /// Two a byte, column by column.
    let zeroPoints: [UInt8]
    /// [columns, blocks, bytes of a block].
    let shape: [Int]

    init(_ weights: WeightTensor) {
        let (columns, size) = (weights.channelCount, Self.blockSize)
        let blocks = (weights.channelSize + size - 1) / size
        var bytes = [UInt8]()
        var scales = [Float]()
        var zeroPoints = [UInt8](repeating: 0, count: columns * ((blocks + 1) / 2))
        bytes.reserveCapacity(columns * blocks * size / 2)
        for column in 0..<columns {
            let elements = weights.elements(of: column)
            for block in 0..<blocks {
                let values = elements[(block * size)..<min((block + 1) * size, elements.count)]
                let fit = Self.fit(values)
                scales.append(fit.scale)
                zeroPoints[column * ((blocks + 1) / 2) + block / 2] |= fit.zeroPoint << (block % 2 * 4)
                let codes = values.map { Self.code($0, fit) } + [UInt8](repeating: fit.zeroPoint, count: size - values.count)
                for pair in stride(from: 0, to: size, by: 2) { bytes.append(codes[pair] | codes[pair + 1] << 4) }
            }
        }
        self.bytes = bytes
        self.scales = scales
        self.zeroPoints = zeroPoints
        shape = [columns, blocks, size / 2]
    }

    /// What is multiplied, [rows, columns], row by row.
    func dequantized(rows: Int) -> [Float] {
        let (columns, blocks, size) = (shape[0], shape[1], Self.blockSize)
        var values = [Float](repeating: 0, count: rows * columns)
        for column in 0..<columns {
            for row in 0..<rows {
                let block = row / size
                let zeroPoint = zeroPoints[column * ((blocks + 1) / 2) + block / 2] >> (block % 2 * 4) & 15
                let code = bytes[((column * blocks + block) * size + row % size) / 2] >> (row % 2 * 4) & 15
                values[row * columns + column] = (Float(code) - Float(zeroPoint)) * scales[column * blocks + block]
            }
        }
        return values
    }

    private static func code(_ value: Float, _ fit: (scale: Float, zeroPoint: UInt8)) -> UInt8 {
        UInt8(min(max((value / fit.scale).rounded() + Float(fit.zeroPoint), 0), 15))
    }

    /// Of the ranges from the whole one down, the one with the smallest sum of squared errors.
    private static func fit(_ values: ArraySlice<Float>) -> (scale: Float, zeroPoint: UInt8) {
        let (low, high) = (min(values.min() ?? 0, 0), max(values.max() ?? 0, 0))
        let whole = high / 15 - low / 15
        guard whole.isNormal else { return (1, 8) }
        // Squares of numbers that are very large or small are none.
        let unit = whole.binade
        var best = (fit: (scale: Float(1), zeroPoint: UInt8(8)), error: Float.infinity)
        for part in [1, 0.95, 0.9, 0.85, 0.8, 0.75] as [Float] {
            let scale = whole * part
            let fit = (scale: scale, zeroPoint: UInt8(min(max((-low * part / scale).rounded(), 0), 15)))
            let error = values.reduce(0 as Float) { sum, value in
                let difference = (Float(code(value, fit)) - Float(fit.zeroPoint)) * fit.scale - value
                return sum + difference / unit * (difference / unit)
            }
            if error < best.error { best = (fit, error) }
        }
        return best.fit
    }
}
