internal import MLKitCore
internal import MLKitONNXFormat

/// A model whose answer follows from one sum of trees, with what its features are.
public struct TreeModel: Sendable {
    /// What is made of the sums.
    public enum Link: Hashable, Sendable {
        /// They are the answer.
        case answer
        /// A probability by the logistic function, of log-odds.
        case logistic
        /// Probabilities by the softmax function.
        case softmax
        case other
    }

    public let trees: TreeSum
    public let link: Link
    /// For each feature the input that it follows from, by its place among the model's; `nil` for one that is the same for all rows.
    public let columns: [Int?]
    /// The output of `observed` that has the features, floats [N, features].
    public let features: String
    /// The model with its features as an output.
    public let observed: Model
}

extension Model {
    /// The trees of a model that has one sum of them, each of whose features follows from one input at most.
    ///
    /// - Returns: `nil` for any other model.
    /// - Throws: `Failure` if its trees are broken.
    public func treeModel() throws -> TreeModel? {
        let index = GraphIndex(format.graph)
        let places = index.graph.node.indices.filter { index.graph.node[$0].opType.hasPrefix("TreeEnsemble") }
        guard places.count == 1, let trees = try TreeSum(index.graph.node[places[0]]) else { return nil }
        let node = index.graph.node[places[0]]
        guard let features = node.input.first, let sums = node.output.first else { return nil }
        let names = inputs.map(\.name)
        guard let columns = ColumnDependence(index, inputs: names).columns(of: features), columns.allSatisfy({ $0.count <= 1 }),
            !names.contains(features), trees.featureCount <= columns.count, followsFrom(places[0], alone: names, index)
        else { return nil }
        return TreeModel(
            trees: trees, link: link(of: sums, index), columns: columns.map(\.first), features: features, observed: observing([features]))
    }

    /// Whether what the model answers follows from its inputs by one node alone, and not beside it, as that of a mean of models does.
    private func followsFrom(_ place: Int, alone inputs: [String], _ index: GraphIndex) -> Bool {
        let makers = Dictionary(index.graph.node.enumerated().flatMap { place, node in node.output.map { ($0, place) } }) { first, _ in first }
        var (waiting, seen) = (outputs.map(\.name), Set<String>())
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted else { continue }
            if inputs.contains(next) { return false }
            guard let maker = makers[next], maker != place else { continue }
            waiting += index.graph.node[maker].input
        }
        return true
    }

    private func link(of sums: String, _ index: GraphIndex) -> TreeModel.Link {
        var name = sums
        while true {
            if outputs.contains(where: { $0.name == name }) { return .answer }
            guard let place = index.soleUser(of: name) else { return usersAreLogistic(name, index) ? .logistic : .other }
            let node = index.graph.node[place]
            switch node.qualifiedOperator {
            case "Sigmoid": return .logistic
            case "Softmax": return .softmax
            case "Identity", "Reshape", "Squeeze", "Unsqueeze", "Cast":
                guard let next = node.output.first else { return .other }
                name = next
            default: return .other
            }
        }
    }

    /// Whether a value goes through the logistic function, be it several times.
    private func usersAreLogistic(_ name: String, _ index: GraphIndex) -> Bool {
        let users = index.graph.node.filter { $0.input.contains(name) }
        return !users.isEmpty && users.allSatisfy { $0.qualifiedOperator == "Sigmoid" }
    }
}

extension TreeSum {
    /// How many features there have to be.
    var featureCount: Int {
        nodes.reduce(0) { most, node in if case .split(let split) = node { max(most, split.feature + 1) } else { most } }
    }
}
