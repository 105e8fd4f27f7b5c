internal import MLKitCore
public import MLKitYAML

// A stage's settings from its node. The node has passed the schema, so that every value has its type; keys
// left out take the defaults of the configuration types.

extension StageSettings {
    /// The settings in a stage's mapping, as found in `StageSpec.configuration` too.
    ///
    /// - Throws: `Failure` if the mapping does not fit its kind.
    public init(validating node: Node) throws {
        var validator = SchemaValidator()
        validator.check(node, .variant(StageSchema.all), as: "stage")
        guard validator.problems.isEmpty else { throw Failure(validator.problems) }
        self.init(node)
    }

    init(_ node: Node) {
        switch node["kind"]?.text {
        case "data": self = .data(DataConfiguration(node))
        case "train": self = .train(TrainConfiguration(node))
        case "evaluate": self = .evaluate(EvaluateConfiguration(node))
        case "quantize": self = .quantize(QuantizeConfiguration(node))
        case "deploy": self = .deploy(DeployConfiguration(node))
        default: self = .command(CommandConfiguration(node))
        }
    }
}

extension Node {
    fileprivate func int(_ key: String) -> Int? { self[key]?.scalar?.value.int }
    fileprivate func double(_ key: String) -> Double? { self[key]?.scalar?.value.double }
    fileprivate func bool(_ key: String) -> Bool? { self[key]?.scalar?.value.bool }
    fileprivate func texts(_ key: String) -> [String]? { self[key]?.sequence?.compactMap(\.text) }

    fileprivate func choice<Value: RawRepresentable<String>>(_ key: String) -> Value? {
        self[key]?.text.flatMap { Value(rawValue: $0) }
    }
}

extension DataConfiguration {
    init(_ node: Node) {
        self.init(source: node["source"]?.text ?? "", target: node["target"]?.text ?? "")
        if let clean = node["clean"] {
            self.clean.missing = clean.texts("missing") ?? self.clean.missing
            self.clean.dropDuplicates = clean.bool("drop_duplicates") ?? false
            self.clean.drop = clean.texts("drop") ?? []
        }
        if let split = node["split"] {
            self.split.train = split.double("train") ?? 0
            self.split.valid = split.double("valid") ?? 0
            self.split.test = split.double("test") ?? 0
            self.split.stratify = split["stratify"]?.text
            self.split.seed = split.int("seed") ?? 0
        }
    }
}

extension TrainConfiguration {
    init(_ node: Node) {
        let model = node["model"].map { ModelConfiguration($0) }
        self.init(
            features: FeatureConfiguration(node["features"]),
            model: model ?? ModelConfiguration(name: "baseline", algorithm: .baseline), seed: node.int("seed") ?? 0)
    }
}

extension FeatureConfiguration {
    init(_ node: Node?) {
        self.init()
        numeric.impute = node?["numeric"]?.choice("impute") ?? numeric.impute
        numeric.scale = node?["numeric"]?.choice("scale") ?? numeric.scale
        categorical.impute = node?["categorical"]?.choice("impute") ?? categorical.impute
        categorical.encode = node?["categorical"]?.choice("encode") ?? categorical.encode
        categorical.minimumCount = node?["categorical"]?.int("min_count") ?? categorical.minimumCount
    }
}

extension ModelConfiguration {
    init(_ node: Node) {
        let kind = node.text ?? node["kind"]?.text ?? ""
        let algorithm: Algorithm =
            switch kind {
            case "network": .network(Network(node))
            case "trees": .trees(Trees(node))
            default: .baseline
            }
        self.init(name: node["name"]?.text ?? kind, algorithm: algorithm)
    }
}

extension ModelConfiguration.Network {
    init(_ node: Node) {
        self.init()
        hidden = node["hidden"]?.sequence?.compactMap { $0.scalar?.value.int } ?? hidden
        learningRate = node.double("learning_rate") ?? learningRate
        batchSize = node.int("batch_size") ?? batchSize
        epochs = node.int("epochs") ?? epochs
        patience = node.int("patience") ?? patience
        l2 = node.double("l2") ?? l2
    }
}

extension ModelConfiguration.Trees {
    init(_ node: Node) {
        self.init()
        rounds = node.int("rounds") ?? rounds
        maxDepth = node.int("max_depth") ?? maxDepth
        learningRate = node.double("learning_rate") ?? learningRate
        minChildWeight = node.double("min_child_weight") ?? minChildWeight
        subsample = node.double("subsample") ?? subsample
        columnSample = node.double("column_sample") ?? columnSample
        l2 = node.double("l2") ?? l2
        maxBins = node.int("max_bins") ?? maxBins
        patience = node.int("patience") ?? patience
    }
}

extension EvaluateConfiguration {
    init(_ node: Node) {
        self.init(metrics: node.texts("metrics")?.compactMap { Metric(rawValue: $0) } ?? [])
        guard let select = node["select"] else { return }
        let bounds = select.texts("subject_to")?.compactMap { Bound($0) } ?? []
        if let metric: Metric = select.choice("maximize") {
            self.select = Selection(metric: metric, maximize: true, subjectTo: bounds)
        } else if let metric: Metric = select.choice("minimize") {
            self.select = Selection(metric: metric, maximize: false, subjectTo: bounds)
        }
    }
}

extension QuantizeConfiguration {
    init(_ node: Node) {
        self.init()
        perChannel = node.bool("per_channel") ?? perChannel
        calibrationRows = node.int("calibration_rows") ?? calibrationRows
        maxAccuracyDrop = node.double("max_accuracy_drop") ?? maxAccuracyDrop
    }
}

extension DeployConfiguration {
    init(_ node: Node) {
        self.init()
        targets = node.texts("targets")?.compactMap { Target(rawValue: $0) } ?? targets
        smokeRows = node.int("smoke_rows") ?? smokeRows
    }
}

extension CommandConfiguration {
    init(_ node: Node) {
        let run = node["run"]
        self.init(arguments: run?.sequence?.compactMap(\.text) ?? ["/bin/sh", "-c", run?.text ?? ""])
    }
}
