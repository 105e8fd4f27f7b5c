internal import MLKitCore
internal import MLKitYAML

/// A text with a name, which turns byte offsets into places for diagnostics.
struct TextSource: Sendable {
    let file: String
    let bytes: [UInt8]
    /// The value of a YAML file that the text is; `nil` for a text with a file of its own.
    private let node: Node?

    init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
        node = nil
    }

    /// The text of a YAML value.
    init(_ node: Node) {
        file = node.location.file
        bytes = Array((node.text ?? "").utf8)
        self.node = node
    }

    /// The place of `length` bytes from `offset`.
    func location(_ offset: Int, length: Int = 1) -> SourceLocation {
        if let node { return node.location(ofTextFrom: min(offset, bytes.count), length: length) }
        let offset = min(offset, bytes.count)
        let lineStart = (bytes[..<offset].lastIndex(of: 0x0A) ?? -1) + 1
        let lineEnd = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
        let line = bytes[lineStart..<lineEnd]
        let number = bytes[..<lineStart].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        let end = min(offset + length, lineEnd)
        return SourceLocation(
            file: file, line: number, column: text(lineStart..<offset).count + 1,
            length: text(offset..<max(offset, end)).count,
            sourceLine: String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self))
    }

    /// Where a text in a YAML file stands; `nil` for one with a file of its own.
    var place: SourceLocation? { node?.location }

    func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}
