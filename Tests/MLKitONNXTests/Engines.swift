import MLKitEngines
import MLKitONNX
import SystemPackage

/// The ONNX Runtime that the tests share.
enum Engines {
    static let runtime = Result { try Runtime(locator: locator) }
    static let locator = EngineLocator(folders: ["engines"], programs: [])
}

/// A session of a model in the shared runtime.
func session(_ model: Model, _ options: SessionOptions = SessionOptions()) throws -> Session {
    try Session(model, runtime: Engines.runtime.get(), options: options)
}

/// A model whose one output `y` is its one input `x`, passed through `op`.
func passing(_ type: ElementType, op: String = "Identity", shape: [Dimension] = ["N", 2]) throws -> Model {
    var graph = GraphBuilder(name: "passing")
    let x = graph.input("x", type, shape: shape)
    graph.output(graph.node(op, [x]), name: "y", type, shape: shape)
    return try graph.model()
}
