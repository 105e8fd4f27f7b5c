internal import MLKitCore

/// The settings of a model in LightGBM's own names.
struct LightGBMSettings {
    /// `name=value`, with spaces between.
    let text: String

    /// - Throws: `Failure` for a constraint on a column that the model does not have, or that cannot be constrained.
    init(_ configuration: LightGBMFamily.Configuration, _ data: TrainingData, seed: Int, threads: Int) throws {
        let leaf = configuration.minimumRows ?? min(20, max(5, data.train.rows / 50))
        var settings = Self.objective(data.loss) + Self.common(data, seed: seed, threads: threads) + [
            ("learning_rate", "\(configuration.learningRate)"),
            ("num_leaves", "\(configuration.leaves)"), ("max_depth", "\(configuration.maxDepth ?? -1)"),
            ("min_data_in_leaf", "\(leaf)"),
            // LightGBM's 100 rows of a group of categories leave no split in a small table.
            ("min_data_per_group", "\(min(100, max(leaf, data.train.rows / 50)))"),
            ("bagging_fraction", "\(configuration.subsample)"), ("bagging_freq", configuration.subsample < 1 ? "1" : "0"),
            ("feature_fraction", "\(configuration.columnSample)"), ("lambda_l1", "\(configuration.l1)"),
            ("lambda_l2", "\(configuration.l2)"), ("max_bin", "\(configuration.maxBins)"),
        ]
        settings += try Self.monotone(configuration, data) + Self.interactions(configuration, data.inputs)
        text = Self.text(settings)
    }

    /// The settings of a forest whose trees learn a number for each row: its target, or how far it is of one class.
    ///
    /// - Parameter weights: what each row counts for; `nil` where all count 1.
    init(forest configuration: ForestFamily.Configuration, _ data: TrainingData, weights: [Float]?, seed: Int, threads: Int) {
        let isClassifier = data.loss != .squared
        text = Self.text(
            Self.common(data, seed: seed, threads: threads) + [
                ("objective", "regression"), ("metric", "l2"), ("boosting", "rf"),
                // Targets come without their mean, so that a tree that finds no split answers the mean.
                ("boost_from_average", "false"),
                ("bagging_fraction", "\(configuration.subsample)"), ("bagging_freq", "1"),
                ("feature_fraction_bynode", "\(configuration.columnSample ?? (isClassifier ? 0.5 : 0.7))"),
                ("extra_trees", "\(configuration.isExtra)"), ("num_leaves", "\(configuration.leaves)"),
                ("max_depth", "\(configuration.maxDepth ?? -1)"), ("min_data_in_leaf", "\(configuration.minimumRows)"),
                // Of squared errors that is what rows count for. LightGBM tells rows from their weights, and so that a split has
                // none on one side, from what rounding leaves: no row counts for less than this.
                ("min_sum_hessian_in_leaf", "\((weights?.filter { $0 > 0 }.min() ?? 1) / 2)"),
                ("min_data_per_group", "\(configuration.minimumRows)"),
                // In a small table LightGBM would pass over categories of less than ten rows.
                ("cat_smooth", "\(min(10, max(2, data.train.rows / 500)))"), ("cat_l2", "1"),
                ("lambda_l2", "\(configuration.l2 ?? (isClassifier ? 0.3 : 0))"), ("max_bin", "\(configuration.maxBins)"),
            ])
    }

    private static func text(_ settings: [(String, String)]) -> String {
        settings.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    }

    /// What all models of LightGBM have in common.
    private static func common(_ data: TrainingData, seed: Int, threads: Int) -> [(String, String)] {
        let categories = data.inputs.indices.filter { data.inputs[$0].kind == .category }
        return [
            // One way of building histograms, not the one that is quicker just now: the same trees on every run.
            ("deterministic", "true"), ("force_row_wise", "true"), ("verbosity", "-1"), ("num_threads", "\(threads)"),
            ("seed", "\(seed & 0x7fff_ffff)"),
        ] + (categories.isEmpty ? [] : [("categorical_feature", list(categories))])
    }

    private static func objective(_ loss: Loss) -> [(String, String)] {
        switch loss {
        case .logistic: [("objective", "binary"), ("metric", "binary_logloss")]
        case .squared: [("objective", "regression"), ("metric", "l2")]
        case .softmax(let classes): [("objective", "multiclass"), ("metric", "multi_logloss"), ("num_class", "\(classes)")]
        }
    }

    private static func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ",") }

    private static func monotone(
        _ configuration: LightGBMFamily.Configuration, _ data: TrainingData
    ) throws -> [(String, String)] {
        guard !configuration.monotone.isEmpty else { return [] }
        if case .softmax(let classes) = data.loss {
            throw Failure(
                "`monotone` is for two classes or for a number, and the target has \(classes) classes",
                hint: "leave `monotone` out")
        }
        let inputs = data.inputs
        var directions = [Int](repeating: 0, count: inputs.count)
        for (column, direction) in configuration.monotone.sorted(by: { $0.key < $1.key }) {
            let places = try places(of: column, inputs, LightGBMFamily.monotoneName)
            guard let place = places.first(where: { inputs[$0].kind == .number }) else {
                throw Failure(
                    "`monotone` names the column `\(column)`, which is not one of numbers",
                    hint: "only a number can grow; take the column out of `monotone`")
            }
            directions[place] = direction == .increasing ? 1 : -1
        }
        return [("monotone_constraints", list(directions))]
    }

    /// Columns that no group names make a group of their own each, as LightGBM has it: they act alone.
    private static func interactions(
        _ configuration: LightGBMFamily.Configuration, _ inputs: [FeatureInput]
    ) throws -> [(String, String)] {
        guard !configuration.interactions.isEmpty else { return [] }
        let named = try configuration.interactions.map { group in
            try group.flatMap { try places(of: $0, inputs, LightGBMFamily.interactionsName) }
        }
        let rest = inputs.indices.filter { place in !named.contains { $0.contains(place) } }
        let alone = Dictionary(grouping: rest) { inputs[$0].column }.values.sorted { $0[0] < $1[0] }
        let groups = (named + alone).filter { !$0.isEmpty }.map { "[\(list($0))]" }
        return [("interaction_constraints", groups.joined(separator: ","))]
    }

    private static func places(of column: String, _ inputs: [FeatureInput], _ key: String) throws -> [Int] {
        let places = inputs.indices.filter { inputs[$0].column.utf8.elementsEqual(column.utf8) }
        guard places.isEmpty else { return places }
        throw Failure(
            "`\(key)` names the column `\(column)`, which the model does not take",
            hint: Suggestion.hint(for: column, among: Array(Set(inputs.map(\.column))).sorted()))
    }
}
