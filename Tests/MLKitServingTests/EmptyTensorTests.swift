import MLKitCore
import MLKitEngines
import MLKitONNX
import MLKitServing
import MLKitTestSupport
import SystemPackage
import Testing

/// Tensors without elements: what a model makes of them it alone knows.
struct EmptyTensorTests {
    /// The sums of the rows, in ONNX Runtime: those of no columns are 0.
    private func sums() throws -> ModelService {
        var graph = GraphBuilder(name: "sums")
        let x = graph.input("x", .double, shape: ["N", "M"])
        let axes = graph.constant(try Tensor(.int64([1]), shape: [1]))
        graph.output(graph.node("ReduceSum", [x, axes], [("keepdims", .int(0))]), name: "sum", .double, shape: ["N"])
        let scratch = try ScratchDirectory()
        let file = scratch.path.appending("sums.onnx")
        try LocalFileSystem().write(try graph.model().bytes, to: file)
        let runtime = try BundleSource.RuntimeHandle(engines: EngineLocator(folders: [FilePath("engines")], programs: []))
        return ModelService(try BundleSource(file, runtime: runtime).load())
    }

    @Test(arguments: [("[2,0]", "[2]", "[0.0,0.0]"), ("[0,2]", "[0]", "[]"), ("[0,0]", "[0]", "[]")])
    func theModelIsAsked(_ shape: String, _ answered: String, _ sums: String) throws {
        let body = #"{"inputs":[{"name":"x","datatype":"FP64","shape":\#(shape),"data":[]}]}"#
        let (status, answer) = try Transport.direct.ask(self.sums(), "POST", "/v2/models/sums/infer", body)
        #expect(status == 200)
        #expect(answer.hasSuffix(#""outputs":[{"name":"sum","datatype":"FP64","shape":\#(answered),"data":\#(sums)}]}"#), "\(answer)")
    }

    @Test func rowsOfNoColumnsAreRows() throws {
        try expect(sums(), "POST", "/v1/models/sums:predict", #"{"instances":[[],[]]}"#, status: 200, #"{"predictions":[0.0,0.0]}"#)
        let echo = ModelService(try ServedModel(name: "m", version: "1", engine: EchoEngine(.double, shape: ["N", "M"])))
        try expect(echo, "POST", "/v1/models/m:predict", #"{"instances":[[],[]]}"#, status: 200, #"{"predictions":[[],[]]}"#)
    }

    /// Fails where there is nothing to look at, as operators do that look for the greatest.
    private struct FullEngine: InferenceEngine {
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N", "M"])]
        let outputs: [ValueDescription]

        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] { throw Failure("there is no greatest of nothing") }
    }

    /// Where a model cannot tell, its shapes do, as far as they go.
    @Test(arguments: [
        ([0, 2], ["N", 3] as [Dimension], #""shape":[0,3],"data":[]"#), ([2, 0], ["N", 3], nil), ([0, 2], ["N", "K"], nil),
    ] as [([Int], [Dimension], String?)])
    func shapesTellWhereTheModelCannot(_ given: [Int], _ output: [Dimension], _ answered: String?) throws {
        let engine = FullEngine(outputs: [ValueDescription(name: "y", type: .double, shape: output)])
        let service = ModelService(try ServedModel(name: "m", version: "1", engine: engine))
        let body = #"{"inputs":[{"name":"x","datatype":"FP64","shape":\#(given),"data":[]}]}"#
        let (status, answer) = try Transport.direct.ask(service, "POST", "/v2/models/m/infer", body)
        #expect(status == (answered == nil ? 400 : 200))
        #expect(answer.contains(answered ?? "the model has no answer for tensors without elements"), "\(answer)")
    }
}
