internal import MLKitCore
internal import MLKitONNXFormat
internal import SwiftProtobuf

/// An ONNX model in memory.
public struct Model: Hashable, Sendable {
    var format: Onnx_ModelProto
    /// Of tensors, in bytes, more are not put into one file; lower in tests.
    var mostBytes = Self.mostBytes

    /// Protobuf counts bytes in 31 bits; there has to be room for the rest of the model.
    public static let mostBytes = 2_000_000_000

    init(_ format: Onnx_ModelProto) {
        self.format = format
    }

    /// Reads a model file's content.
    ///
    /// - Throws: `Failure` if it is not an ONNX model.
    public init(parsing bytes: [UInt8]) throws {
        do {
            format = try Onnx_ModelProto(serializedBytes: bytes)
        } catch {
            throw Failure("the model cannot be read", notes: ["it is damaged, or is not an ONNX file"])
        }
        guard format.irVersion > 0, format.hasGraph, !format.opsetImport.isEmpty else {
            throw Failure("the model cannot be read", notes: ["it is not an ONNX file, or holds no graph"])
        }
    }

    /// The model as the content of a file; equal models give equal bytes.
    ///
    /// - Throws: `Failure` if it is larger than the 2 GB that the format allows.
    public var bytes: [UInt8] {
        get throws {
            do {
                return try format.serializedBytes()
            } catch {
                throw Failure("the model is too large for one ONNX file")
            }
        }
    }

    /// What must be fed, in the model's order. Older models list their constants as inputs too; those are left out.
    public var inputs: [ValueDescription] {
        let constants = Set(format.graph.initializer.map(\.name))
        return format.graph.input.filter { !constants.contains($0.name) }.map { ValueDescription($0) }
    }

    /// What may be fed, and has a default where it is not. Before version 4 of the format all constants were listed as inputs, and
    /// were none.
    public var optionalInputs: [ValueDescription] {
        guard format.irVersion >= 4 else { return [] }
        let defaults = Set(format.graph.initializer.map(\.name))
        return format.graph.input.filter { defaults.contains($0.name) }.map { ValueDescription($0) }
    }

    /// The same where what is listed as an input and has a value is one that may be fed.
    var withoutListedConstants: Model {
        guard format.irVersion < 4 else { return self }
        var model = self
        let constants = Set(format.graph.initializer.map(\.name))
        model.format.graph.input.removeAll { constants.contains($0.name) }
        model.format.irVersion = 4
        return model
    }

    /// Outputs that are sequences or maps, and no tensors.
    public var structuredOutputs: [String] {
        format.graph.output.filter { $0.type.value != nil && $0.type.tensorType.elemType == 0 }.map(\.name)
    }

    /// What it computes, in the model's order.
    public var outputs: [ValueDescription] { format.graph.output.map { ValueDescription($0) } }

    /// Texts that travel with the model.
    public var metadata: [String: String] {
        get {
            Dictionary(format.metadataProps.map { ($0.key, $0.value) }) { _, last in last }
        }
        set {
            format.metadataProps = newValue.sorted { $0.key < $1.key }.map { key, value in
                var entry = Onnx_StringStringEntryProto()
                (entry.key, entry.value) = (key, value)
                return entry
            }
        }
    }

    /// How many nodes there are of each operator, in branches and bodies of loops too, those of other domains than ONNX's own with their
    /// domain, such as `ai.onnx.ml.OneHotEncoder`.
    public var operatorCounts: [String: Int] { format.graph.operatorCounts }
}

extension Onnx_GraphProto {
    fileprivate var operatorCounts: [String: Int] {
        node.reduce(into: [:]) { counts, node in
            counts[node.qualifiedOperator, default: 0] += 1
            for inner in node.graphs { counts.merge(inner.operatorCounts) { $0 + $1 } }
        }
    }
}

extension Onnx_NodeProto {
    /// The operator with its domain, unless that is ONNX's own.
    var qualifiedOperator: String {
        domain.isEmpty || domain == "ai.onnx" ? opType : "\(domain).\(opType)"
    }
}
