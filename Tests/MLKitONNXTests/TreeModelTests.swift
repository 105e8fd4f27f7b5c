import MLKitCore
import MLKitONNX
import Testing

/// Sums of trees, read from graphs.
@Suite struct TreeModelTests {
    /// Two trees over three features, the first with a missing number that passes, and with a weight for each output in every leaf: the
    /// runtime leaves `base_values` out where there is none.
    private static let lists: [(String, Attribute)] = [
        ("nodes_treeids", .ints([0, 0, 0, 1, 1, 1, 1, 1])), ("nodes_nodeids", .ints([0, 1, 2, 0, 1, 2, 3, 4])),
        ("nodes_featureids", .ints([0, 0, 0, 1, 0, 2, 0, 0])),
        ("nodes_modes", .strings(["BRANCH_LEQ", "LEAF", "LEAF", "BRANCH_LT", "LEAF", "BRANCH_EQ", "LEAF", "LEAF"])),
        ("nodes_values", .floats([1.5, 0, 0, 2, 0, 3, 0, 0])), ("nodes_truenodeids", .ints([1, 0, 0, 1, 0, 3, 0, 0])),
        ("nodes_falsenodeids", .ints([2, 0, 0, 2, 0, 4, 0, 0])), ("nodes_missing_value_tracks_true", .ints([1, 0, 0, 0, 0, 0, 0, 0])),
        ("target_treeids", .ints([0, 0, 0, 0, 1, 1, 1, 1])), ("target_nodeids", .ints([1, 1, 2, 2, 1, 3, 4, 4])),
        ("target_ids", .ints([0, 1, 0, 1, 0, 1, 0, 1])), ("target_weights", .floats([1, 3, 5, 2, 4, 8, 16, 32])),
        ("n_targets", .int(2)), ("base_values", .floats([0.5, -0.5])),
    ]

    /// Inputs `a` and `b`, of which features are made: `a`, `b` as a number, `b` doubled.
    private func model(
        _ lists: [(String, Attribute)] = lists, changing name: String? = nil, to value: Attribute? = nil,
        answer: (Value, inout GraphBuilder) -> Value = { value, _ in value }, mixing: Bool = false
    ) throws -> Model {
        var graph = GraphBuilder(name: "trees")
        let (a, b) = (graph.input("a", .double, shape: ["N", 1]), graph.input("b", .double, shape: ["N", 1]))
        let numbers = graph.node("Concat", [a, b], [("axis", .int(1))])
        let floats = graph.node("Cast", [numbers], [("to", .int(1))])
        let second = graph.node("Gather", [floats, graph.constant(Tensor(.int64([1])))], [("axis", .int(1))])
        let first = graph.node("Gather", [floats, graph.constant(Tensor(.int64([0])))], [("axis", .int(1))])
        let doubled = graph.node("Mul", [second, mixing ? first : graph.constant(Tensor(.float([2])))])
        let features = graph.node("Concat", [floats, doubled], [("axis", .int(1))])
        let attributes = lists.map { $0.0 == name ? ($0.0, value ?? $0.1) : $0 }
        let sums = graph.node("TreeEnsembleRegressor", domain: "ai.onnx.ml", [features], attributes)
        graph.output(answer(sums, &graph), name: "prediction", .float, shape: ["N", 2])
        return try graph.model()
    }

    private static let rows: [(Double, Double)] = [(1, 1), (1.5, 2), (2, 1.5), (.nan, 1.5), (7, .nan), (1, 9)]

    @Test func sumsAreThoseOfTheRuntime() throws {
        let model = try model()
        let trees = try #require(try model.treeModel())
        #expect(trees.columns == [0, 1, 1] && trees.link == .answer && trees.trees.outputs == 2 && trees.trees.roots.count == 2)
        let observed = try session(trees.observed)
        let inputs = [
            "a": try Tensor(.double(Self.rows.map(\.0)), shape: [6, 1]), "b": try Tensor(.double(Self.rows.map(\.1)), shape: [6, 1]),
        ]
        let answers = try observed.run(inputs)
        guard case .float(let features)? = answers[trees.features]?.values, case .float(let sums)? = answers["prediction"]?.values else {
            Issue.record("no floats")
            return
        }
        for row in 0..<6 {
            let own = trees.trees.sums(Array(features[3 * row..<3 * row + 3]))
            #expect(own == sums[2 * row..<2 * row + 2].map(Double.init), "\(row)")
        }
        // A missing number goes where the tree says, and passes no other test.
        #expect(trees.trees.sums([.nan, .nan, .nan]) == [17.5, 34.5])
    }

    @Test func whatSumsBecomeIsTold() throws {
        func link(_ answer: @escaping (Value, inout GraphBuilder) -> Value) throws -> TreeModel.Link? {
            try model(answer: answer).treeModel()?.link
        }
        #expect(try link { $1.node("Sigmoid", [$0]) } == .logistic)
        #expect(try link { $1.node("Softmax", [$1.node("Identity", [$0])], [("axis", .int(1))]) } == .softmax)
        #expect(try link { $1.node("Neg", [$0]) } == .other)
        #expect(try link { $1.node("Identity", [$0]) } == .answer)
    }

    /// A feature of two inputs is no column's, and there is nothing to be told of it.
    @Test func otherModelsHaveNoSum() throws {
        #expect(try model(mixing: true).treeModel() == nil)
        #expect(try passing(.float).treeModel() == nil)
        #expect(try model(Self.lists + [("aggregate_function", .string("MIN"))]).treeModel() == nil)
        #expect(try model(Self.lists + [("post_transform", .string("LOGISTIC"))]).treeModel() == nil)
        let mean = try #require(try model(Self.lists + [("aggregate_function", .string("AVERAGE"))]).treeModel())
        #expect(mean.trees.sums([1, 1, 2]) == [3, 1])
    }

    @Test(arguments: [
        ("nodes_truenodeids", Attribute.ints([1, 0, 0, 1, 0, 9, 0, 0])), ("nodes_truenodeids", .ints([1, 0, 0, 1, 0, 0, 0, 0])),
        ("nodes_nodeids", .ints([0, 1, 1, 0, 1, 2, 3, 4])), ("nodes_values", .floats([1])), ("target_ids", .ints([0, 1, 0, 1, 0, 1, 0, 2])),
        ("target_nodeids", .ints([0, 1, 2, 2, 1, 3, 4, 4])), ("nodes_featureids", .ints([-1, 0, 0, 1, 0, 2, 0, 0])),
        ("base_values", .floats([1])), ("n_targets", .int(0)),
        ("nodes_modes", .strings(["SPLIT", "LEAF", "LEAF", "BRANCH_LT", "LEAF", "BRANCH_EQ", "LEAF", "LEAF"])),
    ])
    func brokenTreesAreRefused(_ name: String, _ value: Attribute) throws {
        #expect(throws: Failure.self) { try model(changing: name, to: value).treeModel() }
    }
}
