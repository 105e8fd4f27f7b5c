internal import NIOCore

extension Response {
    /// What the connection adds to a response.
    struct Envelope {
        /// False for the answer to HEAD, which keeps the length but leaves the body out.
        var withBody: Bool
        /// What is said of the connection: `close`, `keep-alive` for HTTP/1.0, or nothing.
        var connection: String?
        /// The time, as RFC 9110, section 5.6.7 writes it.
        var date: String
        var requestID: String?
    }

    /// Appends the response as HTTP/1.1 text (RFC 9112). Written here rather than by NIO's encoder, which would
    /// build and frame a header dictionary for a few fields that are known beforehand.
    func write(to buffer: inout ByteBuffer, _ envelope: Envelope) {
        buffer.writeString("HTTP/1.1 ")
        buffer.writeString(String(status.rawValue))
        buffer.writeString(" ")
        buffer.writeString(status.reason)
        buffer.writeString("\r\ndate: ")
        buffer.writeString(envelope.date)
        if status != .noContent {
            buffer.writeString("\r\ncontent-type: ")
            buffer.writeString(contentType.rawValue)
            buffer.writeString("\r\ncontent-length: ")
            buffer.writeString(String(body.count))
        }
        if !allow.isEmpty { write("allow", allow.joined(separator: ", "), to: &buffer) }
        for field in fields { write(field.name, field.value, to: &buffer) }
        if let id = envelope.requestID { write(HeaderName.requestID.rawValue, id, to: &buffer) }
        if let connection = envelope.connection { write("connection", connection, to: &buffer) }
        buffer.writeString("\r\n\r\n")
        if envelope.withBody { buffer.writeBytes(body) }
    }

    private func write(_ name: String, _ value: String, to buffer: inout ByteBuffer) {
        buffer.writeString("\r\n")
        buffer.writeString(name)
        buffer.writeString(": ")
        buffer.writeString(value)
    }
}
