import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitONNX

/// Models whose tensors do not fit into one file, tried with a bound that small ones exceed.
@Suite struct LargeModelTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private static let mostBytes = 8_000

    /// A network of 34 kB; its tensors are written beside it.
    private func written() throws -> FilePath {
        var model = try network(.matMulAdd)
        model.mostBytes = Self.mostBytes
        let path = scratch.path.appending("m.onnx")
        try model.write(to: path, files: LocalFileSystem())
        return path
    }

    private func answers(_ session: Session) throws -> [Float] { try #require(try session.run(rows(20))["y"]?.floats) }

    /// But for the order in which kernels add: they cannot have the weights in the order that they prefer.
    private func isSame(_ first: Session, _ second: Session) throws -> Bool {
        zip(try answers(first), try answers(second)).allSatisfy { abs($0 - $1) < 1e-6 }
    }

    @Test func tensorsAreWrittenBesideTheModel() throws {
        let path = try written()
        #expect(try LocalFileSystem().list(scratch.path).filter { $0.hasPrefix("m.") || $0.hasPrefix(".") } == ["m.onnx", "m.onnx.data"])
        // 105 x 64 and 64 x 32 floats, each from a page of memory on; biases stay in the model.
        #expect(try LocalFileSystem().read(scratch.path.appending("m.onnx.data")).count == 28_672 + 8_192)
        let expected = try answers(session(network(.matMulAdd)))
        #expect(try answers(session(Model(reading: path, files: LocalFileSystem()))) == expected)
        // As another program would read it.
        #expect(try answers(Session(path: path, runtime: Engines.runtime.get())) == expected)
    }

    @Test func tensorsBesideTheModelAreUsedWhereTheyStand() throws {
        let model = try Model(reading: written(), files: LocalFileSystem(), mostBytes: Self.mostBytes)
        let content = try model.content
        #expect(content.tensors.map(\.shape) == [[105, 64], [64, 32]])
        #expect(content.bytes.count < 2_000)
        #expect(try content.size == model.size && content.size > 34_000)
        #expect(try isSame(session(model), session(network(.matMulAdd))))
    }

    @Test(arguments: [(8_448, true), (34_000, true), (40_000, false)]) func theBoundIsOfTensors(most: Int, isSplit: Bool) throws {
        var model = try network(.matMulAdd)
        model.mostBytes = most
        #expect(try model.content.tensors.isEmpty != isSplit)
    }

    @Test(arguments: [QuantizationMode.static, .dynamic, .weights, .float16]) func theyAreQuantizedAsOthersAre(
        mode: QuantizationMode) throws {
        let large = try Model(reading: written(), files: LocalFileSystem(), mostBytes: Self.mostBytes)
        let small = try network(.matMulAdd)
        func quantized(_ model: Model) throws -> Model {
            let ranges = try Calibrator(model: model).ranges(runtime: Engines.runtime.get(), batches: [rows(50)])
            return try Quantizer(options: .init(mode: mode)).quantize(model: model, ranges: ranges).model
        }
        #expect(try isSame(session(quantized(large)), session(quantized(small))))
    }

    /// The runtime folds constants of it, and writes what it made with a file of tensors of its own.
    @Test func theyArePrepared() throws {
        var graph = GraphBuilder(name: "lookup")
        var noise = Noise()
        let x = graph.input("x", .int64, shape: ["N"])
        let table = graph.constant(try Tensor(.float(noise.floats(100 * 32)), shape: [100, 32]))
        let weights = graph.constant(try Tensor(.float(noise.floats(16 * 32)), shape: [16, 32]))
        let product = graph.node("MatMul", [graph.node("Gather", [table, x]), graph.node("Transpose", [weights])])
        graph.output(product, name: "y", .float, shape: ["N", 16])
        var model = try graph.model()
        let runtime = try Engines.runtime.get()
        let feed = ["x": Tensor(.int64([3, 99, 0]))]
        let expected = try session(model).run(feed)["y"]
        model.mostBytes = Self.mostBytes
        let prepared = try model.prepared(runtime: runtime, options: SessionOptions())
        #expect(prepared.operatorCounts == ["Gather": 1, "MatMul": 1])
        #expect(try !prepared.content.tensors.isEmpty)
        let found = try session(prepared).run(feed)["y"]?.floats ?? []
        #expect(found.count == 48 && zip(found, expected?.floats ?? []).allSatisfy { abs($0 - $1) < 1e-5 })
        let bytes = try Quantizer(options: .init(mode: .weights)).quantize(model: prepared).model
        #expect(bytes.operatorCounts["Gather"] == 2)
        #expect(try ModelDifference(session(model), session(bytes), on: [feed]).outputs[0].signalToNoise > 35)
    }

    /// Where the model cannot be written, its tensors are not left there.
    @Test func nothingIsHalfWritten() throws {
        var model = try network(.matMulAdd)
        model.mostBytes = Self.mostBytes
        let folder = scratch.path.appending("taken")
        try LocalFileSystem().makeDirectory(folder.appending("m.onnx"))
        #expect(throws: Failure.self) { try model.write(to: folder.appending("m.onnx"), files: LocalFileSystem()) }
        #expect(try LocalFileSystem().list(folder) == ["m.onnx"])
    }
}
