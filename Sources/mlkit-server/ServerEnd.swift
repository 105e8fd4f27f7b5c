internal import Glibc
internal import MLKitServing
internal import Synchronization

/// The end of a server: it is stopped on another thread, so that the process can end whatever that thread has to wait for.
final class ServerEnd: Sendable {
    private let unfinished = Mutex<[String]?>(nil)
    private let seconds: Double

    /// Begins to stop the server.
    ///
    /// - Parameter seconds: that requests in flight have.
    init(of server: HTTPServer, within seconds: Double) {
        self.seconds = seconds
        DetachedThread.start { [self] in
            let requests = server.stop(within: seconds)
            unfinished.withLock { $0 = requests }
        }
    }

    /// Waits until the server has stopped, a little longer than requests have at most.
    ///
    /// - Returns: what is still under way.
    func wait() -> [String] {
        var rest = Int((seconds + 2) * 200)
        while rest > 0 {
            if let requests = unfinished.withLock({ $0 }) { return requests }
            usleep(5000)
            rest -= 1
        }
        return ["a request that the thread of its connection answers itself"]
    }
}
