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
    /// How many parts rows are cut into to be measured on one by one; `nil` for no such measurement.
    public var crossValidation: FoldChoice?
    /// What keeps rows together, or in their order, in these parts and those of a search; as the data are split if `nil`.
    public var foldsBy: FoldBond?
    /// Whether the model is fitted at last on the training and the validation rows, as far as folds of both say that training goes.
    public var refit = false
    /// What each class counts for; `nil` where all rows count alike.
    public var classWeight: ClassWeight?
    /// The column that says what each row counts for; `nil` where all count alike.
    public var weight: String?

    /// Whether training that was stopped goes on where it was.
    public var resumes = true

    /// A program of the user's own that trains in place of a model of mlkit's.
    public var command = CommandConfiguration()

    /// How probabilities are brought in line with how often they come true; `nil` for not at all.
    package var calibrate: ProbabilityCalibrationMethod?

    /// What a row counts for by its class.
    public enum ClassWeight: Hashable, Sendable {
        /// Each class the same in all.
        case balanced
        /// By the name of the class; 1 for one that is not named.
        case of([String: Double])
    }

    package init(
        features: FeatureChoices = FeatureChoices(), model: ModelChoice? = nil, seed: Int = 0,
        crossValidation: FoldChoice? = nil, refit: Bool = false, classWeight: ClassWeight? = nil, weight: String? = nil,
        calibrate: ProbabilityCalibrationMethod? = nil
    ) {
        self.calibrate = calibrate
        self.classWeight = classWeight
        self.weight = weight
        self.crossValidation = crossValidation
        self.refit = refit
        self.features = features
        self.model = model
        self.seed = seed
    }

    /// The keys, with models of some families.
    static func keys(_ families: [any ModelFamily]) -> KeySet<TrainConfiguration> {
        KeySet(
            "a stage of kind `train`", name: "train", blank: TrainConfiguration(),
            oneOf: [modelName, "matrix.\(modelName)", CommandConfiguration.runName],
            [
                Key("data", \.data, .reference, "the data stage to learn from: `${stages.NAME}`", required: true),
                Key(
                    featuresName, \.features, .object(FeatureChoices.keys), "how columns become model inputs"),
                Key(
                    modelName, \.model, ModelChoice.type(families),
                    "the model to fit: a kind, or a kind with its settings"),
                Key(seedName, \.seed, .integer(0...), "number that decides initial weights and shuffles"),
                Key(
                    foldsName, \.crossValidation, FoldChoice.type,
                    "cut the rows into so many parts, and measure on each what is fitted on the others; the model itself is fitted on "
                        + "all, and `evaluate` selects by what was answered for rows of other parts; `auto` does so, with 5 parts, where "
                        + "there are fewer than 1,000 validation rows, which tell models apart badly"),
                Key(
                    bondName, \.foldsBy, .object(FoldBond.keys),
                    "what keeps rows together, or in their order, in the parts of `cross_validation` and of a model of kind `auto`; as `split` "
                        + "of the data says if left out, so that only data of a command's need it"),
                Key(
                    refitName, \.refit, .boolean,
                    "whether validation rows are dealt to the parts too, and the model is fitted at last on both splits: as many rounds or "
                        + "epochs, or with the penalty, that did best in the mean of the parts"),
                Key(
                    calibrateName, \.calibrate, .choice,
                    "how probabilities are brought in line with how often they come true, within the model: `platt`, `isotonic`, "
                        + "`temperature`, or with `auto` the one of them, or none, that does best on rows that it was not fitted on; "
                        + "they are fitted on the folds of `cross_validation`, or without on the validation rows; not at all if left out"),
                Key(
                    classWeightName, \.classWeight, .classWeight,
                    "what a row counts for by its class: `balanced` lets each class count the same in all, `{yes: 5}` a class for as much, "
                        + "and others for 1; all rows count alike if left out"),
                Key(
                    weightName, \.weight, .text,
                    "the column of numbers that says what each row counts for, which models then do not see"),
                Key(
                    resumeName, \.resumes, .boolean,
                    "whether training that was stopped, and would run as it did, goes on from what it kept on the way: rounds of trees, epochs "
                        + "of networks, trials of `auto`; what comes of it is the same"),
            ] + ownKeys)
    }

    static let standardShell = "/bin/sh"

    /// The keys of a program of the user's own.
    private static let ownKeys: [Key<TrainConfiguration>] = [
        Key(
            CommandConfiguration.runName, \.command.named, .program,
            "a program of your own that trains in place of `model`, and writes the model as ONNX to the path in `MLKIT_MODEL`: a shell "
                + "command, or a program and its arguments, in which `{train}`, `{valid}`, `{schema}` and `{model}` stand for paths"),
        Key(
            CommandConfiguration.shellName, \.command.shell, .shell, "the shell for `run`, where that is a text",
            default: .string(standardShell)),
        Key(
            CommandConfiguration.inputsName, \.command.inputs, .list(.commandInput),
            "files and folders that `run` reads besides the data, as its code; stages that write them come first"),
        Key(CommandConfiguration.parametersName, \.command.parameters, .placedTexts, "parameters that `run` is given, by dotted name"),
        Key(
            CommandConfiguration.environmentName, \.command.environment, .variables,
            "environment variables of `run`: a list of those whose values matter to it, or a mapping of those that it is given"),
        Key(CommandConfiguration.directoryName, \.command.directory, .path,
            "the folder that `run` runs in; that of mlkit.yaml if left out"),
        Key(
            CommandConfiguration.pythonName, \.command.python, .onePathOrMore,
            "a virtual environment that `run` runs in, or a file that lists packages, or both: it runs again when they change"),
    ]

    /// The keys that say something of models of mlkit's own, and those that say something of a program.
    static let modelKeys = [featuresName, foldsName, bondName, refitName, calibrateName, classWeightName, weightName, resumeName]
    static let programKeys = [
        CommandConfiguration.shellName, CommandConfiguration.inputsName, CommandConfiguration.parametersName,
        CommandConfiguration.environmentName, CommandConfiguration.directoryName, CommandConfiguration.pythonName,
    ]

    static let modelName = "model"
    static let featuresName = "features"
    static let seedName = "seed"
    static let calibrateName = "calibrate"
    static let weightName = "weight"
    static let foldsName = "cross_validation"
    static let bondName = "folds_by"
    static let refitName = "refit"
    static let resumeName = "resume"
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
