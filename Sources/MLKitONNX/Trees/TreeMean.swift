internal import MLKitCore
internal import MLKitONNXFormat

/// A model that answers the weighted mean of others, as far as their answers are sums of trees on the scale of the mean.
public struct TreeMean: Sendable {
    /// One whose answer is a sum of trees: a number, or the share of the second of two classes.
    public struct Member: Sendable {
        public let weight: Double
        public let trees: TreeSum
        /// For each feature the input that it follows from, by its place among the model's; `nil` for one that is the same for all rows.
        public let columns: [Int?]
        /// The output of `observed` that has the features, floats [N, features].
        public let features: String
    }

    public let members: [Member]
    /// The outputs of `observed` that have the answers of the others, with their weights: floats [N, classes] or [N, 1].
    public let rest: [String]
    /// How many of the others have trees, which add up something else than the answer, or columns that act together before them.
    public let unlike: Int
    public let observed: Model

    /// How many models there are.
    public var count: Int { members.count + rest.count }
}

extension Model {
    /// - Parameter answer: the output that has probabilities, or the number.
    /// - Returns: `nil` for a model that is no sum of others, each times a constant.
    /// - Throws: `Failure` if its trees are broken.
    public func treeMean(of answer: String) throws -> TreeMean? {
        let index = GraphIndex(format.graph)
        let reading = MeanReading(index)
        guard let parts = reading.parts(of: answer) else { return nil }
        let names = inputs.map(\.name)
        let dependence = ColumnDependence(index, inputs: names)
        var (members, rest, unlike) = ([TreeMean.Member](), [String](), 0)
        for part in parts {
            if let node = reading.trees(of: part.answer), let trees = try TreeSum(node), trees.outputs == 1, let features = node.input.first,
                let columns = dependence.columns(of: features), columns.allSatisfy({ $0.count <= 1 }), !names.contains(features),
                trees.featureCount <= columns.count
            {
                members.append(.init(weight: part.weight, trees: trees, columns: columns.map(\.first), features: features))
            } else {
                rest.append(part.weighted)
                if reading.hasTrees(part.answer) { unlike += 1 }
            }
        }
        return TreeMean(
            members: members, rest: rest, unlike: unlike, observed: observing(members.map(\.features) + rest))
    }
}

/// Goes back through the nodes of a mean.
private struct MeanReading {
    private let index: GraphIndex
    private let makers: [String: Onnx_NodeProto]

    init(_ index: GraphIndex) {
        self.index = index
        makers = Dictionary(index.graph.node.flatMap { node in node.output.map { ($0, node) } }) { first, _ in first }
    }

    /// The weight of each part of a sum, its own answer, and that times the weight.
    func parts(of name: String) -> [(weight: Double, answer: String, weighted: String)]? {
        guard let sum = maker(of: name), sum.qualifiedOperator == "Sum", sum.input.count > 1 else { return nil }
        let parts = sum.input.map { weighted -> (weight: Double, answer: String, weighted: String)? in
            guard let product = makers[weighted], product.qualifiedOperator == "Mul", product.input.count == 2 else { return nil }
            for (own, other) in [(0, 1), (1, 0)] {
                if let weight = number(product.input[other]) { return (weight, product.input[own], weighted) }
            }
            return nil
        }
        return parts.contains { $0 == nil } ? nil : parts.compactMap { $0 }
    }

    /// The trees whose sum is a number, or, cut to what a share can be, the probability of the second of two classes.
    func trees(of name: String) -> Onnx_NodeProto? {
        guard let node = maker(of: name) else { return nil }
        if node.opType.hasPrefix("TreeEnsemble") { return node }
        guard node.qualifiedOperator == "Concat", node.input.count == 2, let other = maker(of: node.input[0]),
            other.qualifiedOperator == "Sub", other.input.count == 2, number(other.input[0]) == 1, other.input[1] == node.input[1]
        else { return nil }
        return share(node.input[1])
    }

    /// The trees behind bounds of 0 and 1.
    private func share(_ name: String) -> Onnx_NodeProto? {
        guard let node = maker(of: name) else { return nil }
        if node.opType.hasPrefix("TreeEnsemble") { return node }
        let bounds = ["Min": 1.0, "Max": 0.0]
        guard let bound = bounds[node.qualifiedOperator], node.input.count == 2, number(node.input[1]) == bound else { return nil }
        return share(node.input[0])
    }

    /// Whether trees are among what a value follows from.
    func hasTrees(_ name: String) -> Bool {
        var (waiting, seen) = ([name], Set<String>())
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted, let node = makers[next] else { continue }
            if node.opType.hasPrefix("TreeEnsemble") { return true }
            waiting += node.input
        }
        return false
    }

    /// What makes a value, past what changes its shape alone.
    private func maker(of name: String) -> Onnx_NodeProto? {
        guard let node = makers[name] else { return nil }
        guard ["Identity", "Reshape", "Squeeze", "Unsqueeze", "Cast"].contains(node.qualifiedOperator), let input = node.input.first else {
            return node
        }
        return maker(of: input)
    }

    /// A constant that is one number.
    private func number(_ name: String) -> Double? {
        guard let tensor = index.constant(name), let values = try? Tensor(tensor).values, case .float(let numbers) = values, numbers.count == 1
        else { return nil }
        return Double(numbers[0])
    }
}
