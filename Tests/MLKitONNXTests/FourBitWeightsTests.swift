import Testing

@testable import MLKitONNX

/// Codes of four bits, by hand.
@Suite struct FourBitWeightsTests {
    private func weights(_ columns: [[Float]]) throws -> FourBitWeights {
        let rows = columns[0].indices.flatMap { row in columns.map { $0[row] } }
        return FourBitWeights(try WeightTensor(Tensor(.float(rows), shape: [columns[0].count, columns.count]), channelAxis: 1))
    }

    private func codes(_ weights: FourBitWeights) -> [UInt8] { weights.bytes.flatMap { [$0 & 15, $0 >> 4] } }

    /// Values are rounded to the nearest code, and so is the code of zero; what is between is not cut off.
    @Test func codesAreRounded() throws {
        let exact = (0..<30).map { Float($0 % 16 - 3) }
        let plain = try weights([exact + [4.6, -1.6]])
        #expect(plain.scales == [1] && plain.zeroPoints == [3] && plain.shape == [1, 1, 16])
        #expect(codes(plain) == (0..<30).map { UInt8($0 % 16) } + [8, 1])
        let shifted = try weights([(0..<30).map { Float($0 % 15 - 3) } + [-3.6, 11.4]])
        #expect(shifted.zeroPoints == [4] && abs(shifted.scales[0] - 1) < 1e-6)
        #expect(codes(shifted).suffix(2) == [0, 15] && codes(shifted).first == 1)
    }

    /// Zero is written exactly, though all values are to one side of it; a block of zeros has some scale.
    @Test func zeroIsAlwaysThere() throws {
        let above = try weights([(0..<32).map { Float($0 % 15 + 1) }])
        #expect(above.zeroPoints == [0] && above.scales == [1] && codes(above).prefix(3) == [1, 2, 3])
        let below = try weights([(0..<32).map { -Float($0 % 15 + 1) }])
        #expect(below.zeroPoints == [15] && below.scales == [1] && codes(below).prefix(3) == [14, 13, 12])
        let none = try weights([[Float](repeating: 0, count: 32)])
        #expect(none.scales == [1] && none.zeroPoints == [8] && codes(none) == [UInt8](repeating: 8, count: 32))
    }

    /// A value far away is cut off where the others gain more by it.
    @Test func aFarValueIsCutOff() throws {
        let found = try weights([[Float](repeating: 4.5, count: 31) + [15]])
        #expect(abs(found.scales[0] - 0.9) < 1e-6 && found.zeroPoints == [0] && codes(found) == [UInt8](repeating: 5, count: 31) + [15])
    }

    /// Blocks of each column have numbers of their own, two zero points to a byte; what the last block lacks is filled with zeros.
    @Test(arguments: [31, 32, 33, 64, 65, 80, 96]) func blocksHaveTheirOwn(rows: Int) throws {
        /// Sixteen steps around zero, of which so many are below it; each block's are twice as wide as those before.
        func value(_ row: Int, _ column: Int) -> Float {
            let (block, below) = (row / 32, row / 32 + column * 2)
            return Float(row % 16 - below) * Float(1 << block)
        }
        let columns = (0..<3).map { column in (0..<rows).map { value($0, column) } }
        let found = try weights(columns)
        let blocks = (rows + 31) / 32
        let bytes = (blocks + 1) / 2
        #expect(found.shape == [3, blocks, 16] && found.scales.count == 3 * blocks && found.zeroPoints.count == 3 * bytes)
        #expect(found.bytes.count == 3 * blocks * 16)
        let again = found.dequantized(rows: rows)
        for row in 0..<rows {
            for column in 0..<3 { #expect(abs(again[row * 3 + column] - value(row, column)) < 1e-4, "\(row) \(column)") }
        }
        func zeroPoint(_ column: Int, _ block: Int) -> UInt8 {
            let pair = found.zeroPoints[column * bytes + block / 2]
            return block % 2 == 0 ? pair & 15 : pair >> 4
        }
        for column in 0..<3 {
            for block in 0..<blocks where rows >= block * 32 + 16 {
                #expect(zeroPoint(column, block) == UInt8(block + column * 2))
            }
            let own = codes(found)[(column * blocks * 32)..<((column + 1) * blocks * 32)]
            #expect(own.dropFirst(rows).allSatisfy { $0 == zeroPoint(column, blocks - 1) })
        }
    }
}
