import MLKitReports
import MLKitStagesTestSupport
import MLKitTestSupport
import Testing

@testable import MLKitTables

/// Columns that give the target away in nearly all rows.
@Suite("Data stage: near leaks") struct NearLeakTests {
    private func warnings(_ header: String, rows: Int = 1000, _ row: (Int) -> String) async throws -> [String] {
        let text = header + "\n" + (0..<rows).map { row($0) + "\n" }.joined()
        return try await DataFixture().run(text).warnings.filter { $0.contains("alone tells") }
    }

    private static let hint = ": if it is known only after the target, add it to `clean.drop`"

    @Test func aStateThatIsSetOnceTheOutcomeIsKnownIsNamed() async throws {
        let told = try await warnings("x,state,label") { row in
            let isBad = row % 4 == 0
            return "\(Double(row * 7919 % 997) / 10),\(isBad != (row % 200 == 7) ? "closed" : "open"),\(isBad ? "bad" : "good")"
        }
        #expect(told == ["the column `state` alone tells the target `label` in 995 of 1000 rows looked at" + Self.hint])
    }

    @Test func anAmountInAnotherCurrencyIsNamed() async throws {
        let told = try await warnings("x,usd,label") { row in
            let price = Double(row * 7919 % 9973) / 10 + 5
            return "\(row * 31 % 77),\(price * (1.08 + Double(row % 5 - 2) / 200)),\(price)"
        }
        #expect(told.count == 1
            && told[0].hasPrefix("the column `usd` alone tells the target `label` nearly: R² of a straight line is 0.999"), "\(told)")
    }

    /// Where other columns come near too, the task is an easy one.
    @Test func anEasyTaskHasNoLeak() async throws {
        let told = try await warnings("x,state,label") { row in
            let isBad = row % 4 == 0
            return "\(isBad != (row % 100 == 3 || row % 100 == 8) ? 5 : row % 3),\(isBad != (row % 200 == 7) ? "closed" : "open"),"
                + "\(isBad ? "bad" : "good")"
        }
        #expect(told.isEmpty)
    }

    @Test func strengthIsWhatIsToldOfWhatThereIsToTell() {
        let classes = (0..<400).map { $0 % 4 == 0 ? 1 : 0 }
        func near(_ errors: Int) -> NearLeak? {
            NearLeak(.numeric(classes.enumerated().map { $0 < errors ? Double(1 - $1) : Double($1) }), classes: classes)
        }
        #expect(near(0)?.strength == 1 && near(5)?.strength == 0.95 && near(5)?.isClose == true && near(6)?.isClose == false)
        #expect(near(10)?.isFar == false && near(11)?.isFar == true)
        // Nineteen rows of the other class are too few.
        func rare(_ count: Int) -> NearLeak? {
            let classes = (0..<400).map { $0 < count ? 1 : 0 }
            return NearLeak(.numeric(classes.map(Double.init)), classes: classes)
        }
        #expect(rare(19) == nil && rare(20)?.strength == 1)
        // A text for every row tells it by heart.
        let texts = TextColumn(categories: (0..<400).map { "t\($0)" }, codes: (0..<400).map { Int32($0) })
        #expect(NearLeak(.text(texts), classes: classes) == nil)
    }
}
