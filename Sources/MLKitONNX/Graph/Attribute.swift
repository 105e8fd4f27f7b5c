internal import FoundationEssentials
internal import MLKitONNXFormat

/// A parameter of a node that is fixed when the graph is built.
public enum Attribute: Hashable, Sendable {
    case int(Int)
    case float(Float)
    case string(String)
    case ints([Int])
    case floats([Float])
    case strings([String])
    case tensor(Tensor)
}

extension Attribute {
    func format(name: String) -> Onnx_AttributeProto {
        var format = Onnx_AttributeProto()
        format.name = name
        switch self {
        case .int(let value): (format.type, format.i) = (.int, Int64(value))
        case .float(let value): (format.type, format.f) = (.float, value)
        case .string(let value): (format.type, format.s) = (.string, Data(value.utf8))
        case .ints(let values): (format.type, format.ints) = (.ints, values.map { Int64($0) })
        case .floats(let values): (format.type, format.floats) = (.floats, values)
        case .strings(let values): (format.type, format.strings) = (.strings, values.map { Data($0.utf8) })
        case .tensor(let value): (format.type, format.t) = (.tensor, value.format(name: ""))
        }
        return format
    }
}
