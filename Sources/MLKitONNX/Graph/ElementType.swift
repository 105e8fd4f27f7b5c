internal import MLKitONNXFormat

/// The types of a tensor's elements that mlkit reads and writes.
public enum ElementType: String, CaseIterable, Sendable {
    case float
    case double
    case float16
    case bfloat16
    case int64
    case int32
    case int16
    case int8
    case uint64
    case uint32
    case uint16
    case uint8
    case bool
    case string
}

extension ElementType {
    /// Whether its elements are numbers with fractions.
    public var isReal: Bool {
        switch self {
        case .float, .double, .float16, .bfloat16: true
        default: false
        }
    }

    /// Whether its elements are told apart and no more: wide whole numbers, truth values and texts. Narrow whole numbers are quantities, as
    /// pictures have them.
    public var isOfLabels: Bool {
        switch self {
        case .int64, .int32, .uint64, .uint32, .bool, .string: true
        default: false
        }
    }

    /// The type's number in ONNX files and in ONNX Runtime's interface, which are the same.
    var code: Int32 { Int32(format.rawValue) }

    /// The type with that number, or `nil` for the ones mlkit does not handle.
    init?(code: Int32) {
        switch Onnx_TensorProto.DataType(rawValue: Int(code)) {
        case .float: self = .float
        case .double: self = .double
        case .float16: self = .float16
        case .bfloat16: self = .bfloat16
        case .int64: self = .int64
        case .int32: self = .int32
        case .int16: self = .int16
        case .int8: self = .int8
        case .uint64: self = .uint64
        case .uint32: self = .uint32
        case .uint16: self = .uint16
        case .uint8: self = .uint8
        case .bool: self = .bool
        case .string: self = .string
        default: return nil
        }
    }

    private var format: Onnx_TensorProto.DataType {
        switch self {
        case .float: .float
        case .double: .double
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .int64: .int64
        case .int32: .int32
        case .int16: .int16
        case .int8: .int8
        case .uint64: .uint64
        case .uint32: .uint32
        case .uint16: .uint16
        case .uint8: .uint8
        case .bool: .bool
        case .string: .string
        }
    }
}
