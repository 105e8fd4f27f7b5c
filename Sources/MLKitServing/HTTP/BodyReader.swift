internal import MLKitCore
internal import NIOCore

/// Reads a request's body, of a length that is known or in chunks (RFC 9112, section 7.1).
struct BodyReader {
    private enum State {
        /// Bytes that are still to come.
        case data(Int)
        case chunkSize
        case chunkData(Int)
        case chunkEnd
        /// Bytes of trailers that were read.
        case trailers(Int)
    }

    private let limit: Int
    /// Bytes that the body has in all, as far as is known.
    private let length: Int
    private var state: State
    private(set) var bytes: [UInt8] = []

    /// - Parameter limit: Bytes; a longer body is refused.
    /// - Throws: `Refusal` for one that says that it is longer.
    init(_ framing: RequestHead.Framing, limit: Int) throws {
        self.limit = limit
        switch framing {
        case .length(let length):
            guard length <= limit else { throw Self.tooLarge(limit) }
            self.length = length
            // What is only announced takes no memory.
            bytes.reserveCapacity(min(length, 1 << 16))
            state = .data(length)
        case .chunked:
            length = limit
            state = .chunkSize
        }
    }

    static func tooLarge(_ limit: Int) -> Refusal { Refusal(.contentTooLarge, "the body is larger than \(plural(limit, "byte"))") }

    /// Takes what has arrived.
    ///
    /// - Returns: whether the body is whole.
    /// - Throws: `Refusal` for chunks that are none, and a body that is too long.
    mutating func read(_ buffer: inout ByteBuffer) throws -> Bool {
        while true {
            switch state {
            case .data(let rest):
                let left = take(rest, &buffer)
                state = .data(left)
                return left == 0
            case .chunkData(let rest):
                let left = take(rest, &buffer)
                state = left == 0 ? .chunkEnd : .chunkData(left)
                if left > 0 { return false }
            case .chunkEnd:
                guard let end = buffer.readInteger(as: UInt16.self) else { return false }
                guard end == 0x0D0A else { throw Self.broken }
                state = .chunkSize
            case .chunkSize:
                guard let line = try line(&buffer, limit: 256) else { return false }
                state = try next(size: line)
            case .trailers(let count):
                guard let line = try line(&buffer, limit: 8192 - count) else { return false }
                if line.isEmpty { return true }
                guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(ByteClass.isToken),
                    line[colon...].allSatisfy(ByteClass.isFieldValue)
                else { throw Self.broken }
                state = .trailers(count + line.count + 2)
            }
        }
    }

    private mutating func take(_ rest: Int, _ buffer: inout ByteBuffer) -> Int {
        let count = min(rest, buffer.readableBytes)
        guard count > 0, let view = buffer.viewBytes(at: buffer.readerIndex, length: count) else { return rest }
        makeRoom(for: count)
        bytes.append(contentsOf: view)
        buffer.moveReaderIndex(forwardBy: count)
        return rest - count
    }

    /// In fewer steps than by doubling: each copies all there is, and meanwhile nobody else is answered.
    private mutating func makeRoom(for count: Int) {
        guard bytes.count + count > bytes.capacity else { return }
        bytes.reserveCapacity(max(min(bytes.count * 4, length), bytes.count + count))
    }

    private func next(size line: [UInt8]) throws -> State {
        let digits = line.prefix { ByteClass.hexValue($0) != nil }
        let rest = line.dropFirst(digits.count).drop { $0 == 0x20 || $0 == 0x09 }
        // An extension means nothing here; what might be the end of a line to another reader is refused.
        guard !digits.isEmpty, digits.count <= 15, rest.isEmpty || rest.first == UInt8(ascii: ";"),
            rest.allSatisfy(ByteClass.isFieldValue)
        else { throw Self.broken }
        let size = digits.reduce(0) { $0 << 4 | Int(ByteClass.hexValue($1) ?? 0) }
        guard size <= limit - bytes.count else { throw Self.tooLarge(limit) }
        return size == 0 ? .trailers(0) : .chunkData(size)
    }

    private func line(_ buffer: inout ByteBuffer, limit: Int) throws -> [UInt8]? {
        let view = buffer.readableBytesView
        guard let end = view.prefix(max(limit, 0)).firstIndex(of: 0x0A) else {
            guard view.count < limit else { throw Self.broken }
            return nil
        }
        let line = Array(view[..<end])
        guard line.last == 0x0D else { throw Self.broken }
        buffer.moveReaderIndex(to: end + 1)
        return line.dropLast()
    }

    private static var broken: Refusal { Refusal(.badRequest, "the chunks of the body are not those of HTTP/1.1") }
}
