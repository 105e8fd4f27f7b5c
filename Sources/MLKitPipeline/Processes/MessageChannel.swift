internal import Glibc
internal import MLKitCore
internal import Synchronization

/// One end of a socket that carries JSON values, each behind its length in four bytes, lowest first.
final class MessageChannel: Sendable {
    let descriptor: Int32
    /// Messages of several threads must not run into each other.
    private let sending = Mutex(())

    /// - Parameter descriptor: closed with its owner.
    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Two ends that are joined, neither of which a child process inherits.
    static func pair() throws -> (MessageChannel, MessageChannel) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0, &ends) == 0 else {
            throw Failure("cannot make a socket", notes: [String(cString: strerror(errno))])
        }
        return (MessageChannel(descriptor: ends[0]), MessageChannel(descriptor: ends[1]))
    }

    /// Whether the message could be handed over; not if the other end is gone.
    @discardableResult
    func send(_ message: JSON) -> Bool {
        let text = Array(message.compact.utf8)
        let length = withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) }
        return sending.withLock { _ in (length + text).withUnsafeBytes { sendAll($0) } }
    }

    private func sendAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.send(
                descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// The next message, waiting for it; `nil` when the other end is gone.
    func receive() -> JSON? {
        guard let head = receive(count: 4) else { return nil }
        let length = head.reversed().reduce(0) { $0 << 8 | Int($1) }
        return receive(count: length).flatMap { try? JSON(parsing: $0) }
    }

    private func receive(count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress.map { $0 + done }, count - done, 0)
            }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return nil }
            done += got
        }
        return bytes
    }
}
