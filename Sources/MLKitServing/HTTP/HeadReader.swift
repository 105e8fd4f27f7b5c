internal import Glibc
internal import MLKitCore
internal import NIOCore

/// Reads request line and header fields, line by line as they arrive.
///
/// Strict where RFC 9112 leaves a choice: a line ends with CR LF, a field is one line, and there is no space before
/// its colon. What different readers understand differently has been used to smuggle requests past proxies.
struct HeadReader {
    private let limits: ServerLimits
    private var line: RequestLine?
    private var fields = HeaderFields()
    private var fieldCount = 0
    /// Bytes of an unfinished line that have been searched for its end.
    private var searched = 0
    /// Empty lines before the request line, of which RFC 9112, section 2.2 wants one read past.
    private var emptyLines = 0

    init(limits: ServerLimits) {
        self.limits = limits
    }

    /// Whether the request line has been read.
    var hasBegun: Bool { line != nil }

    /// Takes the lines that have arrived.
    ///
    /// - Returns: the head when it is whole, else `nil`.
    /// - Throws: `Refusal` as soon as it cannot become a request.
    mutating func read(_ buffer: inout ByteBuffer) throws -> RequestHead? {
        while let end = try endOfLine(buffer) {
            let head = try buffer.withUnsafeReadableBytes { bytes in
                try take(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
            }
            buffer.moveReaderIndex(forwardBy: end + 2)
            searched = 0
            if let head {
                self = HeadReader(limits: limits)
                return head
            }
        }
        return nil
    }

    /// The length of the next line without its end, `nil` if it has not all arrived.
    private mutating func endOfLine(_ buffer: ByteBuffer) throws -> Int? {
        let end: Int? = buffer.withUnsafeReadableBytes { bytes in
            guard searched < bytes.count, let base = bytes.baseAddress else { return nil }
            return memchr(base + searched, 0x0A, bytes.count - searched).map { UnsafeRawPointer($0) - base }
        }
        if (end ?? buffer.readableBytes) > limits.headerField + 1 { throw tooLong }
        guard let end else {
            searched = buffer.readableBytes
            return nil
        }
        guard end > 0, buffer.getInteger(at: buffer.readerIndex + end - 1, as: UInt8.self) == 0x0D else {
            throw Refusal(.badRequest, "a line of the head does not end with CR LF")
        }
        return end - 1
    }

    private var tooLong: Refusal {
        line == nil
            ? Refusal(.targetTooLong, "the request line is longer than \(limits.headerField) bytes")
            : Refusal(.headersTooLarge, "a header field is longer than \(limits.headerField) bytes")
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) throws -> RequestHead? {
        guard let line else {
            if bytes.isEmpty, emptyLines < 4 {
                emptyLines += 1
                return nil
            }
            self.line = try RequestLine(bytes)
            return nil
        }
        if bytes.isEmpty { return try RequestHead(line: line, fields: fields) }
        fieldCount += 1
        guard fieldCount <= limits.headerFields else {
            throw Refusal(.headersTooLarge, "there are more than \(limits.headerFields) header fields")
        }
        try takeField(bytes)
        return nil
    }

    private mutating func takeField(_ bytes: UnsafeRawBufferPointer) throws {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, bytes[..<colon].allSatisfy(ByteClass.isToken) else {
            throw Refusal(.badRequest, "a line of the head is not `Name: value`")
        }
        guard bytes[(colon + 1)...].allSatisfy(ByteClass.isFieldValue) else {
            throw Refusal(.badRequest, "a header field has a control character")
        }
        guard let name = HeaderName(UnsafeRawBufferPointer(rebasing: bytes[..<colon])) else { return }
        var (start, end) = (colon + 1, bytes.count)
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        fields.append(name, String(decoding: bytes[start..<end], as: UTF8.self))
    }
}
