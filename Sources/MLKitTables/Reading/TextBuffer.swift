internal import MLKitCore

/// A window on the text of a file as UTF-8, which moves on with the rows that are read.
final class TextBuffer {
    private let stream: ByteStream
    private var transcoder: Transcoder?
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// The first byte that no row has taken, and the end of what is there.
    var start = 0
    private(set) var end = 0
    private(set) var isAtEnd = false
    /// Whether the file ends within a character.
    private(set) var isCut = false

    private static let pieceSize = 1 << 20

    /// - Parameter encoding: `nil` to go by the first bytes, else UTF-8.
    init(_ stream: ByteStream, encoding: TextEncoding?) throws {
        self.stream = stream
        capacity = Self.pieceSize * 2
        bytes = .allocate(capacity: capacity)
        end = try stream.read(bytes, Self.pieceSize)
        let first = UnsafeBufferPointer(start: bytes, count: end)
        let encoding = encoding ?? TextEncoding.told(by: first) ?? .utf8
        self.encoding = encoding
        isAtEnd = end == 0
        if encoding != .utf8 {
            var transcoder = Transcoder(encoding)
            let text = transcoder.utf8(first)
            self.transcoder = transcoder
            end = 0
            append(text)
        }
        if UnsafeBufferPointer(start: bytes, count: end).starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    deinit { bytes.deallocate() }

    let encoding: TextEncoding
    /// Whether what is there is no text.
    var hasBinary: Bool { TextEncoding.isBinary(UnsafeBufferPointer(start: bytes + start, count: end - start)) }

    /// Reads on, behind what no row has taken, which moves to the front.
    ///
    /// - Returns: whether there was more.
    func fill() throws -> Bool {
        guard !isAtEnd else { return false }
        if start > 0 {
            bytes.update(from: bytes + start, count: end - start)
            end -= start
            start = 0
        }
        reserve(end + Self.pieceSize)
        guard var transcoder else {
            let taken = try stream.read(bytes + end, Self.pieceSize)
            end += taken
            isAtEnd = taken == 0
            return taken > 0
        }
        let piece = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.pieceSize)
        defer { piece.deallocate() }
        let taken = try stream.read(piece, Self.pieceSize)
        append(transcoder.utf8(UnsafeBufferPointer(start: piece, count: taken)))
        self.transcoder = transcoder
        isAtEnd = taken == 0
        if isAtEnd, transcoder.isUnfinished { isCut = true }
        return taken > 0
    }

    private func append(_ text: [UInt8]) {
        reserve(end + text.count)
        text.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { (bytes + end).update(from: base, count: source.count) }
        }
        end += text.count
    }

    private func reserve(_ count: Int) {
        guard count > capacity else { return }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, capacity * 2))
        larger.update(from: bytes, count: end)
        bytes.deallocate()
        (bytes, capacity) = (larger, max(count, capacity * 2))
    }
}
