internal import MLKitCore
internal import MLKitEngines

/// One decision tree, its nodes numbered from the root, 0, without gaps.
struct DecisionTree: Equatable {
    enum Node: Equatable {
        /// Rows whose feature passes the test go to `yes`, the others to `no`; a missing value goes to `yes` if `missing`.
        case split(feature: Int, Test, missing: Bool, yes: Int, no: Int)
        /// Adds `value` to the margin.
        case leaf(Float)
    }

    enum Test: Equatable {
        case below(Float)
        case atMost(Float)
        /// A category that is one of these; there is one at least.
        case among([Int])
    }

    var nodes: [Node]
    /// Which margin of a row the tree adds to.
    let output: Int

    init(nodes: [Node], output: Int) {
        self.nodes = nodes
        self.output = output
    }

    /// Reads one of XGBoost's trees; nodes it has pruned are left out. Its features have no missing values.
    init(_ json: JSON, output: Int) throws {
        guard let left = json["left_children"]?.array?.compactMap(\.int),
            let right = json["right_children"]?.array?.compactMap(\.int),
            let features = json["split_indices"]?.array?.compactMap(\.int),
            let values = json["split_conditions"]?.array?.compactMap(\.double),
            Set([left.count, right.count, features.count, values.count]).count == 1, !left.isEmpty
        else { throw TreeEnsemble.unreadable(.xgboost) }
        self.output = output
        nodes = []
        var reached = [0]
        var next = 0
        while next < reached.count {
            let old = reached[next]
            next += 1
            guard left[old] >= 0 else {
                nodes.append(.leaf(Float(values[old])))
                continue
            }
            guard left.indices.contains(left[old]), left.indices.contains(right[old]), reached.count < left.count
            else { throw TreeEnsemble.unreadable(.xgboost) }
            let below = reached.count
            reached += [left[old], right[old]]
            nodes.append(
                .split(
                    feature: features[old], .below(Float(values[old])), missing: false, yes: below, no: below + 1))
        }
    }
}
