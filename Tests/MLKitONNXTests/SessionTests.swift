import MLKitCore
import MLKitEngines
import MLKitONNX
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct SessionTests {
    @Test(arguments: [
        Tensor.Values.float([1.5, -2, 0, .infinity]), .double([1e300, -2, 0, 1]), .int64([.min, .max, 0, 1]),
        .int32([.min, .max, 0, 1]), .int8([.min, .max, 0, 1]), .uint8([0, 255, 1, 2]), .int16([.min, .max, 0, 1]),
        .uint16([0, .max, 1, 2]), .uint32([0, .max, 1, 2]), .uint64([0, .max, 1, 2]), .float16([1.5, -65504, 0, .infinity]),
        .bfloat16([1.5, -3e38, 0, .infinity].map { BFloat16($0) }),
        .bool([true, false, false, true]), .string(["", "naïve", "<=50K", "日本 語"]),
    ])
    func everyTypeGoesInAndComesOut(values: Tensor.Values) throws {
        let tensor = try Tensor(values, shape: [2, 2])
        #expect(try session(passing(values.type)).run(["x": tensor]) == ["y": tensor])
    }

    @Test(arguments: [
        Tensor.Values.float([1.5, -2]), .double([1e300, -2]), .int64([.min, 3]), .int64([1 << 60, 1 << 61]),
        .int32([-1, 7]), .int32([.max, .max]), .int8([-128, 127]), .uint8([0, 255]), .bool([true, false]),
        .string(["", "naïve"]), .int16([.min, 3]), .uint16([0, .max]), .uint32([0, .max]), .uint64([0, .max]),
        .float16([1.5, -65504]), .bfloat16([BFloat16(1.5), BFloat16(-3e38)]),
    ])
    func everyTypeCanBeAConstant(values: Tensor.Values) throws {
        var graph = GraphBuilder(name: "constant")
        let constant = graph.constant(Tensor(values))
        graph.output(constant, name: "y", values.type, shape: [2])
        #expect(try session(graph.model()).run([:]) == ["y": Tensor(values)])
    }

    /// The nearest number, and of two as near the even one.
    @Test(arguments: [
        (1.00390625, 0x3F80), (1.01171875, 0x3F82), (1.004, 0x3F81), (-1.5, 0xBFC0), (3.4e38, 0x7F80), (.infinity, 0x7F80),
        (Float(bitPattern: 0x7F80_0001), 0x7FC0),
    ] as [(Float, UInt16)])
    func roundsToSixteenBits(_ value: Float, _ bits: UInt16) {
        #expect(BFloat16(value).bitPattern == bits)
    }

    @Test(arguments: [Tensor.Values.float([]), .string([])])
    func noRowsGiveNoRows(values: Tensor.Values) throws {
        let tensor = try Tensor(values, shape: [0, 2])
        #expect(try session(passing(values.type)).run(["x": tensor]) == ["y": tensor])
    }

    @Test func scalarsHaveNoDimensions() throws {
        let model = try passing(.float, op: "Neg", shape: [])
        #expect(try session(model).run(["x": .scalar(3 as Float)]) == ["y": .scalar(-3 as Float)])
    }

    @Test func rawColumnNamesAreKept() throws {
        let names = ["a", "b", "hours-per-week", "näme with spaces", "v1", "\"quoted\""]
        var graph = GraphBuilder(name: "names")
        let columns = names.map { graph.input($0, .float, shape: ["N", 1]) }
        let joined = graph.node("Concat", columns, [("axis", .int(1))])
        graph.output(graph.node("Neg", [joined]), name: "c", .float, shape: ["N", 6])
        graph.output(joined, name: "d", .float, shape: ["N", 6])
        graph.output(joined, name: "e", .float, shape: ["N", 6])
        graph.output(columns[0], name: "f", .float, shape: ["N", 1])
        let session = try session(graph.model())
        #expect(session.inputs.map(\.name) == names)
        let feeds = try names.enumerated().map { ($1, try Tensor(.float([Float($0)]), shape: [1, 1])) }
        let results = try session.run(Dictionary(uniqueKeysWithValues: feeds))
        #expect(results["c"]?.floats == [0, -1, -2, -3, -4, -5])
        #expect(results["d"]?.floats == [0, 1, 2, 3, 4, 5])
        #expect(results["e"]?.floats == [0, 1, 2, 3, 4, 5])
        #expect(results["f"]?.floats == [0])
    }

    @Test func everyKindOfAttributeReachesTheRuntime() throws {
        var graph = GraphBuilder(name: "attributes")
        let text = graph.input("text", .string, shape: ["N"])
        let codes = graph.node(
            "LabelEncoder", domain: "ai.onnx.ml", [text],
            [
                ("keys_strings", .strings(["a", "b"])), ("values_floats", .floats([0.5, 1.5])),
                ("default_float", .float(-1)),
            ])
        let column = graph.node("Unsqueeze", [codes, graph.constant(Tensor(.int64([1])))])
        let one = graph.node("Constant", [], [("value", .tensor(.scalar(1 as Float)))])
        let both = graph.node("Concat", [graph.node("Add", [column, one]), column], [("axis", .int(1))])
        let parts = graph.node("Split", [both], [("axis", .int(1))], outputCount: 2)
        graph.output(graph.node("Transpose", [parts[0]], [("perm", .ints([1, 0]))]), name: "y", .float, shape: [1, "N"])
        let results = try session(graph.model()).run(["text": Tensor(.string(["b", "?", "a"]))])
        #expect(try results["y"] == Tensor(.float([2.5, 0, 1.5]), shape: [1, 3]))
    }

    @Test func optionalInputsCanBeLeftOut() throws {
        var graph = GraphBuilder(name: "clip")
        let x = graph.input("x", .float, shape: ["N"])
        let most = graph.constant(.scalar(1 as Float))
        graph.output(graph.node("Clip", [x, .none, most]), name: "y", .float, shape: ["N"])
        #expect(try session(graph.model()).run(["x": Tensor(.float([-3, 3]))])["y"]?.floats == [-3, 1])
    }

    @Test func declaredShapesAreRead() throws {
        let session = try session(passing(.int64, shape: ["rows", 3]))
        #expect(session.inputs == [ValueDescription(name: "x", type: .int64, shape: [.symbolic("rows"), .fixed(3)])])
        #expect(session.inputs[0].description == "int64 [rows, 3]")
    }

    @Test func onlyTheOutputsAskedForComeBack() throws {
        var graph = GraphBuilder(name: "two")
        let x = graph.input("x", .float, shape: ["N"])
        graph.output(graph.node("Neg", [x]), name: "negative", .float, shape: ["N"])
        graph.output(graph.node("Abs", [x]), name: "absolute", .float, shape: ["N"])
        let session = try session(graph.model())
        let x1 = Tensor(.float([-1]))
        #expect(try session.run(["x": x1], outputs: ["absolute"]) == ["absolute": Tensor(.float([1]))])
        #expect(try session.run(["x": x1], outputs: ["absolute", "absolute"]).count == 1)
        #expect(try session.run(["x": x1], outputs: []).isEmpty)
        let call = try session.call(outputs: ["absolute", "negative"])
        #expect(try session.run(call, [x1]) == [Tensor(.float([1])), Tensor(.float([1]))])
    }

    @Test func aModelFileIsLoaded() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path.appending("model.onnx")
        try LocalFileSystem().write(passing(.float).bytes, to: path)
        let session = try Session(path: path, runtime: Engines.runtime.get())
        #expect(session.outputs.map(\.name) == ["y"])
    }

    @Test func manyThreadsCanRunOneSession() async throws {
        let session = try session(passing(.float, op: "Neg"))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let x = try Tensor(.float([Float(number), 1]), shape: [1, 2])
                    return try session.run(["x": x])["y"]?.floats == [-Float(number), -1]
                }
            }
            for try await right in group { #expect(right) }
        }
    }

    /// Whether memory is kept for runs to come or given back, answers are the same.
    @Test(arguments: [true, false]) func memoryIsKeptOrGivenBack(keepsMemory: Bool) throws {
        var graph = GraphBuilder(name: "wide")
        let wide = try graph.node("MatMul", [graph.input("x", .float, shape: ["N", 1]), graph.constant(Self.ones([1, 64]))])
        let narrow = try graph.node("MatMul", [graph.node("Neg", [wide]), graph.constant(Self.ones([64, 1]))])
        graph.output(narrow, name: "y", .float, shape: ["N", 1])
        let session = try Session(graph.model(), runtime: Engines.runtime.get(), options: SessionOptions(keepsMemory: keepsMemory))
        for rows in [1, 4096, 2] {
            let answers = try session.run(["x": Self.ones([rows, 1])])["y"]?.floats
            #expect(answers == [Float](repeating: -64, count: rows))
        }
    }

    /// A declared scalar takes one number; an input without a declared shape takes any.
    @Test func anInputWithoutAShapeIsNoScalar() throws {
        for (shape, taken) in [([], [[]]), (nil, [[], [2], [2, 2]])] as [([Dimension]?, [[Int]])] {
            var graph = GraphBuilder(name: "any")
            graph.output(graph.node("Neg", [graph.input("x", .float, shape: shape)]), name: "y", .float, shape: shape)
            let session = try Session(graph.model(), runtime: Engines.runtime.get())
            #expect(session.inputs.first?.shape == shape)
            for given in [[], [2], [2, 2]] {
                let answer = try? session.run(["x": Self.ones(given)])["y"]
                #expect(answer?.shape == (taken.contains(given) ? given : nil))
            }
        }
    }

    private static func ones(_ shape: [Int]) throws -> Tensor {
        try Tensor(.float([Float](repeating: 1, count: shape.reduce(1, *))), shape: shape)
    }

    /// Of this process (proc_pid_statm(5)).
    @Test func theVersionIsKnown() throws {
        #expect(try Engines.runtime.get().version.hasPrefix("1."))
    }

    /// Each opens and drops a runtime of its own, so that one is taken down while another is made.
    @Test func runtimesMayComeAndGoAtOnce() async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<200 { group.addTask { try Runtime(locator: Engines.locator).version } }
            for try await version in group { #expect(version.hasPrefix("1.")) }
        }
    }
}
