internal import MLKitCore

/// A text in Jinja, which may be a part of a larger file: problems are placed in that file.
struct JinjaSource {
    /// UTF-8 with `\n` for every line break, as Jinja sees it.
    let bytes: [UInt8]
    private let outer: TextSource
    /// By byte of the text its byte in the file; `nil` where they are the same.
    private let offsets: [Int]?

    /// A file of its own.
    init(file: String, bytes: [UInt8]) {
        let normalised = Self.normalised(bytes)
        self.bytes = normalised
        outer = TextSource(file: file, bytes: normalised)
        offsets = nil
    }

    /// A part of a file.
    ///
    /// - Parameter offsets: for each byte of `text`, where it comes from.
    init(_ text: String, in outer: TextSource, offsets: [Int]) {
        bytes = Array(text.utf8)
        self.outer = outer
        self.offsets = offsets
    }

    var file: String { outer.file }

    func location(_ offset: Int, length: Int) -> SourceLocation {
        guard let offsets else { return outer.location(offset, length: length) }
        guard let last = offsets.last else { return outer.location(0) }
        let start = offset < offsets.count ? offsets[offset] : last + 1
        return outer.location(start, length: length)
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// `\r\n` and `\r` become `\n`.
    private static func normalised(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(0x0D) else { return bytes }
        var result = [UInt8]()
        result.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D { continue }
            result.append(byte == 0x0D ? 0x0A : byte)
        }
        return result
    }
}

/// What is wrong with a value, before it is known where: the interpreter adds the place.
struct JinjaComplaint: Error {
    let message: String
    var hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
