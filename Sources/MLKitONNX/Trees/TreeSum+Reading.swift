internal import MLKitCore
internal import MLKitONNXFormat

extension TreeSum {
    /// A path of more splits is in no tree that anybody trained.
    private static let deepest = 10_000

    /// Reads a node `TreeEnsembleRegressor` of ai.onnx.ml, versions 1 to 3.
    ///
    /// - Returns: `nil` for one that does more than add leaves up, or average them.
    /// - Throws: `Failure` if its lists do not go together, or its trees go round in circles.
    init?(_ node: Onnx_NodeProto) throws {
        let lists = NodeLists(node)
        guard lists.isSum else { return nil }
        guard lists.isWhole else { throw Self.broken }
        var places = [NodeName: Int]()
        for place in lists.nodes.indices {
            guard places.updateValue(place, forKey: lists.name(place)) == nil else { throw Self.broken }
        }
        var nodes = [Node]()
        for (place, mode) in lists.modes.enumerated() {
            guard mode != "LEAF" else {
                nodes.append(.leaf([]))
                continue
            }
            let tree = lists.trees[place]
            guard let test = Self.tests[mode], lists.features[place] >= 0,
                let yes = places[NodeName(tree: tree, node: lists.yes[place])], let no = places[NodeName(tree: tree, node: lists.no[place])]
            else { throw Self.broken }
            nodes.append(
                .split(
                    Split(
                        feature: lists.features[place], test: test, threshold: lists.thresholds[place],
                        takesMissing: lists.missing.isEmpty ? false : lists.missing[place] != 0, yes: yes, no: no)))
        }
        for (place, output) in lists.outputs.enumerated() {
            let name = NodeName(tree: lists.leafTrees[place], node: lists.leafNodes[place])
            guard let leaf = places[name], case .leaf(let weights) = nodes[leaf], (0..<lists.outputCount).contains(output) else {
                throw Self.broken
            }
            nodes[leaf] = .leaf(weights + [Weight(output: output, value: lists.values[place])])
        }
        let reached = Set(nodes.flatMap { node in if case .split(let split) = node { [split.yes, split.no] } else { [Int]() } })
        let roots = nodes.indices.filter { !reached.contains($0) }
        guard Set(roots.map { lists.trees[$0] }).count == roots.count, Set(lists.trees).count == roots.count else { throw Self.broken }
        let base = lists.base.isEmpty ? [Float](repeating: 0, count: lists.outputCount) : lists.base
        self.init(nodes: nodes, roots: roots, base: base, divisor: lists.isMean ? Double(max(roots.count, 1)) : 1)
        guard let depth, depth <= Self.deepest else { throw Self.broken }
    }

    private static let tests: [String: Test] = [
        "BRANCH_LT": .below, "BRANCH_LEQ": .atMost, "BRANCH_GT": .above, "BRANCH_GTE": .atLeast, "BRANCH_EQ": .equal,
        "BRANCH_NEQ": .different,
    ]

    private static var broken: Failure { Failure("the trees of the model cannot be read", notes: ["their lists do not go together"]) }

    /// The most splits on a path; `nil` where nodes lead back to one that led to them.
    private var depth: Int? {
        var waiting = [Int](repeating: 0, count: nodes.count)
        func next(_ place: Int) -> [Int] { if case .split(let split) = nodes[place] { [split.yes, split.no] } else { [] } }
        for place in nodes.indices { for other in next(place) { waiting[other] += 1 } }
        var ready = roots
        var depths = [Int](repeating: 0, count: nodes.count)
        var done = 0
        while let place = ready.popLast() {
            done += 1
            for other in next(place) {
                depths[other] = max(depths[other], depths[place] + 1)
                waiting[other] -= 1
                if waiting[other] == 0 { ready.append(other) }
            }
        }
        return done == nodes.count ? depths.max() ?? 0 : nil
    }
}

/// How the operator calls a node.
private struct NodeName: Hashable {
    let tree: Int
    let node: Int
}

/// The parallel lists of the operator.
private struct NodeLists {
    let trees, nodes, features, yes, no, missing, leafTrees, leafNodes, outputs: [Int]
    let thresholds, values, base: [Float]
    let modes: [String]
    let outputCount: Int
    let isMean: Bool
    /// Whether nothing is done but adding up, or averaging.
    let isSum: Bool

    init(_ node: Onnx_NodeProto) {
        func ints(_ name: String) -> [Int] { node.attribute(name)?.ints.map { Int($0) } ?? [] }
        func floats(_ name: String) -> [Float] { node.attribute(name)?.floats ?? [] }
        func text(_ name: String, _ standard: String) -> String {
            node.attribute(name).map { String(decoding: $0.s, as: UTF8.self) } ?? standard
        }
        (trees, nodes, features) = (ints("nodes_treeids"), ints("nodes_nodeids"), ints("nodes_featureids"))
        (yes, no) = (ints("nodes_truenodeids"), ints("nodes_falsenodeids"))
        missing = ints("nodes_missing_value_tracks_true")
        (leafTrees, leafNodes, outputs) = (ints("target_treeids"), ints("target_nodeids"), ints("target_ids"))
        (thresholds, values, base) = (floats("nodes_values"), floats("target_weights"), floats("base_values"))
        modes = node.attribute("nodes_modes")?.strings.map { String(decoding: $0, as: UTF8.self) } ?? []
        outputCount = Int(node.attribute("n_targets")?.i ?? 0)
        let aggregate = text("aggregate_function", "SUM")
        isMean = aggregate == "AVERAGE"
        isSum = node.qualifiedOperator == "ai.onnx.ml.TreeEnsembleRegressor" && (aggregate == "SUM" || isMean)
            && text("post_transform", "NONE") == "NONE" && !modes.isEmpty
    }

    var isWhole: Bool {
        Set([trees.count, nodes.count, features.count, yes.count, no.count, modes.count, thresholds.count]).count == 1
            && Set([leafTrees.count, leafNodes.count, outputs.count, values.count]).count == 1
            && (missing.isEmpty || missing.count == modes.count) && outputCount > 0 && (base.isEmpty || base.count == outputCount)
    }

    func name(_ place: Int) -> NodeName { NodeName(tree: trees[place], node: nodes[place]) }
}
