internal import MLKitONNX

extension Tensor {
    /// Whether all numbers are finite; texts are.
    var isFinite: Bool {
        switch values {
        case .float(let values): values.allSatisfy(\.isFinite)
        case .double(let values): values.allSatisfy(\.isFinite)
        case .float16(let values): values.allSatisfy(\.isFinite)
        case .bfloat16(let values): values.allSatisfy(\.float.isFinite)
        default: true
        }
    }

    /// About how many bytes the elements take as JSON, or exactly as bytes.
    func writtenSize(isBinary: Bool) -> Int {
        if case .string(let texts) = values { return texts.reduce(0) { $0 + $1.utf8.count + 4 } }
        let size = Datatype(type).size ?? 0
        if isBinary { return count * size }
        return count * (type.isReal ? 4 + size * 2 : 2 + size)
    }

    /// Writes the elements as a list.
    func write(to output: inout JSONOutput) {
        switch values {
        case .float(let values): output.list(values) { $0.put(Double($1)) }
        case .double(let values): output.list(values) { $0.put($1) }
        case .int64(let values): output.list(values) { $0.put(Int($1)) }
        case .int32(let values): output.list(values) { $0.put(Int($1)) }
        case .float16(let values): output.list(values) { $0.put(Double($1)) }
        case .bfloat16(let values): output.list(values) { $0.put(Double($1.float)) }
        case .int16(let values): output.list(values) { $0.put(Int($1)) }
        case .int8(let values): output.list(values) { $0.put(Int($1)) }
        case .uint64(let values): output.list(values) { $0.put($1) }
        case .uint32(let values): output.list(values) { $0.put(Int($1)) }
        case .uint16(let values): output.list(values) { $0.put(Int($1)) }
        case .uint8(let values): output.list(values) { $0.put(Int($1)) }
        case .bool(let values): output.list(values) { $0.put($1) }
        case .string(let values): output.list(values) { $0.put(text: $1) }
        }
    }

    /// Appends the elements in Triton's binary form; this machine's own order of bytes is the form's, little-endian.
    func appendBinary(to bytes: inout [UInt8]) {
        switch values {
        case .float(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .double(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .int64(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .int32(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .float16(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .bfloat16(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .int16(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .int8(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .uint64(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .uint32(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .uint16(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        case .uint8(let values): bytes.append(contentsOf: values)
        case .bool(let values): bytes.append(contentsOf: values.map { $0 ? 1 : 0 })
        case .string(let values):
            guard let texts = self.bytes else { return values.forEach { Self.append($0.utf8, to: &bytes) } }
            for text in texts { Self.append(text, to: &bytes) }
        }
    }

    private static func append(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(text.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text)
    }

    /// One of no elements.
    static func empty(_ type: ElementType, shape: [Int]) throws -> Tensor { try ElementBuffer(type).tensor(shape: shape) }
}
