/// JSON as it is written, without a tree of it.
struct JSONOutput {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    mutating func put(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ raw: [UInt8]) { bytes.append(contentsOf: raw) }

    mutating func put(raw text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func put(_ value: some BinaryInteger) { bytes.append(contentsOf: String(value).utf8) }

    /// - Parameter value: finite.
    mutating func put(_ value: Double) { bytes.append(contentsOf: value.description.utf8) }

    mutating func put(_ value: Bool) { if value { put("true") } else { put("false") } }

    /// A text with its quotes.
    mutating func put(text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): put("\\\"")
            case UInt8(ascii: "\\"): put("\\\\")
            case 0x0A: put("\\n")
            case 0x0D: put("\\r")
            case 0x09: put("\\t")
            case 0..<0x20: put(raw: "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A list, each element written by `body`.
    mutating func list<Elements: Sequence>(
        _ elements: Elements, _ body: (inout JSONOutput, Elements.Element) throws -> Void
    ) rethrows {
        put("[")
        var isFirst = true
        for element in elements {
            if !isFirst { put(",") }
            isFirst = false
            try body(&self, element)
        }
        put("]")
    }

    mutating func list(_ numbers: [Int]) { list(numbers) { $0.put($1) } }
}
