internal import MLKitONNX

/// The tensor datatypes of the Open Inference Protocol. FP16 and BF16 have no form in JSON here.
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
    case fp32 = "FP32"
    case fp64 = "FP64"
    case bytes = "BYTES"

    init(_ type: ElementType) {
        self =
            switch type {
            case .float: .fp32
            case .double: .fp64
            case .int64: .int64
            case .int32: .int32
            case .int8: .int8
            case .uint8: .uint8
            case .bool: .bool
            case .string: .bytes
            }
    }

    /// The whole numbers it holds, or `nil` for a type that is not whole. Half-open, because 2^63 and 2^64 are
    /// doubles and the numbers just below them are not.
    private var range: Range<Double>? {
        switch self {
        case .uint8: 0..<0x1p8
        case .uint16: 0..<0x1p16
        case .uint32: 0..<0x1p32
        case .uint64: 0..<0x1p64
        case .int8: -0x1p7..<0x1p7
        case .int16: -0x1p15..<0x1p15
        case .int32: -0x1p31..<0x1p31
        case .int64: -0x1p63..<0x1p63
        case .bool, .fp32, .fp64, .bytes: nil
        }
    }

    /// Whether a whole number fits; any does where the type is not whole.
    func holds(_ value: Int) -> Bool { self == .int64 || holds(Double(value)) }

    func holds(_ value: Double) -> Bool {
        guard let range else { return true }
        return range.contains(value) && value == value.rounded()
    }
}
