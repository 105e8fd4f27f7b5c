internal import NIOCore

extension Response {
    /// Appends the response as HTTP/1.1 text (RFC 9112). Written here rather than by NIO's encoder, which
    /// would build and frame a header dictionary for two headers that are known beforehand.
    ///
    /// - Parameters:
    ///   - withBody: false for the answer to HEAD, which keeps the length but leaves the body out.
    ///   - close: whether to say that the connection ends here.
    func write(to buffer: inout ByteBuffer, withBody: Bool, close: Bool) {
        buffer.writeString("HTTP/1.1 \(status.rawValue) \(status.reason)\r\n")
        buffer.writeString("content-type: application/json\r\ncontent-length: \(body.count)\r\n")
        if !allow.isEmpty { buffer.writeString("allow: \(allow.joined(separator: ", "))\r\n") }
        if close { buffer.writeString("connection: close\r\n") }
        buffer.writeString("\r\n")
        if withBody { buffer.writeBytes(body) }
    }
}
