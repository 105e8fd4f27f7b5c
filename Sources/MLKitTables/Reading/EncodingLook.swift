/// What all bytes of a file of text say of how they are encoded.
struct EncodingLook {
    private(set) var isUTF8 = true
    private(set) var isASCII = true
    private(set) var hasNoughts = false

    private static let pieceSize = 1 << 20

    /// Reads on to the end, or to the first byte that is no UTF-8.
    init(_ stream: ByteStream) throws {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.pieceSize)
        defer { bytes.deallocate() }
        var kept = 0
        while isUTF8 {
            let taken = try stream.read(bytes + kept, Self.pieceSize - kept)
            let all = UnsafeBufferPointer(start: bytes, count: kept + taken)
            // A character may be cut at the end of a piece.
            let end = taken == 0 ? all.count : all.count - Self.begun(all)
            take(UnsafeBufferPointer(rebasing: all[..<end]))
            guard taken > 0 else { return }
            bytes.update(from: bytes + end, count: all.count - end)
            kept = all.count - end
        }
    }

    /// How many bytes at the end may be a character that goes on.
    private static func begun(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let lead = bytes.suffix(3).lastIndex { $0 & 0xC0 != 0x80 }
        return lead.map { bytes[$0] >= 0xC0 ? bytes.count - $0 : 0 } ?? 0
    }

    private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        if bytes.contains(0) { hasNoughts = true }
        guard !UTF8Check.isASCII(bytes) else { return }
        (isASCII, isUTF8) = (false, UTF8Check.isValid(bytes))
    }

    /// Whether the bytes are UTF-8 for sure, whatever was said of them: text of one byte a character does not come out as that by
    /// chance, and text of two bytes a character has noughts.
    func contradicts(_ encoding: TextEncoding) -> Bool {
        switch encoding {
        case .utf8: false
        case .latin1: isUTF8 && !isASCII
        case .utf16: isUTF8 && !hasNoughts
        }
    }
}
