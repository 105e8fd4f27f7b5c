import MLKitCore
import Testing

/// Work on threads of its own.
@Suite struct ParallelTests {
    @Test(arguments: [0, 1, 1000], [1, 4]) func whatIsGivenComesBackInOrder(count: Int, threads: Int) throws {
        #expect(try Parallel.map(count, threads: threads) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }

    @Test func anErrorIsThrown() {
        #expect(throws: Failure.self) {
            try Parallel.map(100, threads: 4) { if $0 == 50 { throw Failure("fifty") } }
        }
    }
}
