import Testing

@testable import MLKitTables

/// Which feature gives the target away, to the last row that decides.
@Suite struct LeakCheckTests {
    private func text(_ codes: [Int]) -> Column {
        .text(TextColumn(categories: (0...(codes.max() ?? 0)).map { "t\($0)" }, codes: codes.map { Int32($0) }))
    }

    /// Two classes, the first in so many of the rows.
    private func classes(_ first: Int, of rows: Int) -> Column { text((0..<rows).map { $0 < first ? 0 : 1 }) }

    private func tells(_ values: [Double], _ target: Column) -> Bool { LeakCheck.tells(.numeric(values), target, isNumber: false) }

    @Test func numbersTellWhereEachClassHasAStretch() {
        let target = classes(5, of: 10)
        #expect(tells((0..<10).map { Double($0) }, target) && tells((0..<10).map { Double(-$0) }, target))
        #expect(tells([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], target))
        // The same number in both, or a stretch that is cut in two.
        #expect(!tells([0, 1, 2, 3, 4, 4, 5, 6, 7, 8], target) && !tells([0, 1, 2, 3, 9, 4, 5, 6, 7, 8], target))
        let three = text([0, 0, 0, 1, 1, 1, 2, 2, 2])
        #expect(tells([7, 8, 9, 1, 2, 3, 4, 5, 6], three) && !tells([7, 8, 9, 1, 2, 6, 4, 5, 3], three))
    }

    /// A tenth of the rows may be without one.
    @Test func fewNumbersMayBeMissing() {
        let target = classes(10, of: 20)
        func values(missing: Int) -> [Double] { (0..<20).map { $0 < missing ? .nan : Double($0) } }
        #expect(tells(values(missing: 2), target) && !tells(values(missing: 3), target))
        // All that is left is of one class.
        #expect(!tells([.nan, 1], classes(1, of: 2)) && !tells([1, 2], classes(2, of: 2)))
    }

    /// A text that stands in five rows on average is no name of a row.
    @Test func textsTellWhereEachIsOfOneClass() {
        func tells(_ codes: [Int], _ target: Column) -> Bool { LeakCheck.tells(text(codes), target, isNumber: false) }
        let target = classes(5, of: 10)
        #expect(tells([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], target) && !tells([0, 0, 0, 0, 1, 1, 1, 1, 1, 1], target))
        #expect(!tells([0, 0, 0, 0, 1, 2, 2, 2, 2, 2], target) && !tells([0, 0, 0, 0, 0, 1, 1, 1, 1], classes(5, of: 9)))
        #expect(tells((0..<15).map { $0 / 5 }, classes(5, of: 15)) && !tells((0..<14).map { $0 / 5 }, classes(5, of: 14)))
    }

    /// Of at least fifty rows, nine of ten of which have both.
    @Test func aNumberTellsANumberItGoesAlongWith() {
        func tells(_ rows: Int, missing: Int = 0, noise: Double = 0, slope: Double = -3) -> Bool {
            let wanted = (0..<rows).map { Double($0) }
            let values = wanted.map { Int($0) < missing ? .nan : $0 * slope + 7 + (Int($0) % 2 == 0 ? noise : -noise) }
            return LeakCheck.tells(.numeric(values), .numeric(wanted), isNumber: true)
        }
        #expect(tells(50) && !tells(49) && tells(60, missing: 6) && !tells(60, missing: 7) && !tells(54, missing: 5))
        #expect(tells(100, slope: 0.5) && !tells(100, slope: 0))
        #expect(tells(100, noise: 0.38) && !tells(100, noise: 0.39))
        #expect(!LeakCheck.tells(text([0, 1]), .numeric([0, 1]), isNumber: true))
    }
}
