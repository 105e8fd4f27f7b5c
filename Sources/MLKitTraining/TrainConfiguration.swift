internal import MLKitCore
public import MLKitSpec
internal import MLKitYAML

/// The settings of `kind: train`: fit features and one model, and export both as one ONNX file.
public struct TrainConfiguration: Sendable {
    public var data = StageReference("")
    public var features = FeatureChoices()
    /// `nil` where none is named, which is an error.
    package var model: ModelChoice?
    public var seed = 0
    /// How many parts the training rows are cut into to be measured on one by one; `nil` for no such measurement.
    public var crossValidation: Int?
    /// What each class counts for; `nil` where all rows count alike.
    public var classWeight: ClassWeight?
    /// The column that says what each row counts for; `nil` where all count alike.
    public var weight: String?

    /// How probabilities are brought in line with how often they come true; `nil` for not at all.
    package var calibrate: CalibrationMethod?

    /// What a row counts for by its class.
    public enum ClassWeight: Hashable, Sendable {
        /// Each class the same in all.
        case balanced
        /// By the name of the class; 1 for one that is not named.
        case of([String: Double])
    }

    package init(
        features: FeatureChoices = FeatureChoices(), model: ModelChoice? = nil, seed: Int = 0,
        crossValidation: Int? = nil, classWeight: ClassWeight? = nil, weight: String? = nil, calibrate: CalibrationMethod? = nil
    ) {
        self.calibrate = calibrate
        self.classWeight = classWeight
        self.weight = weight
        self.crossValidation = crossValidation
        self.features = features
        self.model = model
        self.seed = seed
    }

    /// The keys, with models of some families.
    static func keys(_ families: [any ModelFamily]) -> KeySet<TrainConfiguration> {
        KeySet(
            "a stage of kind `train`", name: "train", blank: TrainConfiguration(),
            oneOf: [modelName, "matrix.\(modelName)"],
            [
                Key("data", \.data, .reference, "the data stage to learn from: `${stages.NAME}`", required: true),
                Key(
                    featuresName, \.features, .object(FeatureChoices.keys), "how columns become model inputs"),
                Key(
                    modelName, \.model, ModelChoice.type(families),
                    "the model to fit: a kind, or a kind with its settings"),
                Key(seedName, \.seed, .integer(0...), "number that decides initial weights and shuffles"),
                Key(
                    "cross_validation", \.crossValidation, .integer(2...100),
                    "cut the training rows into so many parts, and measure on each what is fitted on the others; the model "
                        + "itself is fitted on all"),
                Key(
                    "calibrate", \.calibrate, .choice,
                    "how probabilities are brought in line with how often they come true, within the model: `platt`, `isotonic`, "
                        + "`temperature`, or with `auto` the one of them, or none, that does best on rows that it was not fitted on; they are "
                        + "fitted on the folds of `cross_validation`, or without on the validation rows; not at all if left out"),
                Key(
                    classWeightName, \.classWeight, .classWeight,
                    "what a row counts for by its class: `balanced` lets each class count the same in all, `{yes: 5}` a class for as much, "
                        + "and others for 1; all rows count alike if left out"),
                Key(
                    "weight", \.weight, .text,
                    "the column of numbers that says what each row counts for, which models then do not see"),
            ])
    }

    static let modelName = "model"
    static let featuresName = "features"
    static let seedName = "seed"
    static let classWeightName = "class_weight"
}

/// One candidate model.
package struct ModelChoice: Sendable {
    /// Its own name; that of its family where it has none.
    package var name: String
    package var settings: any ModelSettings

    package init(name: String? = nil, _ settings: any ModelSettings) {
        self.name = name ?? settings.family
        self.settings = settings
    }

    private static let kindName = "kind"
    private static let nameName = "name"

    /// The name of a family, or a mapping with it and its settings.
    static func type(_ families: [any ModelFamily]) -> KeyType<ModelChoice> {
        KeyType(
            .either([.choice(families.map(\.name)), .variant(families.map { schema(of: $0) })]),
            read: { node in
                let kind = node.text ?? node[kindName]?.text
                guard let family = families.first(where: { $0.name == kind }) else { return nil }
                return ModelChoice(name: node[nameName]?.text, family.model(node))
            },
            write: { choice in
                .object(
                    [
                        JSON.Member(kindName, .string(choice.settings.family)),
                        JSON.Member(nameName, .string(choice.name)),
                    ] + (choice.settings.json.members ?? []))
            })
    }

    private static func schema(of family: some ModelFamily) -> ObjectSchema {
        let own = family.keys.schema
        let common = [
            FieldSchema(kindName, .text, "what it is", required: true),
            FieldSchema(nameName, .pattern(.identifier), "name of the model; its kind if left out"),
        ]
        return ObjectSchema(own.title, name: own.name, common + own.fields)
    }
}

extension KeyType<TrainConfiguration.ClassWeight> {
    private static let balanced = "balanced"

    fileprivate static var classWeight: Self {
        let weights = KeyType<[String: Double]>.mapping(.number(0...))
        return KeyType(
            .either([.choice([balanced]), weights.schema]),
            read: { node in node.text == balanced ? .balanced : weights.value(node).map { .of($0) } },
            write: { weight in
                switch weight {
                case .balanced: .string(balanced)
                case .of(let named): weights.json(named)
                }
            })
    }
}
