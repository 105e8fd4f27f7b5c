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
        guard let type = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = type
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
