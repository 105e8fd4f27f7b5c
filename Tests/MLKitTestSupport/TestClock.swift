internal import Synchronization

/// A clock that moves only when told, in nanoseconds since 1970.
public final class TestClock: Sendable {
    private let time: Mutex<Int>

    public init(seconds: Int = 1_000_000) {
        time = Mutex(seconds * 1_000_000_000)
    }

    public var now: @Sendable () -> Int {
        { [self] in time.withLock { $0 } }
    }

    public func advance(seconds: Int) {
        time.withLock { $0 += seconds * 1_000_000_000 }
    }
}
