import Glibc
import MLKitCore
import MLKitServing

/// A client that writes bytes to a socket as they are given, for what no well-behaved client would send.
final class Client {
    struct Answer: Hashable {
        var status: Int
        var headers: [String: String]
        var bytes: [UInt8]

        var body: String { String(decoding: bytes, as: UTF8.self) }
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    /// - Parameter receiveBuffer: bytes that the system takes before this client reads them; its own choice if `nil`.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size)) }
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard connected == 0 else { throw Failure("cannot connect to port \(port)") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// What the other side does not take any more is dropped.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends the bytes again and again as far as they are taken without waiting long.
    ///
    /// - Returns: how many were.
    func sendWhatIsTaken(_ bytes: [UInt8], rounds: Int) -> Int {
        var sent = 0
        for _ in 0..<rounds {
            let start = sent % bytes.count
            let count = bytes[start...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 { sent += count } else { usleep(2000) }
        }
        return sent
    }

    /// Says that nothing more is sent.
    func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

    func post(_ path: String, _ body: String, headers: String = "") {
        send("POST \(path) HTTP/1.1\r\nhost: localhost\r\ncontent-length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
    }

    /// The next answer, or `nil` if the connection ends before there is a whole one.
    func answer(withBody: Bool = true) -> Answer? {
        while true {
            if let answer = takeAnswer(withBody: withBody) { return answer }
            guard receive() else { return nil }
        }
    }

    /// Whether the other side ends the connection without sending more.
    func isEnded() -> Bool { received.isEmpty && !receive() }

    /// Whether the other side has ended the connection, whatever it sent before.
    var isCut: Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return count == 0 || errno != EAGAIN }
        }
    }

    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }

    private func takeAnswer(withBody: Bool) -> Answer? {
        let end = Array("\r\n\r\n".utf8)
        guard received.count >= 4, let split = (0...(received.count - 4)).first(where: { start in
            received[start] == end[0] && received[start..<(start + 4)] == end[...]
        }) else { return nil }
        let lines = String(decoding: received[..<split], as: UTF8.self).split(separator: "\r\n")
        var headers = [String: String]()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[String(parts[0])] = String(parts[1].drop { $0 == " " })
        }
        let length = withBody ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
        guard received.count >= split + 4 + length else { return nil }
        let bytes = Array(received[(split + 4)..<(split + 4 + length)])
        received.removeFirst(split + 4 + length)
        return Answer(status: Int(lines[0].split(separator: " ")[1]) ?? 0, headers: headers, bytes: bytes)
    }
}
