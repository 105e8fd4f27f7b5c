import Testing

@testable import MLKitTables

/// Columns that give the target away by whether they have a value.
@Suite struct PresenceLeakTests {
    /// A hundred rows, of which so many are of the class 1.
    private func leak(ones: Int, rows: Int = 100, filled: (Int) -> Bool) -> PresenceLeak? {
        PresenceLeak(.numeric((0..<rows).map { filled($0) ? 1 : .nan }), classes: (0..<rows).map { $0 < ones ? 1 : 0 })
    }

    @Test func valuesInOneClassAlone() {
        let found = leak(ones: 50) { $0 < 40 }
        #expect(found?.isFilled == true && found?.rows == 40 && found?.isNought == false)
        #expect(leak(ones: 50) { $0 < 40 || $0 == 99 } == nil)
    }

    @Test func noValuesInOneClassAlone() {
        let found = leak(ones: 50) { $0 < 55 }
        #expect(found?.isFilled == false && found?.rows == 45 && found?.isNought == true)
    }

    /// Few rows, or a class that nearly all rows are of, may come so by chance.
    @Test func whatMayBeChance() {
        #expect(leak(ones: 50) { $0 < 29 } == nil && leak(ones: 50) { $0 < 30 } != nil)
        #expect(leak(ones: 95) { $0 < 60 } == nil && leak(ones: 10) { $0 < 10 } == nil)
        #expect(leak(ones: 50) { _ in true } == nil && leak(ones: 50) { _ in false } == nil)
    }

    @Test func textsAreMissingToo() {
        let texts = TextColumn(categories: ["a", "b"], codes: (0..<100).map { $0 < 40 ? Int32($0 % 2) : -1 })
        #expect(PresenceLeak(.text(texts), classes: (0..<100).map { $0 < 50 ? 1 : 0 })?.rows == 40)
    }
}
