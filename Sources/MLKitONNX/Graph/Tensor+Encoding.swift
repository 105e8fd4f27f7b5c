internal import FoundationEssentials
internal import MLKitONNXFormat
internal import SwiftProtobuf

// ONNX files hold a tensor's elements either as raw little-endian bytes or in a typed list of numbers, where
// protobuf spends one byte on a small number and ten on a negative one. Of the two the shorter is written: a
// quantized network has many integer scalars, and its file is small.
extension Tensor {
    func format(name: String) -> Onnx_TensorProto {
        var format = Onnx_TensorProto()
        format.name = name
        format.dims = shape.map { Int64($0) }
        format.dataType = type.code
        encode(into: &format)
        return format
    }

    private func encode(into format: inout Onnx_TensorProto) {
        switch values {
        case .float(let values): format.rawData = raw(values)
        case .double(let values): format.rawData = raw(values)
        case .float16(let values): format.rawData = raw(values)
        case .bfloat16(let values): format.rawData = raw(values)
        case .int16(let values): format.rawData = raw(values)
        case .int8(let values): format.rawData = raw(values)
        case .uint64(let values): format.rawData = raw(values)
        case .uint32(let values): format.rawData = raw(values)
        case .uint16(let values): format.rawData = raw(values)
        case .uint8(let values): format.rawData = raw(values)
        case .bool(let values): format.rawData = raw(values)
        case .string(let values): format.stringData = values.map { Data($0.utf8) }
        case .int64(let values):
            if isShorterAsList(values) { format.int64Data = values } else { format.rawData = raw(values) }
        case .int32(let values):
            if isShorterAsList(values) { format.int32Data = values } else { format.rawData = raw(values) }
        }
    }

    private func raw<Element>(_ values: [Element]) -> Data {
        values.withUnsafeBytes { Data($0) }
    }

    private func isShorterAsList<Element: FixedWidthInteger>(_ values: [Element]) -> Bool {
        let listed = values.reduce(0) { $0 + Varint.encodedSize(of: Int64($1)) }
        return listed < values.count * MemoryLayout<Element>.size
    }
}

private enum Varint {
    /// Bytes of a protobuf varint: seven bits each, a negative number taken as 64 bits.
    static func encodedSize(of value: Int64) -> Int {
        max(1, (70 - UInt64(bitPattern: value).leadingZeroBitCount) / 7)
    }
}
