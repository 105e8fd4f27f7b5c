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

    /// Of the name of a host.
    static func isHost(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || "-._~!$&'()*+,;=%".utf8.contains(byte) }

    /// A host with its port or without: a name, or an address of IPv6 in brackets (RFC 3986, section 3.2.2).
    static func isAuthority(_ text: some StringProtocol) -> Bool {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = rest[rest.index(after: rest.startIndex)..<end]
            guard !address.isEmpty, address.allSatisfy({ isHost($0) || $0 == UInt8(ascii: ":") }) else { return false }
            rest = rest[rest.index(after: end)...]
        } else {
            rest = rest.drop(while: isHost)
        }
        return rest.isEmpty || (rest.first == UInt8(ascii: ":") && rest.dropFirst().allSatisfy(isDigit))
    }

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
