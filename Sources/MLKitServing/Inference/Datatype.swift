internal import MLKitONNX

/// The tensor datatypes of the Open Inference Protocol.
enum Datatype: String, CaseIterable {
    case bool = "BOOL"
    case uint8 = "UINT8"
    case uint16 = "UINT16"
    case uint32 = "UINT32"
    case uint64 = "UINT64"
    case int8 = "INT8"
    case int16 = "INT16"
    case int32 = "INT32"
    case int64 = "INT64"
    case fp16 = "FP16"
    case bf16 = "BF16"
    case fp32 = "FP32"
    case fp64 = "FP64"
    case bytes = "BYTES"

    init(_ type: ElementType) {
        self =
            switch type {
            case .float: .fp32
            case .double: .fp64
            case .float16: .fp16
            case .bfloat16: .bf16
            case .int64: .int64
            case .int32: .int32
            case .int16: .int16
            case .int8: .int8
            case .uint64: .uint64
            case .uint32: .uint32
            case .uint16: .uint16
            case .uint8: .uint8
            case .bool: .bool
            case .string: .bytes
            }
    }

    /// Bytes of an element in the binary form; texts have no fixed size.
    var size: Int? {
        switch self {
        case .bool, .uint8, .int8: 1
        case .uint16, .int16, .fp16, .bf16: 2
        case .uint32, .int32, .fp32: 4
        case .uint64, .int64, .fp64: 8
        case .bytes: nil
        }
    }

    /// The whole numbers it holds, or `nil` for a type that is not whole. Half-open, because 2^63 and 2^64 are
    /// doubles and the numbers just below them are not.
    private var range: Range<Double>? {
        switch self {
        case .bool: 0..<2
        case .uint8: 0..<0x1p8
        case .uint16: 0..<0x1p16
        case .uint32: 0..<0x1p32
        case .uint64: 0..<0x1p64
        case .int8: -0x1p7..<0x1p7
        case .int16: -0x1p15..<0x1p15
        case .int32: -0x1p31..<0x1p31
        case .int64: -0x1p63..<0x1p63
        case .fp16, .bf16, .fp32, .fp64, .bytes: nil
        }
    }

    /// Whether a number fits; any does where the type is not whole.
    func holds(_ number: JSONNumber) -> Bool {
        guard let range else { return true }
        switch number {
        case .whole(let value): return self == .int64 || (value >= 0 && self == .uint64) || range.contains(Double(value))
        case .large: return self == .uint64
        case .rounded: return false
        case .real(let value): return range.contains(value) && value == value.rounded()
        }
    }
}
