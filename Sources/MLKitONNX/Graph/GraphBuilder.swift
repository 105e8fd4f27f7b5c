internal import MLKitCore
internal import MLKitONNXFormat

/// Builds an ONNX model node by node.
///
/// Nodes can only use values that exist, so the graph is always in topological order. Inputs and outputs carry
/// the names they are given, any text; values in between get short names that differ from these. Constants of
/// equal type, shape and bytes are stored once. The same calls give the same bytes.
public struct GraphBuilder: Sendable {
    let name: String
    /// What nodes that are given no name are called after, with their operator and number; none have a name if `nil`.
    public var scope: String?
    var inputs = [ValueDescription]()
    var inputIndices = [Int]()
    var outputs = [ValueDescription]()
    var outputIndices = [Int]()
    var constants = [PendingConstant]()
    var nodes = [PendingNode]()
    /// How many values there are; each is known by a number below it.
    var valueCount = 0
    private var constantsByContent = [Onnx_TensorProto: Value]()

    public init(name: String) {
        self.name = name
    }

    /// Declares an input, to be fed under `name` when the model runs.
    public mutating func input(_ name: String, _ type: ElementType, shape: [Dimension]?) -> Value {
        let value = makeValue(type)
        inputs.append(ValueDescription(name: name, type: type, shape: shape))
        inputIndices.append(value.index)
        return value
    }

    /// A tensor stored in the model. Without a name, a tensor that is already there is used again.
    public mutating func constant(_ tensor: Tensor, name: String? = nil) -> Value {
        let format = tensor.format(name: "")
        if name == nil, let known = constantsByContent[format] { return known }
        let value = makeValue(tensor.type)
        if name == nil { constantsByContent[format] = value }
        constants.append(PendingConstant(index: value.index, name: name, format: format))
        return value
    }

    /// Adds a node of an operator of ONNX (`domain` empty), of ai.onnx.ml or of com.microsoft and returns its
    /// only output. An input that is left out is `Value.none`.
    public mutating func node(
        _ op: String, domain: String = "", _ inputs: [Value], _ attributes: [(String, Attribute)] = [],
        name: String? = nil
    ) -> Value {
        node(op, domain: domain, inputs, attributes, name: name, outputCount: 1)[0]
    }

    /// Adds a node with the first `outputCount` outputs of its operator, at least one.
    public mutating func node(
        _ op: String, domain: String = "", _ inputs: [Value], _ attributes: [(String, Attribute)] = [],
        name: String? = nil, outputCount: Int
    ) -> [Value] {
        let outputs = (0..<max(outputCount, 1)).map { _ in makeValue(nil) }
        var format = Onnx_NodeProto()
        format.opType = op
        if !domain.isEmpty { format.domain = domain }
        if let name = name ?? scope.map({ "\($0)/\(op).\(nodes.count)" }) { format.name = name }
        format.attribute = attributes.map { $0.1.format(name: $0.0) }
        nodes.append(PendingNode(inputs: inputs.map(\.index), outputs: outputs.map(\.index), format: format))
        return outputs
    }

    /// Declares `value` as an output of the model under `name`.
    public mutating func output(_ value: Value, name: String, _ type: ElementType, shape: [Dimension]?) {
        outputs.append(ValueDescription(name: name, type: type, shape: shape))
        outputIndices.append(value.index)
    }

    private mutating func makeValue(_ type: ElementType?) -> Value {
        defer { valueCount += 1 }
        return Value(index: valueCount, type: type)
    }
}

/// A constant of a graph under construction.
struct PendingConstant: Sendable {
    var index: Int
    /// As the caller wishes, or `nil`.
    var name: String?
    /// Without its name.
    var format: Onnx_TensorProto
}

/// A node of a graph under construction, whose inputs and outputs are still numbers.
struct PendingNode: Sendable {
    var inputs: [Int]
    var outputs: [Int]
    var format: Onnx_NodeProto
}
