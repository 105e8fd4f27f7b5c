/// The header fields that the server looks at; all others are read past.
public enum HeaderName: String, CaseIterable, Sendable {
    case accept
    case acceptEncoding = "accept-encoding"
    case authorization
    case connection
    case contentEncoding = "content-encoding"
    case contentLength = "content-length"
    case contentType = "content-type"
    case expect
    /// What proxies add, of whom they speak for.
    case forwarded
    case forwardedFor = "x-forwarded-for"
    case host
    /// The page that a browser's request comes from, and how it is related to this server.
    case origin
    case realIP = "x-real-ip"
    case fetchSite = "sec-fetch-site"
    case inferenceHeaderLength = "inference-header-content-length"
    case requestID = "x-request-id"
    case traceparent
    case transferEncoding = "transfer-encoding"
    case via

    /// The name in any mixture of capitals and small letters; `nil` for one that is not looked at.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count < Self.byLength.count else { return nil }
        for known in Self.byLength[bytes.count] where Self.isSame(bytes, known.bytes) {
            self = known.name
            return
        }
        return nil
    }

    private static func isSame(_ bytes: UnsafeRawBufferPointer, _ lowercase: [UInt8]) -> Bool {
        for index in 0..<lowercase.count {
            let byte = bytes[index]
            let isCapital = byte &- UInt8(ascii: "A") < 26
            if (isCapital ? byte | 0x20 : byte) != lowercase[index] { return false }
        }
        return true
    }

    private static let byLength: [[(bytes: [UInt8], name: HeaderName)]] = {
        let known = allCases.map { (bytes: Array($0.rawValue.utf8), name: $0) }
        let longest = known.map(\.bytes.count).max() ?? 0
        return (0...longest).map { length in known.filter { $0.bytes.count == length } }
    }()
}

/// Header fields of a request, of those that the server looks at, in the order they came.
public struct HeaderFields: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var name: HeaderName
        var value: String
    }

    private var entries: [Entry] = []

    public init(_ fields: KeyValuePairs<HeaderName, String> = [:]) {
        for (name, value) in fields { append(name, value) }
    }

    mutating func append(_ name: HeaderName, _ value: String) { entries.append(Entry(name: name, value: value)) }

    /// The first value of a name.
    public subscript(name: HeaderName) -> String? {
        for entry in entries where entry.name == name { return entry.value }
        return nil
    }

    func contains(_ name: HeaderName) -> Bool { self[name] != nil }

    /// All values of a name.
    func values(_ name: HeaderName) -> [String] {
        entries.compactMap { $0.name == name ? $0.value : nil }
    }

    /// The members of a field that is a list (RFC 9110, section 5.6.1), in small letters.
    func list(_ name: HeaderName) -> [Substring] {
        guard contains(name) else { return [] }
        return values(name).joined(separator: ",").lowercased().split(separator: ",").compactMap { member in
            let trimmed = member.trimmingSpaces
            return trimmed.isEmpty ? nil : trimmed
        }
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    var trimmingSpaces: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
