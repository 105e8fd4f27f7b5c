internal import Glibc

/// Walks over CSV as DuckDB writes it with `FORCE_QUOTE *`: every value in double quotes, `""` for a quote
/// inside, nothing at all for NULL, `,` between values and a newline after each row.
struct CSVCursor {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var unescaped: [UInt8] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// Hands over the next value, `nil` for NULL, and steps past the comma or newline after it.
    ///
    /// The byte behind the value is never a digit or letter, so number parsers may run up to it.
    mutating func next<Value>(_ body: (UnsafeBufferPointer<UInt8>?) -> Value) -> Value {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            position += 1
            return body(nil)
        }
        let start = position + 1
        let end = quote(from: start)
        if end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "\"") { return escaped(from: start, body) }
        position = end + 2
        return body(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }

    private mutating func escaped<Value>(
        from start: Int, _ body: (UnsafeBufferPointer<UInt8>?) -> Value
    ) -> Value {
        unescaped.removeAll(keepingCapacity: true)
        var start = start
        while true {
            let end = quote(from: start)
            unescaped.append(contentsOf: bytes[start..<end])
            start = end + 2
            guard end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "\"") else { break }
            unescaped.append(UInt8(ascii: "\""))
        }
        position = start
        return unescaped.withUnsafeBufferPointer(body)
    }

    /// The next quote at or after `start`, or the end.
    private func quote(from start: Int) -> Int {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(UInt8(ascii: "\"")), bytes.count - start)
        else { return bytes.count }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
