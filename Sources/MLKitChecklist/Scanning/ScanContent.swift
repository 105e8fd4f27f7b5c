/// What a scan can make of a file's bytes.
enum ScanContent {
    case text([UInt8])
    /// Pictures, sound and fonts, in which nobody writes down what is looked for.
    case media
    /// It may hold anything, and cannot be read here.
    case opaque

    init(_ bytes: [UInt8]) {
        if let text = TextLines.text(bytes) {
            self = .text(text)
        } else {
            self = Self.beginnings.contains { start, mark in bytes.dropFirst(start).starts(with: mark) } ? .media : .opaque
        }
    }

    /// Where the bytes stand that tell what a file is, and which they are.
    private static let beginnings: [(Int, [UInt8])] = [
        (0, [0x89, 0x50, 0x4E, 0x47]), (0, [0xFF, 0xD8, 0xFF]), (0, Array("GIF8".utf8)), (8, Array("WEBP".utf8)), (0, [0, 0, 1, 0]),
        (0, [0x49, 0x49, 0x2A, 0]), (0, [0x4D, 0x4D, 0, 0x2A]), (8, Array("WAVE".utf8)), (0, Array("ID3".utf8)), (0, Array("OggS".utf8)),
        (0, Array("fLaC".utf8)), (4, Array("ftyp".utf8)), (0, Array("wOFF".utf8)), (0, Array("wOF2".utf8)), (0, Array("OTTO".utf8)),
        (0, [0, 1, 0, 0, 0]), (0, Array("BM".utf8)),
    ]
}
