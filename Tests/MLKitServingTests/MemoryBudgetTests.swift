import Testing

@testable import MLKitServing

/// Bytes that all requests share, to the last one.
@Suite struct MemoryBudgetTests {
    @Test func allOfItCanBeTaken() {
        let budget = MemoryBudget(limit: 10)
        #expect(budget.take(4) && budget.take(6) && budget.used == 10)
        #expect(!budget.take(1) && budget.used == 10)
        budget.giveBack(1)
        #expect(!budget.take(2) && budget.take(1) && budget.used == 10)
    }

    @Test func nothingIsAlwaysThere() {
        let budget = MemoryBudget(limit: 1)
        #expect(budget.take(1) && budget.take(0) && budget.take(-5) && budget.used == 1)
        budget.giveBack(0)
        budget.giveBack(-5)
        #expect(budget.used == 1)
    }

    /// What fits an idle server may come again.
    @Test(arguments: [(10, 503), (11, 413)]) func whatNeverFitsIsTooLarge(bytes: Int, status: Int) {
        #expect(MemoryBudget(limit: 10).refusal(of: bytes).status.rawValue == status)
    }
}
