import MLKitONNX

/// Numbers that look random and are the same every time (a linear congruential generator).
struct Noise {
    private var state: UInt64 = 42

    /// Between -1 and 1.
    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int64(bitPattern: state) >> 40) / 0x1p23
    }

    mutating func floats(_ count: Int, scale: Float = 1) -> [Float] {
        (0..<count).map { _ in next() * scale }
    }
}

/// How a dense layer is written.
enum Layer: CaseIterable {
    case gemm
    case gemmTransposed
    case matMulAdd
}

/// A dense network with rectified hidden layers and one sigmoid output `y`, of the input `x`.
func network(_ layer: Layer, sizes: [Int] = [105, 64, 32, 1], bias: Float = 0.1) throws -> Model {
    var noise = Noise()
    var graph = GraphBuilder(name: "network")
    var value = graph.input("x", .float, shape: ["N", .fixed(sizes[0])])
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
        let weights = noise.floats(inputs * outputs, scale: 2 / Float(inputs).squareRoot())
        let shape = layer == .gemmTransposed ? [outputs, inputs] : [inputs, outputs]
        let factor = graph.constant(try Tensor(.float(weights), shape: shape))
        let term = graph.constant(Tensor(.float(noise.floats(outputs, scale: bias))))
        value = switch layer {
        case .gemm: graph.node("Gemm", [value, factor, term])
        case .gemmTransposed: graph.node("Gemm", [value, factor, term], [("transB", .int(1))])
        case .matMulAdd: graph.node("Add", [graph.node("MatMul", [value, factor]), term])
        }
        value = graph.node(outputs == sizes.last ? "Sigmoid" : "Relu", [value])
    }
    graph.output(value, name: "y", .float, shape: ["N", 1])
    return try graph.model(metadata: ["target": "income"])
}

/// Rows for the network, between -1 and 1.
func rows(_ count: Int, width: Int = 105) throws -> [String: Tensor] {
    var noise = Noise()
    return ["x": try Tensor(.float(noise.floats(count * width)), shape: [count, width])]
}
