internal import Glibc
internal import Synchronization

/// Looks at something twice a second, and at once when it is asked to, on a thread of its own: what reads files may take long or
/// never come back, and meanwhile signals are heeded.
final class Follower: Sendable {
    private let atWork = Atomic(false)
    /// The ends of a pipe: where it is asked, and where it hears of that.
    private let ends: (hears: Int32, asks: Int32)

    /// - Parameters:
    ///   - begin: called once, on that thread.
    ///   - look: told whether it was asked to.
    init(begin: @escaping @Sendable () -> Void = {}, _ look: @escaping @Sendable (_ isAsked: Bool) -> Void) {
        var pair: [Int32] = [-1, -1]
        // Where there is no pipe to be had, it looks twice a second all the same.
        if pipe(&pair) != 0 { pair = [-1, -1] }
        ends = (pair[0], pair[1])
        // Whoever asks does not wait, also where it has been asked more often than it looks.
        _ = fcntl(ends.asks, F_SETFL, O_NONBLOCK)
        DetachedThread.start { [self] in
            begin()
            while true {
                let isAsked = waitToBeAsked()
                atWork.store(true, ordering: .sequentiallyConsistent)
                look(isAsked)
                atWork.store(false, ordering: .sequentiallyConsistent)
            }
        }
    }

    /// Whether it still looks, and will not have done so in a moment.
    var isAtWork: Bool {
        for _ in 0..<20 {
            guard atWork.load(ordering: .sequentiallyConsistent) else { return false }
            usleep(5000)
        }
        return true
    }

    func ask() {
        var byte: UInt8 = 0
        _ = write(ends.asks, &byte, 1)
    }

    private func waitToBeAsked() -> Bool {
        var descriptor = pollfd(fd: ends.hears, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, 500) > 0 else { return false }
        var byte: UInt8 = 0
        return read(ends.hears, &byte, 1) == 1
    }
}
