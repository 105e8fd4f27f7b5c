/// The first line of a request (RFC 9112, section 3).
struct RequestLine: Hashable {
    var method: String
    /// Path and query of the target; `*` of OPTIONS.
    var target: String
    /// HTTP/1.0.
    var isOld: Bool

    /// - Parameter line: Without its end.
    /// - Throws: `Refusal` for a line that is none, and for methods, targets and versions that are not known.
    init(_ line: UnsafeRawBufferPointer) throws {
        guard let first = line.firstIndex(of: 0x20), let last = line.lastIndex(of: 0x20), first > 0, last > first + 1 else {
            throw Refusal(.badRequest, "the request line is not `METHOD TARGET HTTP/1.1`")
        }
        let method = UnsafeRawBufferPointer(rebasing: line[..<first])
        let target = UnsafeRawBufferPointer(rebasing: line[(first + 1)..<last])
        guard method.allSatisfy(ByteClass.isToken) else { throw Refusal(.badRequest, "the method is not a word") }
        isOld = try Self.isOld(UnsafeRawBufferPointer(rebasing: line[(last + 1)...]))
        self.method = String(decoding: method.prefix(32), as: UTF8.self)
        guard Self.methods.contains(self.method) else {
            throw Refusal(.notImplemented, "the method `\(self.method)` is not known")
        }
        self.target = try Self.target(target, method: self.method)
    }

    /// Methods that RFCs name (9110, 5789 and the one of QUERY), but for CONNECT, which is for proxies and refused like an unknown one.
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "TRACE"]

    private static func isOld(_ version: UnsafeRawBufferPointer) throws -> Bool {
        guard version.count == 8, version.starts(with: "HTTP/".utf8), ByteClass.isDigit(version[5]),
            version[6] == UInt8(ascii: "."), ByteClass.isDigit(version[7])
        else { throw Refusal(.badRequest, "the request line is not `METHOD TARGET HTTP/1.1`") }
        guard version[5] == UInt8(ascii: "1") else { throw Refusal(.versionNotSupported, "the server speaks HTTP/1.1") }
        return version[7] == UInt8(ascii: "0")
    }

    /// RFC 9112, section 3.2: origin-form, absolute-form, and asterisk-form for OPTIONS.
    private static func target(_ bytes: UnsafeRawBufferPointer, method: String) throws -> String {
        guard bytes.allSatisfy(ByteClass.isTarget) else {
            throw Refusal(.badRequest, "the target has characters that must be percent-encoded")
        }
        try checkPercents(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        if bytes.first == UInt8(ascii: "/") { return text }
        if text == "*", method == "OPTIONS" { return text }
        for scheme in ["http://", "https://"] where text.lowercased().hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            guard let first = rest.first, !"/?".contains(first) else { break }
            let end = rest.firstIndex { "/?".contains($0) } ?? rest.endIndex
            guard ByteClass.isAuthority(rest[..<end]) else { break }
            if end == rest.endIndex { return "/" }
            return rest[end] == "/" ? String(rest[end...]) : "/" + rest[end...]
        }
        throw Refusal(.badRequest, "the target is neither a path nor an address")
    }

    private static func checkPercents(_ bytes: UnsafeRawBufferPointer) throws {
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "%") {
            guard index + 2 < bytes.count, ByteClass.hexValue(bytes[index + 1]) != nil, ByteClass.hexValue(bytes[index + 2]) != nil
            else { throw Refusal(.badRequest, "the target has a `%` without two hexadecimal digits") }
        }
    }
}
