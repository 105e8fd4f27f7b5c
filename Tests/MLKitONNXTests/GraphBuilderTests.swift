import MLKitCore
import MLKitONNX
import MLKitONNXFormat
import SwiftProtobuf
import Testing

@Suite struct GraphBuilderTests {
    /// `probability = sigmoid(age * 2 + 1)`.
    private func small(output: String = "probability") throws -> Model {
        var graph = GraphBuilder(name: "small")
        let age = graph.input("age", .float, shape: ["N", 1])
        let product = graph.node("Mul", [age, graph.constant(.scalar(2 as Float))])
        let sum = graph.node("Add", [product, graph.constant(.scalar(1 as Float))])
        graph.output(graph.node("Sigmoid", [sum]), name: output, .float, shape: ["N", 1])
        return try graph.model(metadata: ["target": "income", "a": "b"])
    }

    @Test func aModelComesBackFromItsBytes() throws {
        let model = try small()
        let read = try Model(parsing: model.bytes)
        #expect(read == model)
        #expect(read.inputs == [ValueDescription(name: "age", type: .float, shape: ["N", 1])])
        #expect(read.outputs == [ValueDescription(name: "probability", type: .float, shape: ["N", 1])])
        #expect(read.metadata == ["target": "income", "a": "b"])
        #expect(read.operatorCounts == ["Mul": 1, "Add": 1, "Sigmoid": 1])
    }

    @Test func theSameCallsGiveTheSameBytes() throws {
        #expect(try small().bytes == small().bytes)
    }

    @Test func metadataCanBeReplaced() throws {
        var model = try small()
        model.metadata["target"] = "label"
        #expect(try Model(parsing: model.bytes).metadata == ["target": "label", "a": "b"])
    }

    @Test func twoOutputsOfOneNameAreRefused() throws {
        #expect(throws: Failure.self) { try small(output: "age") }
    }

    @Test func anEmptyNameIsRefused() throws {
        #expect(throws: Failure.self) { try small(output: "") }
    }

    @Test func equalConstantsAreStoredOnce() throws {
        func size(_ second: Float) throws -> Int {
            var graph = GraphBuilder(name: "g")
            let x = graph.input("x", .float, shape: ["N", 64])
            let first = graph.constant(Tensor(.float([Float](repeating: 1, count: 64))))
            let other = graph.constant(Tensor(.float([Float](repeating: second, count: 64))))
            let sum = graph.node("Add", [graph.node("Add", [x, first]), other])
            graph.output(sum, name: "y", .float, shape: ["N", 64])
            return try graph.model().bytes.count
        }
        #expect(try size(2) - size(1) > 256)
    }

    @Test func bytesThatAreNoModelAreAFailure() throws {
        let bytes = try small().bytes
        #expect(throws: Failure.self) { try Model(parsing: Array(bytes.prefix(bytes.count / 2))) }
        #expect(throws: Failure.self) { try Model(parsing: []) }
        #expect(throws: Failure.self) { try Model(parsing: Array("age,income\n39,<=50K\n".utf8)) }
    }

    @Test func aShapeThatDoesNotFitItsValuesIsAFailure() {
        #expect(throws: Failure.self) { try Tensor(.float([1, 2, 3]), shape: [2, 2]) }
        #expect(throws: Failure.self) { try Tensor(.float([]), shape: [-1, 0]) }
        #expect(throws: Failure.self) { try Tensor(.float([]), shape: [.max, 4]) }
    }

    /// A dimension of which nothing is known is one without a value, as other programs write it.
    @Test func aDimensionOfUnknownSizeHasNoName() throws {
        var graph = GraphBuilder(name: "g")
        let x = graph.input("x", .float, shape: ["", 3])
        graph.output(graph.node("Neg", [x]), name: "y", .float, shape: ["N", 3])
        let model = try Onnx_ModelProto(serializedBytes: graph.model().bytes)
        let dimensions = model.graph.input[0].type.tensorType.shape.dim
        #expect(dimensions.map(\.value) == [nil, .dimValue(3)])
        #expect(model.graph.output[0].type.tensorType.shape.dim.map(\.value) == [.dimParam("N"), .dimValue(3)])
    }
}
