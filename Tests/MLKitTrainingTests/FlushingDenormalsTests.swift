import Testing

@testable import MLKitTraining

@Suite struct FlushingDenormalsTests {
    /// What a compiler cannot work out before.
    private func product(_ values: [Float]) -> Float { values.reduce(1, *) }

    @Test func numbersBelowTheSmallestWholeOneAreNought() throws {
        let factors: [Float] = [1e-20, 1e-20]
        #expect(product(factors) > 0)
        #expect(flushingDenormals { product(factors) } == 0)
        #expect(flushingDenormals { product([Float.leastNonzeroMagnitude, 1e30]) } == 0)
        #expect(flushingDenormals { product([1e-20, 1e-10]) } > 0)
        #expect(product(factors) > 0)
        struct Stop: Error {}
        #expect(throws: Stop.self) { try flushingDenormals { throw Stop() } }
        #expect(product(factors) > 0)
    }
}
