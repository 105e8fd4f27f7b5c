internal import MLKitONNXFormat

/// One dimension of a declared shape.
public enum Dimension: Hashable, Sendable {
    /// Always this many elements.
    case fixed(Int)
    /// As many as the caller has, such as `N` rows; empty where the model does not name it.
    case symbolic(String)
}

extension Dimension: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    public init(integerLiteral value: Int) { self = .fixed(value) }
    public init(stringLiteral value: String) { self = .symbolic(value) }
}

extension Dimension: CustomStringConvertible {
    /// `3`, `N`, or `?`.
    public var description: String {
        switch self {
        case .fixed(let count): "\(count)"
        case .symbolic(let name): name.isEmpty ? "?" : name
        }
    }
}

extension Dimension {
    init(_ format: Onnx_TensorShapeProto.Dimension) {
        switch format.value {
        case .dimValue(let count) where count >= 0: self = .fixed(Int(count))
        case .dimParam(let name): self = .symbolic(name)
        default: self = .symbolic("")
        }
    }

    var format: Onnx_TensorShapeProto.Dimension {
        var format = Onnx_TensorShapeProto.Dimension()
        switch self {
        case .fixed(let count): format.dimValue = Int64(count)
        case .symbolic(let name) where name.isEmpty: break
        case .symbolic(let name): format.dimParam = name
        }
        return format
    }
}
