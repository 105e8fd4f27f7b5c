internal import Glibc
internal import MLKitCore
internal import NIOPosix
internal import Synchronization

/// One line of JSON for each answer, handed to a thread that writes them, so that no request waits for a disk.
///
/// ```
/// {"time":"2026-01-31T12:00:00Z","id":"…","method":"POST","path":"/predict","status":200,"ms":0.412,"received":250,"sent":310}
/// ```
///
/// `trace` and `parent` follow where the client sent a valid `traceparent`, `cause` where the server failed.
public final class AccessLog: Sendable {
    private let state = Mutex([UInt8]())
    private let writer: @Sendable ([UInt8]) -> Void
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let dropped: @Sendable () -> Void

    /// Bytes that may wait to be written; lines beyond are dropped and counted.
    private static let limit = 1 << 20

    /// - Parameters:
    ///   - dropped: called for each line that is dropped.
    ///   - write: takes whole lines; called from one thread, and may be slow.
    init(dropped: @escaping @Sendable () -> Void, write: @escaping @Sendable ([UInt8]) -> Void) {
        self.dropped = dropped
        writer = write
        pool.start()
    }

    func add(_ line: [UInt8]) {
        let isFirst: Bool? = state.withLock { waiting in
            guard waiting.count < Self.limit else { return nil }
            waiting += line
            return waiting.count == line.count
        }
        guard let isFirst else { return dropped() }
        // The first line calls the writer, which takes all that has gathered until it comes.
        if isFirst { pool.submit { [self] _ in writeAll() } }
    }

    private func writeAll() {
        usleep(20_000)
        let lines = state.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        if !lines.isEmpty { writer(lines) }
    }

    /// Writes what waits, and ends.
    func stop() {
        try? pool.syncShutdownGracefully()
        writeAll()
    }
}
