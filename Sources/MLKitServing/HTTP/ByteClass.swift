/// The classes of bytes that HTTP's grammar knows (RFC 9110, section 5.6; RFC 3986).
enum ByteClass {
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    /// Of the names of methods and fields.
    static func isToken(_ byte: UInt8) -> Bool { token[Int(byte)] }

    /// Of a target: visible ASCII without `#`, which starts a fragment, and what no address has.
    static func isTarget(_ byte: UInt8) -> Bool { target[Int(byte)] }

    /// Of the value of a field: no control characters but the tab.
    static func isFieldValue(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

    /// Of the name of a host with its port.
    static func isHost(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || "-._~!$&'()*+,;=:[]%".utf8.contains(byte) }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte & 0x0F }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : nil
    }

    private static let token: [Bool] = (0...255).map { byte in
        isDigit(byte) || isLetter(byte) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }

    private static let target: [Bool] = (0...255).map { byte in
        byte > 0x20 && byte < 0x7F && !"#\"<>\\^`{|}".utf8.contains(byte)
    }
}
