/// Addresses of evidence in the web, which are recorded and never fetched.
enum WebAddress {
    private static let schemes = ["https://", "http://"]
    /// Longer ones are not understood by every server.
    private static let longest = 2000

    /// Whether a text is meant as an address.
    static func isMeant(_ text: String) -> Bool { text.contains("://") }

    /// Why an address cannot be recorded, as the end of a sentence; `nil` if it can.
    static func problem(_ text: String) -> String? {
        guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) }) else {
            return "does not begin with https:// or http://"
        }
        let rest = text.unicodeScalars.dropFirst(scheme.unicodeScalars.count)
        let host = rest.prefix { !"/?#".unicodeScalars.contains($0) }
        if host.isEmpty { return "names no server" }
        if host.contains("@") { return "has a name or password in it, which would be in git for good" }
        if text.utf8.count > longest { return "is longer than \(longest) bytes" }
        let isBare = rest.allSatisfy {
            !$0.properties.isWhitespace && $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value)
        }
        return isBare ? nil : "has blanks in it"
    }
}
