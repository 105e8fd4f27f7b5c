/// Percent-encoding of paths (RFC 3986, section 2.1).
enum PercentEncoding {
    /// A name as one part of a path.
    static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            let isPlain = ByteClass.isDigit(byte) || ByteClass.isLetter(byte) || "-._~".utf8.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    /// - Returns: `nil` for what is not encoded UTF-8.
    static func decoded(_ part: Substring) -> String? {
        guard part.utf8.contains(UInt8(ascii: "%")) else { return String(part) }
        var bytes = [UInt8]()
        var rest = Array(part.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(ByteClass.hexValue), let low = rest.popFirst().flatMap(ByteClass.hexValue)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
