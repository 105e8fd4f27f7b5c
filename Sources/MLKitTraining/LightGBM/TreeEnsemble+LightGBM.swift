internal import MLKitCore
internal import MLKitEngines

extension TreeEnsemble {
    /// Reads a model in LightGBM's text format, version 4: lines of `name=value`, a block for each tree. The trees of one
    /// round stand one behind the other, one for each output.
    ///
    /// - Parameters:
    ///   - outputs: how many there are.
    ///   - scaling: what a sum of leaves is multiplied by, and what is added to it.
    /// - Throws: `Failure` if the text is not what LightGBM writes.
    init(lightGBM text: String, outputs: Int, scaling: TargetScaling) throws {
        var blocks = [[Substring: Substring]]()
        for line in text.split(separator: "\n") {
            guard line != "end of trees" else { break }
            guard let sign = line.firstIndex(of: "=") else { continue }
            let (name, value) = (line[..<sign], line[line.index(after: sign)...])
            if name == "Tree" { blocks.append([:]) } else if !blocks.isEmpty { blocks[blocks.count - 1][name] = value }
        }
        guard !blocks.isEmpty, blocks.count % outputs == 0 else { throw Self.unreadable(.lightgbm) }
        self.outputs = outputs
        trees = try blocks.enumerated().map { place, block in
            try DecisionTree(lightGBM: block, output: place % outputs, scale: scaling.scale)
        }
        baseMargins = [Float](repeating: Float(scaling.mean), count: outputs)
    }
}

extension DecisionTree {
    /// Reads one of LightGBM's trees.
    ///
    /// - Parameter scale: what the values of leaves are multiplied by.
    init(lightGBM block: [Substring: Substring], output: Int, scale: Double) throws {
        let source = LightGBMTree(block)
        guard source.isWhole else { throw TreeEnsemble.unreadable(.lightgbm) }
        // A child is the number of a split, or the complement of a leaf's.
        var reached = [source.features.isEmpty ? ~0 : 0]
        var nodes = [Node]()
        while nodes.count < reached.count {
            let place = reached[nodes.count]
            if place < 0 {
                guard source.values.indices.contains(~place) else { throw TreeEnsemble.unreadable(.lightgbm) }
                nodes.append(.leaf(Float(source.values[~place] * scale)))
                continue
            }
            guard source.features.indices.contains(place), reached.count < 2 * source.values.count else {
                throw TreeEnsemble.unreadable(.lightgbm)
            }
            let (test, missing) = try source.test(place)
            let yes = reached.count
            reached += [source.left[place], source.right[place]]
            nodes.append(.split(feature: source.features[place], test, missing: missing, yes: yes, no: yes + 1))
        }
        self.init(nodes: nodes, output: output)
    }
}

/// The lists that LightGBM writes of a tree.
private struct LightGBMTree {
    let features: [Int]
    let left: [Int]
    let right: [Int]
    let decisions: [Int]
    let thresholds: [Double]
    let values: [Double]
    /// Where the words of each set of categories begin in `words`, and the last ends.
    let boundaries: [Int]
    /// Sets of categories, one bit for each.
    let words: [UInt32]

    init(_ block: [Substring: Substring]) {
        func list<Number: LosslessStringConvertible>(_ name: Substring) -> [Number] {
            (block[name] ?? "").split(separator: " ").compactMap { Number(String($0)) }
        }
        features = list("split_feature")
        left = list("left_child")
        right = list("right_child")
        decisions = list("decision_type")
        thresholds = list("threshold")
        values = list("leaf_value")
        boundaries = list("cat_boundaries")
        words = list("cat_threshold")
    }

    var isWhole: Bool {
        Set([features.count, left.count, right.count, decisions.count, thresholds.count, values.count - 1]).count == 1
    }

    /// What sends a row to the left, and whether a missing value does. Of a decision's bits the first tells categories, the
    /// second whether missing values go to the left, and the next two which those are: none (then one that turns up later is
    /// taken for 0), or NaN.
    func test(_ place: Int) throws -> (DecisionTree.Test, missing: Bool) {
        let (decision, threshold) = (decisions[place], thresholds[place])
        if decision & 1 == 1 { return (.among(try categories(Int(threshold))), false) }
        switch decision >> 2 & 3 {
        case 0: return (.atMost(Self.float(below: threshold)), 0 <= threshold)
        case 2: return (.atMost(Self.float(below: threshold)), decision & 2 != 0)
        default: throw TreeEnsemble.unreadable(.lightgbm)
        }
    }

    private func categories(_ set: Int) throws -> [Int] {
        guard boundaries.indices.contains(set + 1), boundaries[set] < boundaries[set + 1], boundaries[set + 1] <= words.count,
            boundaries[set] >= 0
        else { throw TreeEnsemble.unreadable(.lightgbm) }
        let words = words[boundaries[set]..<boundaries[set + 1]]
        return words.enumerated().flatMap { place, word in (0..<32).filter { word >> UInt32($0) & 1 == 1 }.map { 32 * place + $0 } }
    }

    /// The largest float that is not above a threshold: floats are below both or above both. LightGBM takes numbers of up to
    /// 10⁻³⁵ for 0, which is where it puts thresholds on both sides of 0.
    private static func float(below threshold: Double) -> Float {
        let nought: Float = 1e-35
        guard abs(threshold) > Double(nought) else { return threshold < 0 ? (-nought).nextDown : nought }
        let float = Float(threshold)
        return Double(float) > threshold ? float.nextDown : float
    }
}
