internal import MLKitONNXFormat

/// What a model declares of one of its inputs or outputs.
public struct ValueDescription: Hashable, Sendable {
    public var name: String
    /// `nil` where it is not a tensor, or one of elements that mlkit does not handle.
    public var type: ElementType?
    /// `nil` where the model does not say, which is not the same as `[]`, the shape of a scalar.
    public var shape: [Dimension]?

    public init(name: String, type: ElementType?, shape: [Dimension]?) {
        self.name = name
        self.type = type
        self.shape = shape
    }
}

extension ValueDescription: CustomStringConvertible {
    /// For messages: `float [N, 1]`.
    public var description: String {
        let dimensions = shape.map { "[" + $0.map(\.description).joined(separator: ", ") + "]" }
        return "\(type?.rawValue ?? "unsupported type") \(dimensions ?? "of any shape")"
    }
}

extension ValueDescription {
    init(_ format: Onnx_ValueInfoProto) {
        let tensor = format.type.tensorType
        name = format.name
        type = ElementType(code: tensor.elemType)
        shape = tensor.hasShape ? tensor.shape.dim.map { Dimension($0) } : nil
    }

    var format: Onnx_ValueInfoProto {
        var format = Onnx_ValueInfoProto()
        format.name = name
        if let type { format.type.tensorType.elemType = type.code }
        if let shape { format.type.tensorType.shape.dim = shape.map(\.format) }
        return format
    }
}
