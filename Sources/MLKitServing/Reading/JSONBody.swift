/// Reads a request's body as JSON.
enum JSONBody {
    /// - Throws: `Refusal` with line and column for what is not JSON; what `read` throws.
    static func read<Value>(
        _ body: [UInt8], _ cancellation: Cancellation? = nil, _ read: (inout JSONScanner) throws -> Value
    ) throws -> Value {
        try body.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes, cancellation)
            // A byte order mark, which some editors write, may be read past (RFC 8259, section 8.1).
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.position = 3 }
            do {
                return try read(&scanner)
            } catch let problem as JSONScanner.Problem {
                let place = scanner.place(of: problem.position)
                throw Refusal(.badRequest, "the body is not JSON: line \(place.line), column \(place.column): \(problem.message)")
            }
        }
    }
}
