@testable import MLKitServing
import Testing

/// Which requests are counted, by how many are asked.
struct RowSamplerTests {
    /// How many of some requests in one second are counted.
    private func counted(_ sampler: inout RowSampler, _ requests: Int, rows: Int = 1, at second: Int) -> Int {
        (0..<requests).count { _ in sampler.takes(rows, at: second) }
    }

    @Test func allAreCountedUpToTheLimit() {
        var sampler = RowSampler(limit: 100)
        for second in 1...5 { #expect(counted(&sampler, 100, at: second) == 100) }
        // Less than twice the limit is one request for each still.
        #expect(counted(&sampler, 199, at: 6) == 199)
        #expect(counted(&sampler, 199, at: 7) == 199)
    }

    @Test func ofManySomeAreCounted() {
        var sampler = RowSampler(limit: 100)
        #expect(counted(&sampler, 2000, at: 1) == 2000)
        // One in twenty, drawn: over fifty seconds 5,000 of 100,000, drawn evenly between none and 38 left out.
        let all = (2...51).map { counted(&sampler, 2000, at: $0) }.reduce(0, +)
        #expect((4700...5300).contains(all), "\(all)")
        // Requests of many rows count as such: twenty of a hundred are as many.
        let large = (52...151).map { counted(&sampler, 20, rows: 100, at: $0) }.dropFirst().reduce(0, +)
        #expect((50...160).contains(large), "\(large)")
    }

    @Test func aClientThatGoesRoundIsCountedAtEachPlace() {
        var sampler = RowSampler(limit: 10)
        var seen = Set<Int>()
        for second in 1...50 {
            for place in 0..<50 where sampler.takes(1, at: second) && second > 1 { seen.insert(place % 5) }
        }
        #expect(seen == [0, 1, 2, 3, 4])
    }

    @Test func quietAgainAllAreCounted() {
        var sampler = RowSampler(limit: 10)
        _ = counted(&sampler, 1000, at: 1)
        _ = counted(&sampler, 5, at: 2)
        #expect(counted(&sampler, 10, at: 3) == 10)
    }
}
