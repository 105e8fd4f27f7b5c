import MLKitCore
import MLKitStagesTestSupport
import Testing

@testable import MLKitTables

/// Which part each row goes to.
@Suite struct RowSplitTests {
    private func split(time: String? = nil) -> DataConfiguration.Split {
        var split = DataConfiguration.Split(train: 0.7, valid: 0.15, test: 0.15)
        split.time = time
        return split
    }

    /// Numbers without a pattern, of which the n-th least are known.
    private func keys(_ count: Int) -> [UInt64] { (0..<count).map { DistinctCounter.mixed(UInt64($0)) } }

    /// More rows than are sorted as a whole, too.
    @Test(arguments: [20, 16_384, 16_385, 60_000]) func theLeastKeysLeaveFirst(count: Int) throws {
        let keys = self.keys(count)
        let sizes = try SplitPlan(sizes: [count], split: split()).counts[0]
        let ranked = keys.indices.sorted { keys[$0] < keys[$1] }
        var expected = [UInt8](repeating: Part.train.number, count: count)
        for row in ranked.prefix(sizes.valid) { expected[row] = Part.valid.number }
        for row in ranked.dropFirst(sizes.valid).prefix(sizes.test) { expected[row] = Part.test.number }
        let found = try RowSplit(isKept: [Bool](repeating: true, count: count), strata: nil, sizes: [count], order: keys, split: split())
        #expect(found.parts == expected && found.singles == 0)
    }

    /// By time the least keys, which are the last rows, are the test split's, and those before them the validation split's.
    @Test func whatCameLastIsTested() throws {
        let keys = (0..<20).map { UInt64(19 - $0) }
        let parts = try RowSplit(
            isKept: [Bool](repeating: true, count: 20), strata: nil, sizes: [20], order: keys, split: split(time: "t")).parts
        #expect(parts == [UInt8](repeating: 0, count: 14) + [1, 1, 1, 2, 2, 2])
    }

    @Test func rowsThatAreLeftOutAreInNoPart() throws {
        var isKept = [Bool](repeating: true, count: 22)
        (isKept[0], isKept[21]) = (false, false)
        let parts = try RowSplit(isKept: isKept, strata: nil, sizes: [20], order: (0..<22).map(UInt64.init), split: split()).parts
        #expect(parts == [RowParts.none, 1, 1, 1, 2, 2, 2] + [UInt8](repeating: 0, count: 14) + [RowParts.none])
    }

    @Test func strataAreSharedOutEachForItself() throws {
        let strata = (0..<41).map { Int32($0 == 40 ? 2 : $0 % 2) }
        let found = try RowSplit(
            isKept: [Bool](repeating: true, count: 41), strata: strata, sizes: [20, 20, 1], order: keys(41), split: split())
        for stratum in 0..<2 {
            let parts = strata.indices.filter { strata[$0] == Int32(stratum) }.map { found.parts[$0] }
            #expect([0, 1, 2].map { part in parts.count { $0 == UInt8(part) } } == [14, 3, 3])
        }
        #expect(found.parts[40] == Part.train.number && found.singles == 1)
    }

    /// A number below the share of the validation split goes there, one at its end no more.
    @Test func aFixedSplitGoesByTheRowAlone() throws {
        let quarter = UInt64(1) << 62
        var split = DataConfiguration.Split(train: 0.5, valid: 0.25, test: 0.25)
        split.isFixed = true
        let numbers: [UInt64] = [0, quarter - 2048, quarter, quarter * 2 - 2048, quarter * 2, .max, 5]
        let found = try RowSplit(isKept: [true, true, true, true, true, true, false], fixedBy: numbers, split: split)
        #expect(found.parts == [1, 1, 2, 2, 0, 0, RowParts.none] && found.singles == 0)
        #expect { try RowSplit(isKept: [true, true], fixedBy: [0, quarter], split: split) } throws: {
            ($0 as? Failure)?.diagnostics.first?.message
                == "no row goes to `train`, of 2 rows: a fixed split meets its shares by chance"
        }
    }

    @Test func rowsThatTwoPartsShareAreCounted() throws {
        let count = 20
        let found = try RowSplit(
            isKept: [Bool](repeating: true, count: count), strata: nil, sizes: [count], order: (0..<20).map(UInt64.init), split: split())
        // Rows 0 to 2 are validated on, 3 to 5 tested.
        func shared(_ same: [[Int]]) -> Int {
            var fingerprints = (0..<count).map { UInt64($0 + 1) << 8 }
            for rows in same { for row in rows { fingerprints[row] = fingerprints[rows[0]] } }
            return found.sharedRows(fingerprints)
        }
        #expect(shared([]) == 0 && shared([[0, 1]]) == 0 && shared([[6, 7, 8]]) == 0 && shared([[0, 3]]) == 2 && shared([[0, 1, 19]]) == 3)
        #expect(shared([[2, 4, 6], [0, 1], [5, 10]]) == 5)
        var left = [Bool](repeating: true, count: 21)
        left[20] = false
        let without = try RowSplit(isKept: left, strata: nil, sizes: [20], order: (0..<21).map(UInt64.init), split: split())
        #expect(without.sharedRows((0..<21).map { UInt64($0 == 20 ? 1 : $0 + 1) << 8 }) == 0)
    }
}
