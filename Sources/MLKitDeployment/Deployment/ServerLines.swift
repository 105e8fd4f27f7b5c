internal import Subprocess

/// What a server writes to its standard output.
struct ServerLines {
    private var iterator: SubprocessOutputSequence.Iterator

    init(_ output: SubprocessOutputSequence) {
        iterator = output.makeAsyncIterator()
    }

    /// The address of the line `listening on http://HOST:PORT`, or `nil` if the output ends before it.
    mutating func address() async -> String? {
        var bytes = [UInt8]()
        while let buffer = try? await iterator.next() {
            buffer.withUnsafeBytes { bytes.append(contentsOf: $0) }
            guard bytes.contains(UInt8(ascii: "\n")) else { continue }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            if let line = lines.first(where: { $0.hasPrefix("listening on ") }) {
                return String(line.dropFirst("listening on ".count))
            }
        }
        return nil
    }

    /// Waits for the output to end, which it does when the server does.
    mutating func drain() async {
        while (try? await iterator.next()) != nil {}
    }
}
