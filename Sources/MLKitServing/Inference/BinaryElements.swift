/// The elements of a tensor in Triton's binary form: little-endian numbers one after the other, BOOL a byte, BYTES
/// each with its length in four bytes before it.
struct BinaryElements {
    private var bytes: ArraySlice<UInt8>
    private let datatype: Datatype
    /// Why there was no next element.
    private(set) var problem = "the bytes end before it"

    init(_ bytes: ArraySlice<UInt8>, _ datatype: Datatype) {
        self.bytes = bytes
        self.datatype = datatype
    }

    var isAtEnd: Bool { bytes.isEmpty }

    /// Whether there are bytes for so many elements, as far as can be told before reading them.
    func canHold(_ count: Int) -> Bool {
        guard let size = datatype.size else { return count <= bytes.count / 4 }
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        return !overflow && product == bytes.count
    }

    mutating func next() -> Element? {
        switch datatype {
        case .bool: take(UInt8.self).flatMap { truth($0) }
        case .uint8: take(UInt8.self).map { .number(.whole(Int($0))) }
        case .int8: take(Int8.self).map { .number(.whole(Int($0))) }
        case .uint16: take(UInt16.self).map { .number(.whole(Int($0))) }
        case .int16: take(Int16.self).map { .number(.whole(Int($0))) }
        case .uint32: take(UInt32.self).map { .number(.whole(Int($0))) }
        case .int32: take(Int32.self).map { .number(.whole(Int($0))) }
        case .uint64: take(UInt64.self).map { .number(Int(exactly: $0).map(JSONNumber.whole) ?? .large($0)) }
        case .int64: take(Int64.self).map { .number(.whole(Int($0))) }
        case .fp16: take(UInt16.self).map { .number(.real(Double(Float16(bitPattern: $0)))) }
        case .bf16: take(UInt16.self).map { .number(.real(Double(Float(bitPattern: UInt32($0) << 16)))) }
        case .fp32: take(UInt32.self).map { .number(.real(Double(Float(bitPattern: $0)))) }
        case .fp64: take(UInt64.self).map { .number(.real(Double(bitPattern: $0))) }
        case .bytes: text()
        }
    }

    private mutating func truth(_ byte: UInt8) -> Element? {
        if byte > 1 { problem = "expected BOOL, got the byte \(byte)" }
        return byte > 1 ? nil : .truth(byte == 1)
    }

    private mutating func text() -> Element? {
        guard let length = take(UInt32.self), Int(length) <= bytes.count else { return nil }
        guard let text = String(validating: bytes.prefix(Int(length)), as: UTF8.self) else {
            problem = "is not UTF-8 text"
            return nil
        }
        bytes = bytes.dropFirst(Int(length))
        return .text(text)
    }

    private mutating func take<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        let size = MemoryLayout<Number>.size
        guard bytes.count >= size else { return nil }
        defer { bytes = bytes.dropFirst(size) }
        return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }
}
