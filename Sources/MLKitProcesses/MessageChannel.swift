internal import Glibc
internal import MLKitCore
internal import Synchronization

/// One end of a socket that carries JSON values, each behind its length in four bytes, lowest first.
final class MessageChannel: Sendable {
    let descriptor: Int32
    /// What is to be sent. Messages of several threads must not run into each other.
    private let unsent = Mutex<[UInt8]>([])
    /// What came, and was not asked for yet.
    private let received = Mutex<[UInt8]>([])

    /// Bytes of a message's length.
    private static let head = 4

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

    /// Sends a message. Where the other end is slow to take it, this waits, or leaves the rest for `flush`.
    func send(_ message: JSON, waits: Bool = true) {
        let text = Array(message.compact.utf8)
        let length = withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) }
        unsent.withLock { bytes in
            bytes += length
            bytes += text
            flush(&bytes, waits: waits)
        }
    }

    /// Whether something was left for `flush`.
    var hasUnsent: Bool { unsent.withLock { !$0.isEmpty } }

    /// Sends what can be sent without waiting.
    func flush() { unsent.withLock { flush(&$0, waits: false) } }

    /// What cannot be sent since the other end is gone is dropped.
    private func flush(_ bytes: inout [UInt8], waits: Bool) {
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        while !bytes.isEmpty {
            let count = Glibc.send(descriptor, bytes, bytes.count, flags)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return }
            bytes.removeFirst(count > 0 ? count : bytes.count)
        }
    }

    /// The next message, waiting for it; `nil` when the other end is gone.
    func receive() -> JSON? {
        received.withLock { bytes in
            while true {
                if let length = Self.wholeMessage(bytes) {
                    defer { bytes.removeFirst(Self.head + length) }
                    return try? JSON(parsing: Array(bytes[Self.head..<(Self.head + length)]))
                }
                guard fill(&bytes) else { return nil }
            }
        }
    }

    /// Whether a message is there that nobody has to wait for. The socket itself no longer tells of it.
    var hasNext: Bool { received.withLock { Self.wholeMessage($0) != nil } }

    /// The length of the first message, if all of it is there.
    private static func wholeMessage(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= head else { return nil }
        let length = bytes[..<head].reversed().reduce(0) { $0 << 8 | Int($1) }
        return bytes.count >= head + length ? length : nil
    }

    private func fill(_ bytes: inout [UInt8]) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            while true {
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                bytes += buffer[..<count]
                return true
            }
        }
    }
}
