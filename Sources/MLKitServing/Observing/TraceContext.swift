/// W3C Trace Context (www.w3.org/TR/trace-context), as far as a server that calls nobody needs it.
struct TraceContext: Hashable {
    /// 32 hexadecimal digits.
    let trace: String
    /// The caller's span, 16 digits.
    let parent: String

    /// - Returns: `nil` for a field that is not valid, which the specification has ignored.
    init?(_ traceparent: String) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts[0..<4].allSatisfy(
                { $0.utf8.allSatisfy { ByteClass.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) } }),
            parts[1].contains(where: { $0 != "0" }), parts[2].contains(where: { $0 != "0" })
        else { return nil }
        trace = String(parts[1])
        parent = String(parts[2])
    }
}
