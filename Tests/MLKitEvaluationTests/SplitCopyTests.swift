import MLKitTables
import Testing

@testable import MLKitEvaluation

/// From how many rows on a split is a copy of another.
@Suite struct SplitCopyTests {
    private func table(_ values: some Sequence<Int>) -> Table {
        let numbers = values.map { Double($0) }
        return Table(columns: [.init(name: "x", values: .numeric(numbers))], rowCount: numbers.count)
    }

    private func isCopy(_ valid: some Sequence<Int>, _ test: some Sequence<Int>) -> Bool {
        do {
            try SplitCopy.check(table(valid), table(test))
            return false
        } catch { return true }
    }

    @Test func fewerThanTenRowsMayBeTheSameByChance() {
        #expect(isCopy(0..<10, 0..<40) && !isCopy(0..<9, 0..<40))
        #expect(isCopy(0..<40, 0..<10) && !isCopy(0..<40, 0..<9))
    }

    @Test func ofFewRowsAllAreShared() {
        #expect(!isCopy(0..<10, 1..<40) && isCopy(0..<99, 0..<200) && !isCopy(0..<99, 1..<200))
    }

    @Test func ofManyRowsHalfAreEnough() {
        #expect(isCopy(0..<100, 50..<200) && !isCopy(0..<100, 51..<200))
        // With one of a hundred repeated it still is, with two it is not.
        #expect(isCopy([1] + Array(1..<100), 50..<200) && !isCopy([1, 2] + Array(1..<99), 50..<200))
    }

    /// One of ten rows may repeat.
    @Test func rowsThatRepeatTellNothing() {
        #expect(isCopy([1] + Array(1..<10), [1] + Array(1..<30)) && !isCopy([1, 2] + Array(1..<9), [1, 2] + Array(1..<30)))
        // Each row of the other split counts once.
        #expect(!isCopy([1] + Array(1..<10), 1..<30))
    }

    @Test func missingValuesAreTheSame() {
        func split(_ shift: Double) -> Table {
            let texts = TextColumn(categories: ["a", "b"], codes: (0..<12).map { $0 % 4 == 3 ? -1 : Int32($0 % 2) })
            let numbers = (0..<12).map { $0 == 5 ? Double.nan : Double($0) + shift }
            return Table(columns: [.init(name: "x", values: .numeric(numbers)), .init(name: "t", values: .text(texts))], rowCount: 12)
        }
        #expect(throws: (any Error).self) { try SplitCopy.check(split(0), split(0)) }
        #expect(throws: Never.self) { try SplitCopy.check(split(0), split(0.5)) }
    }
}
