internal import MLKitONNX

extension TreeEnsemble {
    /// Adds a `TreeEnsembleRegressor` (ai.onnx.ml) that computes the margins [N, outputs].
    ///
    /// XGBoost's comparison is `<` between floats, which is `BRANCH_LT`. Where missing values go is left out:
    /// the features have none.
    func export(_ features: Value, to builder: inout GraphBuilder) -> Value {
        var attributes = TreeAttributes()
        for (index, tree) in trees.enumerated() { attributes.append(tree, index: index) }
        return builder.node(
            "TreeEnsembleRegressor", domain: "ai.onnx.ml", [features],
            attributes.list + [
                ("n_targets", .int(outputs)),
                ("base_values", .floats(baseMargins)),
            ])
    }
}

/// The parallel lists in which the operator takes all nodes of all trees.
private struct TreeAttributes {
    private var treeIDs = [Int]()
    private var nodeIDs = [Int]()
    private var features = [Int]()
    private var modes = [String]()
    private var thresholds = [Float]()
    private var below = [Int]()
    private var above = [Int]()
    private var leafTrees = [Int]()
    private var leafNodes = [Int]()
    private var leafOutputs = [Int]()
    private var leafValues = [Float]()

    mutating func append(_ tree: Tree, index: Int) {
        for (id, node) in tree.nodes.enumerated() {
            treeIDs.append(index)
            nodeIDs.append(id)
            switch node {
            case .split(let feature, let threshold, let below, let above):
                append("BRANCH_LT", feature, threshold, below, above)
            case .leaf(let value):
                append("LEAF", 0, 0, 0, 0)
                leafTrees.append(index)
                leafNodes.append(id)
                leafOutputs.append(tree.output)
                leafValues.append(value)
            }
        }
    }

    private mutating func append(_ mode: String, _ feature: Int, _ threshold: Float, _ below: Int, _ above: Int) {
        modes.append(mode)
        features.append(feature)
        thresholds.append(threshold)
        self.below.append(below)
        self.above.append(above)
    }

    var list: [(String, Attribute)] {
        [
            ("nodes_treeids", .ints(treeIDs)), ("nodes_nodeids", .ints(nodeIDs)),
            ("nodes_featureids", .ints(features)), ("nodes_modes", .strings(modes)),
            ("nodes_values", .floats(thresholds)), ("nodes_truenodeids", .ints(below)),
            ("nodes_falsenodeids", .ints(above)), ("target_treeids", .ints(leafTrees)),
            ("target_nodeids", .ints(leafNodes)), ("target_ids", .ints(leafOutputs)),
            ("target_weights", .floats(leafValues)),
        ]
    }
}
