import MLKitCore
import MLKitEngines
import MLKitONNX
import SystemPackage
import Testing

@Suite struct SessionFailureTests {
    /// What the user is told when `inputs` are fed to a model with the input `x`, float [N, 2].
    private func message(_ inputs: [String: Tensor], outputs: [String]? = nil) throws -> String? {
        let session = try session(passing(.float))
        let failure = #expect(throws: Failure.self) { try session.run(inputs, outputs: outputs) }
        return failure?.diagnostics.first.map { ([$0.message] + [$0.hint].compactMap(\.self)).joined(separator: "; ") }
    }

    private let good = (try? Tensor(.float([1, 2]), shape: [1, 2])) ?? .scalar(0 as Float)

    @Test func aMissingInputIsNamed() throws {
        #expect(try message([:]) == "the input `x` is missing")
    }

    @Test func anUnknownInputIsNamed() throws {
        #expect(try message(["x": good, "xx": good]) == "the model has no input `xx`; did you mean `x`?")
        #expect(try message(["xx": good]) == "the model has no input `xx`; did you mean `x`?")
    }

    @Test func anUnknownOutputIsNamed() throws {
        #expect(try message(["x": good], outputs: ["z"]) == "the model has no output `z`; known are `y`")
    }

    @Test func aWrongTypeIsNamed() throws {
        let wrong = try Tensor(.string(["1", "2"]), shape: [1, 2])
        #expect(try message(["x": wrong]) == "the input `x` must be float [N, 2], not string [1, 2]")
    }

    @Test func aWrongShapeIsNamed() throws {
        #expect(try message(["x": Tensor(.float([1, 2]))]) == "the input `x` must be float [N, 2], not float [2]")
        let wide = try Tensor(.float([1, 2, 3]), shape: [1, 3])
        #expect(try message(["x": wide]) == "the input `x` must be float [N, 2], not float [1, 3]")
    }

    @Test func aTextWithNULIsRefused() throws {
        let session = try session(passing(.string, shape: ["N"]))
        #expect(throws: Failure.self) { try session.run(["x": Tensor(.string(["a\0b"]))]) }
    }

    @Test func theRuntimesReasonIsGiven() throws {
        var graph = GraphBuilder(name: "bad")
        let x = graph.input("x", .float, shape: ["N"])
        let shape = graph.constant(Tensor(.int64([7])))
        graph.output(graph.node("Reshape", [x, shape]), name: "y", .float, shape: [7])
        let session = try session(graph.model())
        let failure = #expect(throws: Failure.self) { try session.run(["x": Tensor(.float([1, 2]))]) }
        #expect(failure?.diagnostics.first?.message == "cannot run the model")
        #expect(failure?.diagnostics.first?.notes.first?.contains("Reshape") == true)
    }

    @Test func anUnknownOperatorIsAFailure() throws {
        let model = try passing(.float, op: "Frobnicate")
        let failure = #expect(throws: Failure.self) { try session(model) }
        #expect(failure?.diagnostics.first?.message == "cannot load the model")
        #expect(failure?.diagnostics.first?.notes.first?.contains("Frobnicate") == true)
    }

    @Test func truncatedBytesAreAFailure() throws {
        let bytes = try passing(.float).bytes
        for length in [0, 1, bytes.count / 2, bytes.count - 1] {
            #expect(throws: Failure.self) {
                try Session(bytes: Array(bytes.prefix(length)), runtime: Engines.runtime.get())
            }
        }
    }

    @Test func aMissingFileIsAFailure() throws {
        let runtime = try Engines.runtime.get()
        let failure = #expect(throws: Failure.self) { try Session(path: "no/such.onnx", runtime: runtime) }
        #expect(failure?.diagnostics.first?.message == "cannot load `no/such.onnx`")
    }

    @Test func aMissingLibraryIsAFailureThatSaysHowToInstallIt() {
        let locator = EngineLocator(folders: ["nowhere"], programs: [], libraries: [])
        let failure = #expect(throws: Failure.self) { try Runtime(locator: locator) }
        #expect(failure?.diagnostics.first?.message == "ONNX Runtime is not installed")
        #expect(failure?.diagnostics.first?.hint?.contains("pip install") == true)
    }
}
