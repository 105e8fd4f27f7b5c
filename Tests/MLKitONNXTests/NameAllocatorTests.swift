import Testing

@testable import MLKitONNX

/// Short names in their order.
@Suite struct NameAllocatorTests {
    @Test func lettersThenPairsThenMore() {
        var names = NameAllocator(taken: [])
        let all = (0..<(52 + 52 * 52 + 2)).map { _ in names.allocate() }
        #expect(Set(all).count == all.count)
        #expect([0, 25, 26, 51, 52, 53, 103, 104].map { all[$0] } == ["a", "z", "A", "Z", "aa", "ba", "Za", "ab"])
        #expect(all.suffix(3) == ["ZZ", "aaa", "baa"])
    }

    @Test func takenOnesAreLeftOut() {
        var names = NameAllocator(taken: ["a", "c", "aa"])
        #expect((0..<3).map { _ in names.allocate() } == ["b", "d", "e"])
    }
}
