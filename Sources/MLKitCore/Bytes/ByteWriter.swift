/// Writes values one after another: numbers in eight bytes, little end first, texts and bytes after their length.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func write(_ number: Int) {
        withUnsafeBytes(of: UInt64(bitPattern: Int64(number)).littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// A number that fits into four bytes.
    public mutating func write(_ number: Int32) {
        withUnsafeBytes(of: UInt32(bitPattern: number).littleEndian) { bytes.append(contentsOf: $0) }
    }

    public mutating func write(_ content: [UInt8]) {
        write(content.count)
        bytes += content
    }

    public mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    public mutating func write(_ text: String?) {
        write(Int32(text == nil ? 0 : 1))
        if let text { write(text) }
    }

    /// Bytes of a length that the reader knows.
    public mutating func append(_ content: some Sequence<UInt8>) {
        bytes.append(contentsOf: content)
    }
}
