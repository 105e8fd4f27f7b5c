import MLKitCore
import Testing

@testable import MLKitONNX

/// What is compared of two models' answers, and over which dimension the largest is looked for.
@Suite struct ModelDifferenceTests {
    /// `x` and what comes of it by one operator after another.
    private func model(
        _ shape: [Dimension], _ type: ElementType = .float, rank: Int? = nil, _ build: (inout GraphBuilder, Value) throws -> Value
    ) throws -> Model {
        var graph = GraphBuilder(name: "g")
        let x = graph.input("x", .float, shape: shape)
        let y = try build(&graph, x)
        let dimensions = rank.map { [Dimension](repeating: "", count: $0) } ?? shape
        graph.output(y, name: "y", type, shape: dimensions)
        return try graph.model()
    }

    private func difference(_ before: Model, _ after: Model, _ tensor: Tensor) throws -> ModelDifference {
        try ModelDifference(session(before), session(after), classAxes: before.classAxes, on: [["x": tensor]])
    }

    /// Labels are told apart, and each that is another one counts.
    @Test func labelsAreComparedAsLabels() throws {
        let pick = { (shift: Float) in
            try model(["N", 3], .int64, rank: 1) { graph, x in
                let sum = graph.node("Add", [x, graph.constant(Tensor(.float([0, shift, 0])))])
                return graph.node("ArgMax", [sum], [("axis", .int(1)), ("keepdims", .int(0))])
            }
        }
        let tensor = try Tensor(.float([1, 0, 0, 0, 1, 0, 0, 0, 1, 5, 0, 0]), shape: [4, 3])
        let found = try difference(pick(0), pick(2), tensor)
        #expect(found.outputs.isEmpty)
        #expect(found.picks == [.init(output: "y", axis: nil, isAssumed: false, count: 4, flipped: 2)])
        #expect(found.flipped == 0.5)
        #expect(try #require(found.signalToNoise) > 3 && #require(found.signalToNoise) < 3.1)
        #expect(try difference(pick(0), pick(0), tensor).signalToNoise == .infinity)
    }

    /// Pictures of two classes: at each of the three places the largest of the classes, not of the places.
    @Test func classesOfConvolutionsAreTheSecondDimension() throws {
        let classify = { (bias: Float) in
            try model(["N", 1, 3], rank: 3) { graph, x in
                let weights = graph.constant(try Tensor(.float([1, -1]), shape: [2, 1, 1]))
                return graph.node("Conv", [x, weights, graph.constant(Tensor(.float([0, bias])))])
            }
        }
        let tensor = try Tensor(.float([-1, 0.25, 2, -1, 1, 2]), shape: [2, 1, 3])
        #expect(try classify(0).classAxes == ["y": 1])
        let found = try difference(classify(0), classify(1), tensor)
        #expect(found.picks == [.init(output: "y", axis: 1, isAssumed: false, count: 6, flipped: 1)])
        let last = try ModelDifference(session(classify(0)), session(classify(1)), on: [["x": tensor]])
        #expect(last.picks == [.init(output: "y", axis: 2, isAssumed: true, count: 4, flipped: 0)])
    }

    @Test func theGraphTellsWhereClassesAre() throws {
        let pictures: [Dimension] = ["N", 2, 3, 4]
        let order = [("perm", Attribute.ints([0, 2, 3, 1]))]
        #expect(try model(pictures) { graph, x in graph.node("Softmax", [x], [("axis", .int(1))]) }.classAxes == ["y": 1])
        #expect(try model(pictures) { graph, x in graph.node("Softmax", [x]) }.classAxes == ["y": -1])
        #expect(try model(pictures) { graph, x in graph.node("Relu", [x]) }.classAxes == [:])
        let product = try model(["N", 2], rank: 2) { graph, x in
            graph.node("Sigmoid", [graph.node("MatMul", [x, graph.constant(try Tensor(.float([1, 2]), shape: [2, 1]))])])
        }
        #expect(product.classAxes == ["y": -1])
        let turned = try model(pictures) { graph, x in
            let weights = graph.constant(try Tensor(.float([Float](repeating: 1, count: 10)), shape: [5, 2, 1, 1]))
            return graph.node("Transpose", [graph.node("Sigmoid", [graph.node("Conv", [x, weights])])], order)
        }
        #expect(turned.classAxes == ["y": 3])
    }

    @Test func otherShapesAndNumbersThatAreNoneAreTold() throws {
        let choose = { (least: Float) in
            try model(["N", 2], .int64, rank: 2) { graph, x in
                let flags = graph.node("Greater", [x, graph.constant(.scalar(least))])
                return graph.node("NonZero", [flags])
            }
        }
        let tensor = try Tensor(.float([1, 2, 3, 4]), shape: [2, 2])
        let other = try difference(choose(0), choose(2), tensor)
        #expect(other.reshaped == ["y": 1] && other.picks.isEmpty && other.flipped == nil && other.signalToNoise == nil)
        let divide = { (factor: Float) in
            try model(["N", 2], rank: 2) { graph, x in graph.node("Log", [graph.node("Mul", [x, graph.constant(.scalar(factor))])]) }
        }
        let part = try difference(divide(1), divide(2), Tensor(.float([1, 0, 2, 2]), shape: [2, 2]))
        #expect(part.outputs.map(\.passedOver) == [1] && part.picks.map(\.count) == [2] && part.unknown.isEmpty)
        let none = try difference(divide(1), divide(2), Tensor(.float([0, 0]), shape: [1, 2]))
        #expect(none.unknown == ["y"] && none.outputs.isEmpty)
        let text = #expect(throws: Failure.self) {
            try difference(divide(1), divide(-1), Tensor(.float([1, 2]), shape: [1, 2]))
        }
        #expect(text?.diagnostics.first?.message == "the quantized model answers NaN for `y` on sample 1, where it was 0")
    }
}
