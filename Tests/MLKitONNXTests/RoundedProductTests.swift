import MLKitCore
import Testing

@testable import MLKitONNX

/// What training simulates is what a quantized product computes.
@Suite struct RoundedProductTests {
    private let inputs = 70
    private let outputs = 9

    private func numbers() -> (weights: [Float], bias: [Float], rows: [Float]) {
        var noise = Noise()
        return (noise.floats(inputs * outputs), noise.floats(outputs, scale: 3), noise.floats(20 * inputs, scale: 2))
    }

    private func model(_ weights: [Float], _ bias: [Float]) throws -> Model {
        var graph = GraphBuilder(name: "product")
        let x = graph.input("x", .float, shape: ["N", .fixed(inputs)])
        let factor = graph.constant(try Tensor(.float(weights), shape: [inputs, outputs]))
        let product = graph.node("Gemm", [x, factor, graph.constant(Tensor(.float(bias)))], name: "layer")
        let other = graph.node("MatMul", [x, factor], name: "other")
        graph.output(graph.node("Relu", [product]), name: "y", .float, shape: ["N", .fixed(outputs)])
        graph.output(other, name: "z", .float, shape: ["N", .fixed(outputs)])
        return try graph.model()
    }

    /// What the rounded numbers give, by hand.
    private func answers(_ rows: [Float], _ product: RoundedProduct) -> [Float] {
        stride(from: 0, to: rows.count, by: inputs).flatMap { row in
            (0..<outputs).map { column in
                let sum = (0..<inputs).reduce(Double(product.bias[column])) {
                    $0 + Double(rows[row + $1]) * Double(product.weights[$1 * outputs + column])
                }
                return Float(max(sum, 0))
            }
        }
    }

    @Test(arguments: [
        Quantizer.Options(mode: .static), .init(mode: .static, perChannel: false), .init(mode: .weights), .init(mode: .weights, bits: 4),
    ])
    func theRuntimeComputesTheSame(options: Quantizer.Options) throws {
        let (weights, bias, rows) = numbers()
        let range: ClosedRange<Float> = -1.5...1.8
        let product = try RoundedProduct(weights, bias: bias, range: range, options)
        #expect(product.weights != weights && product.weights.count == weights.count)
        var rounded = rows
        if options.mode == .static, let scale = ActivationScale(covering: range) { rounded = rows.map { scale.rounded($0) } }
        let expected = answers(rounded, product)
        let quantized = try model(weights, bias).quantized(["layer": range], options)
        let feed = ["x": try Tensor(.float(rows), shape: [20, inputs])]
        let found = try session(quantized).run(feed)
        let y = try #require(found["y"]?.floats)
        #expect(zip(y, expected).allSatisfy { abs($0 - $1) < 1e-4 })
        // What is not named stays as it was.
        let before = try session(model(weights, bias)).run(feed)
        #expect(zip(try #require(found["z"]?.floats), try #require(before["z"]?.floats)).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(before["y"]?.floats != y)
    }

    /// So few weights stay as they are, and so do those of blocks that would not be full.
    @Test func smallProductsAreAsTheQuantizerLeavesThem() throws {
        let few = try RoundedProduct([0.3, -0.7], bias: [0.1], range: nil, .init(mode: .weights, bits: 4))
        #expect(few.weights == [0.3, -0.7] && few.bias == [0.1])
        var noise = Noise()
        let weights = noise.floats(31 * 20)
        let bias = [Float](repeating: 0, count: 20)
        let bytes = try RoundedProduct(weights, bias: bias, range: nil, .init(mode: .weights, bits: 4))
        #expect(zip(bytes.weights, weights).allSatisfy { abs($0 - $1) < 0.02 })
        #expect(bytes.weights == (try RoundedProduct(weights, bias: bias, range: nil, .init(mode: .weights))).weights)
    }

    @Test func whatIsNotFiniteIsRefused() {
        for (weights, range) in [([Float.nan, 1], 0...1), ([1, 2], 0...Float.infinity)] as [([Float], ClosedRange<Float>)] {
            #expect(throws: Failure.self) { try RoundedProduct(weights, bias: [0], range: range, .init(mode: .static)) }
        }
        #expect(throws: Failure.self) { try RoundedProduct([1, 2], bias: [0], range: nil, .init(mode: .static)) }
    }

    /// Steps of 1/255 from 0 on: halves go to the even step, and what is beyond the range to its end.
    @Test func valuesAreRoundedAsTheOperatorDoes() throws {
        let scale = try #require(ActivationScale(covering: 0...255))
        #expect([-3, 0.5, 1.5, 2.4, 2.6, 254.5, 255.5, 1000].map { scale.rounded($0) } == [0, 0, 2, 2, 3, 254, 255, 255])
        #expect(scale.rounded(.nan).isNaN)
        #expect(scale.values == 0...255)
        let signed = try #require(ActivationScale(covering: -1...1, as: .int8))
        #expect(abs(signed.rounded(-2) + 1) < 1e-6 && signed.rounded(0) == 0 && abs(signed.values.lowerBound + 1) < 1e-6)
    }
}
