internal import MLKitONNXFormat

/// The types of a tensor's elements that mlkit reads and writes.
public enum ElementType: String, CaseIterable, Sendable {
    case float
    case double
    case int64
    case int32
    case int8
    case uint8
    case bool
    case string
}

extension ElementType {
    /// The type's number in ONNX files and in ONNX Runtime's interface, which are the same.
    var code: Int32 { Int32(format.rawValue) }

    /// The type with that number, or `nil` for the ones mlkit does not handle.
    init?(code: Int32) {
        switch Onnx_TensorProto.DataType(rawValue: Int(code)) {
        case .float: self = .float
        case .double: self = .double
        case .int64: self = .int64
        case .int32: self = .int32
        case .int8: self = .int8
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
        case .int64: .int64
        case .int32: .int32
        case .int8: .int8
        case .uint8: .uint8
        case .bool: .bool
        case .string: .string
        }
    }
}
