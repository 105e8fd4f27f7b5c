import Glibc
import MLKitCore
import MLKitONNXFormat
import Testing

@testable import MLKitONNX

/// What each node of a model does to its answers.
@Suite struct LayerMeasuringTests {
    /// Three products. The second has a weight in each column that is a hundred times as large as the others, of an input that is always
    /// zero: it only makes the steps of all others coarse.
    private func model() throws -> Model {
        var noise = Noise()
        var graph = GraphBuilder(name: "layers")
        var value = graph.input("x", .float, shape: ["N", 40])
        for (name, columns) in [("first", 40), ("second", 40), ("third", 40)] {
            var weights = noise.floats(40 * columns, scale: 0.2)
            if name == "first" { for row in 0..<40 { weights[row * columns] = -abs(weights[row * columns]) } }
            if name == "second" { for column in 0..<columns { weights[column] = 20 } }
            let factor = graph.constant(try Tensor(.float(weights), shape: [40, columns]))
            value = graph.node("MatMul", [graph.node("Relu", [value]), factor], name: name)
        }
        graph.output(value, name: "y", .float, shape: ["N", 40])
        return try graph.model()
    }

    private func measure(_ mode: QuantizationMode) throws -> ([LayerError], Model, [String: Tensor]) {
        let (model, feed) = (try model(), try rows(64, width: 40))
        let runtime = try Engines.runtime.get()
        let ranges = try Calibrator(model: model).ranges(runtime: runtime, batches: [feed])
        let layers = try LayerMeasuring(model, ranges: ranges, runtime: runtime, settings: SessionOptions())
            .measure(["first", "second", "third", "first"], .init(mode: mode), on: [feed])
        return (layers, model, feed)
    }

    @Test(arguments: [QuantizationMode.static, .dynamic, .weights]) func theCoarseLayerIsFound(mode: QuantizationMode) throws {
        let (layers, _, _) = try measure(mode)
        #expect(layers.map(\.name) == ["first", "second", "third"] && layers.allSatisfy { $0.op == "MatMul" })
        let ranked = layers.sorted { $0.answers < $1.answers }
        #expect(ranked[0].name == "second" && ranked[0].answers < ranked[1].answers - 6)
        #expect(layers.sorted { $0.noisePerByte > $1.noisePerByte }[0].name == "second")
        // The last layer's result is the answer.
        let last = try #require(layers[2].signalToNoise)
        #expect(abs(last - layers[2].answers) < 1e-9)
        #expect(layers.allSatisfy { $0.savedBytes > 3000 })
    }

    /// Noises of single layers add up to about that of all.
    @Test func whatLayersDoAddsUp() throws {
        let (layers, model, feed) = try measure(.weights)
        let all = try Quantizer(options: .init(mode: .weights)).quantize(model: model).model
        let whole = try ModelDifference(session(model), session(all), on: [feed]).outputs[0].signalToNoise
        let sum = layers.reduce(0) { $0 + $1.noisePerByte * Double($1.savedBytes) }
        #expect(abs(-10 * log10(sum) - whole) < 1)
        let rest = try Quantizer(options: .init(mode: .weights, kept: ["second"])).quantize(model: model).model
        #expect(try ModelDifference(session(model), session(rest), on: [feed]).outputs[0].signalToNoise > whole + 3)
    }

    /// However many nodes are measured in one session.
    @Test(arguments: [QuantizationMode.static, .dynamic, .weights, .float16]) func togetherAsAlone(mode: QuantizationMode) throws {
        let (model, feed) = (try model(), try rows(64, width: 40))
        let runtime = try Engines.runtime.get()
        let ranges = try Calibrator(model: model).ranges(runtime: runtime, batches: [feed])
        let measuring = LayerMeasuring(model, ranges: ranges, runtime: runtime, settings: SessionOptions())
        let names = ["first", "second", "third"]
        let together = try measuring.measure(names, .init(mode: mode), on: [feed])
        for layer in together {
            let alone = try measuring.measure([layer.name], .init(mode: mode, kept: Set(names).subtracting([layer.name])), on: [feed])
            #expect(alone.count == 1 && alone[0].savedBytes == layer.savedBytes)
            #expect(abs(alone[0].answers - layer.answers) < 0.01)
            #expect(abs(try #require(alone[0].signalToNoise) - (try #require(layer.signalToNoise))) < 0.01)
        }
    }

    /// What is the same in all of them is there once; of a node that is not, all behind it is there again.
    @Test func aUnionHasTheSameOnce() throws {
        let model = try model()
        let graph = model.format.graph
        var union = GraphUnion(graph)
        #expect(union.add(graph).allSatisfy { $0 == $1 })
        #expect(union.graph == graph)
        let names = ["first", "second", "third"]
        let last = try Quantizer(options: .init(mode: .weights, kept: ["first", "second"])).quantize(model: model).model.format.graph
        let places = union.add(last)
        // The weights, cast and scaled, and the product with them.
        #expect(union.graph.node.count == graph.node.count + 3)
        #expect(places["y"] != "y" && union.graph.node.last?.output == [places["y"] ?? ""])
        let first = try Quantizer(options: .init(mode: .weights, kept: Set(names).subtracting(["first"]))).quantize(model: model).model
        _ = union.add(first.format.graph)
        #expect(union.graph.node.count == graph.node.count + 3 + 7)
        #expect(Set(union.graph.node.flatMap(\.output)).count == union.graph.node.count)
        #expect(Set(union.graph.initializer.map(\.name)).count == union.graph.initializer.count)
    }
}
