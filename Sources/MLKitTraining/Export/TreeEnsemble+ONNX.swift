internal import MLKitONNX

extension TreeEnsemble {
    /// Adds a `TreeEnsembleRegressor` (ai.onnx.ml) that computes the margins [N, outputs].
    ///
    /// XGBoost's comparison is `<` between floats, which is `BRANCH_LT`, and LightGBM's `<=`, which is `BRANCH_LEQ`. A set of
    /// categories is a chain of `BRANCH_EQ` that leads to one node, which ONNX Runtime makes one look-up of.
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
    private var yes = [Int]()
    private var no = [Int]()
    private var missing = [Int]()
    private var leafTrees = [Int]()
    private var leafNodes = [Int]()
    private var leafOutputs = [Int]()
    private var leafValues = [Float]()

    mutating func append(_ tree: DecisionTree, index: Int) {
        var next = tree.nodes.count
        for (id, node) in tree.nodes.enumerated() {
            switch node {
            case .split(let feature, .below(let threshold), let missing, let yes, let no):
                append(index, id, "BRANCH_LT", feature, threshold, missing, yes, no)
            case .split(let feature, .atMost(let threshold), let missing, let yes, let no):
                append(index, id, "BRANCH_LEQ", feature, threshold, missing, yes, no)
            case .split(let feature, .among(let categories), _, let yes, let no):
                var id = id
                for (place, category) in categories.enumerated() {
                    let isLast = place == categories.count - 1
                    append(index, id, "BRANCH_EQ", feature, Float(category), false, yes, isLast ? no : next)
                    guard !isLast else { break }
                    id = next
                    next += 1
                }
            case .leaf(let value):
                append(index, id, "LEAF", 0, 0, false, 0, 0)
                leafTrees.append(index)
                leafNodes.append(id)
                leafOutputs.append(tree.output)
                leafValues.append(value)
            }
        }
    }

    private mutating func append(
        _ tree: Int, _ id: Int, _ mode: String, _ feature: Int, _ threshold: Float, _ missing: Bool, _ yes: Int, _ no: Int
    ) {
        treeIDs.append(tree)
        nodeIDs.append(id)
        modes.append(mode)
        features.append(feature)
        thresholds.append(threshold)
        self.yes.append(yes)
        self.no.append(no)
        self.missing.append(missing ? 1 : 0)
    }

    var list: [(String, Attribute)] {
        [
            ("nodes_treeids", .ints(treeIDs)), ("nodes_nodeids", .ints(nodeIDs)),
            ("nodes_featureids", .ints(features)), ("nodes_modes", .strings(modes)),
            ("nodes_values", .floats(thresholds)), ("nodes_truenodeids", .ints(yes)),
            ("nodes_falsenodeids", .ints(no)), ("target_treeids", .ints(leafTrees)),
            ("target_nodeids", .ints(leafNodes)), ("target_ids", .ints(leafOutputs)),
            ("target_weights", .floats(leafValues)),
        ] + (missing.contains(1) ? [("nodes_missing_value_tracks_true", .ints(missing))] : [])
    }
}
