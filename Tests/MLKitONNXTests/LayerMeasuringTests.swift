import Glibc
import MLKitCore
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
}
