import MLKitCore
import MLKitONNX
import MLKitONNXFormat
import SwiftProtobuf
import Testing

/// Models written in ways that mlkit's own are not.
@Suite struct ForeignModelTests {
    private let weights: [Float] = {
        var noise = Noise()
        return noise.floats(105 * 4)
    }()

    /// `y = x · weights`, changed by `edit`.
    private func product(_ edit: (inout Onnx_ModelProto) -> Void = { _ in }) throws -> Model {
        var graph = GraphBuilder(name: "foreign")
        let x = graph.input("x", .float, shape: ["N", 105])
        let factor = graph.constant(try Tensor(.float(weights), shape: [105, 4]), name: "weights")
        graph.output(graph.node("MatMul", [x, factor], name: "product"), name: "y", .float, shape: ["N", 4])
        var format = try Onnx_ModelProto(serializedBytes: graph.model().bytes)
        edit(&format)
        let bytes: [UInt8] = try format.serializedBytes()
        return try Model(parsing: bytes)
    }

    private func quantize(_ model: Model) throws -> QuantizationResult {
        try Quantizer().quantize(model: model, ranges: ["x": -1...1])
    }

    private func listWeights(_ model: inout Onnx_ModelProto) {
        model.graph.initializer[0].clearRawData()
        model.graph.initializer[0].floatData = weights
    }

    @Test func weightsMayBeAListOfNumbers() throws {
        #expect(try quantize(product(listWeights)).model == quantize(product()).model)
    }

    @Test func weightsMayBeAConstantNode() throws {
        let model = try product { model in
            var node = Onnx_NodeProto()
            node.opType = "Constant"
            node.output = ["weights"]
            node.attribute = [Onnx_AttributeProto()]
            node.attribute[0].name = "value"
            node.attribute[0].type = .tensor
            node.attribute[0].t = model.graph.initializer.removeFirst()
            model.graph.node.insert(node, at: 0)
        }
        let result = try quantize(model)
        #expect(result.quantizedNodes == ["product"])
        #expect(result.model.operatorCounts["Constant"] == nil)
        #expect(try session(result.model).run(rows(2))["y"]?.count == 8)
    }

    /// Until version 3 of the format each constant was; from 4 on it is one that a caller may replace.
    @Test(arguments: [3, 4, 8]) func weightsMayBeListedAsInputs(version: Int64) throws {
        let model = try product { model in
            model.irVersion = version
            var input = model.graph.input[0]
            input.name = "weights"
            input.type.tensorType.shape.dim[0].dimValue = 105
            input.type.tensorType.shape.dim[1].dimValue = 4
            model.graph.input.append(input)
        }
        #expect(model.inputs.map(\.name) == ["x"] && model.optionalInputs.map(\.name) == (version == 3 ? [] : ["weights"]))
        let result = try quantize(model)
        #expect(result.quantizedNodes == (version == 3 ? ["product"] : []))
        let reason = "its weights are an input of the model with a default, which a caller may replace"
        #expect(result.skipped.map(\.reason) == (version == 3 ? [] : [reason]))
        #expect(result.model.optionalInputs == model.optionalInputs)
        #expect(try session(result.model).run(rows(2))["y"]?.count == 8)
    }

    @Test func weightsKeptElsewhereAreLeftAlone() throws {
        let model = try product { $0.graph.initializer[0].dataLocation = .external }
        let result = try quantize(model)
        #expect(result.skipped.map(\.reason) == ["the values of `weights` are kept outside the model file"])
    }

    @Test func weightsThatDoNotFillTheirShapeAreLeftAlone() throws {
        for dimension in [106, -1, .max] as [Int64] {
            let result = try quantize(product { $0.graph.initializer[0].dims[0] = dimension })
            #expect(result.skipped.count == 1)
            #expect(result.quantizedNodes.isEmpty)
        }
    }

    @Test func sharedWeightsStayForTheOthers() throws {
        let model = try product { model in
            var other = model.graph.node[0]
            other.opType = "Gather"
            other.name = "gather"
            other.input = ["weights", "first"]
            other.output = ["row"]
            model.graph.node.append(other)
            model.graph.output.append(model.graph.output[0])
            model.graph.output[1].name = "row"
            model.graph.output[1].type.tensorType.shape.dim.removeFirst()
            model.graph.initializer.append(Onnx_TensorProto())
            model.graph.initializer[1].name = "first"
            model.graph.initializer[1].name = "first"
            model.graph.initializer[1].dataType = 7
            model.graph.initializer[1].int64Data = [0]
        }
        let result = try quantize(model)
        #expect(result.quantizedNodes == ["product"])
        #expect(try session(result.model).run(rows(2))["row"]?.floats == Array(weights.prefix(4)))
    }

    @Test func commentsAreDropped() throws {
        let model = try product { $0.graph.node[0].docString = String(repeating: "long ", count: 100) }
        #expect(try quantize(model).model == quantize(product()).model)
    }

    @Test func anOldOperatorSetIsAFailure() throws {
        let model = try product { $0.opsetImport[0].version = 11 }
        let failure = #expect(throws: Failure.self) { try quantize(model) }
        #expect(failure?.diagnostics.first?.message.contains("13 or later") == true)
    }

    @Test func neighbouringWeightsNeverAddUpTo16Bits() throws {
        let format = try Onnx_ModelProto(serializedBytes: quantize(product()).model.bytes)
        let stored = try #require(format.graph.initializer.first { $0.dims == [105, 4] })
        let bytes = stored.rawData.map { Int8(bitPattern: $0) }
        for row in stride(from: 0, to: 104, by: 2) {
            for column in 0..<4 {
                let pair = [Int(bytes[row * 4 + column]), Int(bytes[(row + 1) * 4 + column])]
                #expect(abs(pair.filter { $0 > 0 }.reduce(0, +)) * 255 <= Int(Int16.max))
                #expect(abs(pair.filter { $0 < 0 }.reduce(0, +)) * 255 <= -Int(Int16.min))
            }
        }
        #expect(bytes.map { abs(Int($0)) }.max().map { $0 > 64 } == true)
    }
}
