/// Reads a request's body as JSON.
enum JSONBody {
    /// - Throws: `Refusal` with line and column for what is not JSON; what `read` throws.
    static func read<Value>(
        _ body: [UInt8], _ cancellation: Cancellation? = nil, _ read: (inout JSONScanner) throws -> Value
    ) throws -> Value {
        try body.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes, cancellation)
            do {
                return try read(&scanner)
            } catch let problem as JSONScanner.Problem {
                let place = scanner.place(of: problem.position)
                throw Refusal(.badRequest, "the body is not JSON: line \(place.line), column \(place.column): \(problem.message)")
            }
        }
    }
}
