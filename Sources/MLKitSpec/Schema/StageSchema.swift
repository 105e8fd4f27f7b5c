internal import MLKitCore

/// The keys of each kind of stage. Defaults are those of the configuration types.
public enum StageSchema {
    public static let all = [data, train, evaluate, quantize, deploy, command.adding(StageViews.fields)].map {
        $0.adding(UnfoldingSchema.fields(of: $0))
    }

    static let data = ObjectSchema(
        "a stage of kind `data`", name: "data",
        [
            kind,
            FieldSchema("source", .path, "file or glob: csv, tsv, json or parquet, also .gz", required: true),
            FieldSchema("target", .text, "the column to predict", required: true),
            FieldSchema(
                "schema", .path, "where the schema is kept: found out on the first run, enforced from then on",
                default: "data/schema.yaml"),
            FieldSchema("clean", .object(clean), "what to mend in the source before anything else"),
            FieldSchema("split", .object(split), "how rows are shared out; 0.7, 0.15 and 0.15 if left out"),
            FieldSchema("report", .path, "where the statistics go", default: "reports/data.json"),
            gate, cache, resources, mutex, retries,
        ])

    static let clean = ObjectSchema(
        "`clean`",
        [
            FieldSchema(
                "missing", .list(.text), "texts that mean a missing value, as empty text always does",
                default: texts(cleaning.missing)),
            FieldSchema(
                "drop_duplicates", .boolean, "keep one of several equal rows", default: .bool(cleaning.dropDuplicates)),
            FieldSchema("drop", .list(.text), "columns to leave out", default: texts(cleaning.drop)),
        ])

    static let split = ObjectSchema(
        "`split`",
        [
            FieldSchema("train", .number(0...1), "share of rows to train on", required: true),
            FieldSchema("valid", .number(0...1), "share of rows to tune on", required: true),
            FieldSchema("test", .number(0...1), "share of rows to measure on; the three add up to 1", required: true),
            FieldSchema("stratify", .text, "column whose values are shared out evenly"),
            FieldSchema("seed", .integer(0 ... .max), "number that decides the shuffle", default: .int(splitting.seed)),
        ])

    static let train = ObjectSchema(
        "a stage of kind `train`", name: "train",
        [
            kind,
            FieldSchema("data", .reference, "the data stage to learn from: `${stages.NAME}`", required: true),
            FieldSchema("features", .object(features), "how columns become model inputs"),
            FieldSchema("model", model, "the model to fit: a kind, or a kind with its settings"),
            FieldSchema(
                "seed", .integer(0 ... .max), "number that decides initial weights and shuffles", default: 0),
            gate, cache, resources, mutex, retries,
        ], oneOf: ["model", "matrix.model"])

    static let features = ObjectSchema(
        "`features`",
        [
            FieldSchema("numeric", .object(numeric), "columns of numbers"),
            FieldSchema("categorical", .object(categorical), "columns of texts and truth values"),
        ])

    static let numeric = ObjectSchema(
        "`numeric`",
        [
            FieldSchema(
                "impute", .choice(FeatureConfiguration.Imputation.allCases.map(\.rawValue)),
                "what stands in for a missing number", default: .string(columns.numeric.impute.rawValue)),
            FieldSchema(
                "scale", .choice(FeatureConfiguration.Scaling.allCases.map(\.rawValue)),
                "how numbers are brought to one scale", default: .string(columns.numeric.scale.rawValue)),
        ])

    static let categorical = ObjectSchema(
        "`categorical`",
        [
            FieldSchema(
                "impute", .choice(FeatureConfiguration.CategoricalImputation.allCases.map(\.rawValue)),
                "what stands in for a missing text; `category` makes it a category of its own",
                default: .string(columns.categorical.impute.rawValue)),
            FieldSchema(
                "encode", .choice(FeatureConfiguration.Encoding.allCases.map(\.rawValue)),
                "how texts become numbers", default: .string(columns.categorical.encode.rawValue)),
            FieldSchema(
                "min_count", .integer(1 ... .max), "rarer categories share one column",
                default: .int(columns.categorical.minimumCount)),
        ])

    static let model = ValueSchema.either([
        .choice(["baseline", "network", "trees"]), .variant([baseline, network, trees]),
    ])

    static let baseline = ObjectSchema("a model of kind `baseline`", name: "baseline", [kind, modelName])

    static let network = ObjectSchema(
        "a model of kind `network`", name: "network",
        [
            kind, modelName,
            FieldSchema(
                "hidden", .list(.integer(1...65536)), "units per hidden layer; none is a linear model",
                default: .array(dense.hidden.map { .int($0) })),
            FieldSchema(
                "learning_rate", .number(0 ... .infinity), "step size of Adam; a linear model has none",
                default: .double(dense.learningRate)),
            FieldSchema("batch_size", .integer(1 ... .max), "rows per step", default: .int(dense.batchSize)),
            FieldSchema("epochs", .integer(1 ... .max), "most passes over the rows", default: .int(dense.epochs)),
            FieldSchema(
                "patience", .integer(1 ... .max), "epochs without gain before it stops", default: .int(dense.patience)),
            FieldSchema(
                "l2", .number(0 ... .infinity), "strength of the penalty on weights", default: .double(dense.l2)),
        ])

    static let trees = ObjectSchema(
        "a model of kind `trees`", name: "trees",
        [
            kind, modelName,
            FieldSchema("rounds", .integer(1 ... .max), "number of boosting rounds", default: .int(boosted.rounds)),
            FieldSchema("max_depth", .integer(1...64), "deepest tree", default: .int(boosted.maxDepth)),
            FieldSchema(
                "learning_rate", .number(0 ... .infinity), "weight of each round",
                default: .double(boosted.learningRate)),
            FieldSchema(
                "min_child_weight", .number(0 ... .infinity), "least weight of a leaf",
                default: .double(boosted.minChildWeight)),
            FieldSchema("subsample", .number(0...1), "share of rows per round", default: .double(boosted.subsample)),
            FieldSchema(
                "column_sample", .number(0...1), "share of columns per tree", default: .double(boosted.columnSample)),
            FieldSchema(
                "l2", .number(0 ... .infinity), "strength of the penalty on leaves", default: .double(boosted.l2)),
            FieldSchema(
                "max_bins", .integer(2...65536), "histogram bins per column", default: .int(boosted.maxBins)),
            FieldSchema(
                "patience", .integer(1 ... .max), "rounds without gain before it stops; all are run if left out"),
        ])

    static let evaluate = ObjectSchema(
        "a stage of kind `evaluate`", name: "evaluate",
        [
            kind,
            FieldSchema(
                "models", .either([.reference, .list(.reference)]),
                "the models to measure: a train stage with all its candidates, or a list", required: true),
            FieldSchema("data", .reference, "the data stage whose test split they are measured on", required: true),
            FieldSchema(
                "metrics", .list(.choice(Metric.allCases.map(\.rawValue))),
                "what to measure; all that fit the target if left out"),
            FieldSchema("select", .object(select), "which model to keep; none if left out"),
            FieldSchema("report", .path, "where the metrics go", default: "reports/evaluation.json"),
            FieldSchema("selected", .path, "where the selected model goes", default: "models/selected.onnx"),
            gate, cache, resources, mutex, retries,
        ])

    static let select = ObjectSchema(
        "`select`",
        [
            FieldSchema("maximize", .choice(Metric.allCases.map(\.rawValue)), "the metric that should be largest"),
            FieldSchema("minimize", .choice(Metric.allCases.map(\.rawValue)), "the metric that should be smallest"),
            FieldSchema(
                "subject_to", .list(.pattern(.bound)), "bounds that the model must keep, as `size_mb < 5`", default: []),
        ], oneOf: ["maximize", "minimize"])

    static let quantize = ObjectSchema(
        "a stage of kind `quantize`", name: "quantize",
        [
            kind,
            FieldSchema("model", .reference, "the model to quantize, as `${stages.train.NAME}`", required: true),
            FieldSchema(
                "calibrate", .reference, "the split that shows the ranges of activations, as `${stages.ingest.valid}`",
                required: true),
            FieldSchema(
                "method", .choice(["static"]), "static: ranges of activations are found beforehand", default: "static"),
            FieldSchema(
                "per_channel", .boolean, "one scale per output channel of a weight, rather than per weight",
                default: .bool(quantization.perChannel)),
            FieldSchema(
                "calibration_rows", .integer(1 ... .max), "rows to run for the ranges",
                default: .int(quantization.calibrationRows)),
            FieldSchema(
                "max_accuracy_drop", .number(0...1),
                "how far accuracy (R² for regression) may fall before the stage fails",
                default: .double(quantization.maxAccuracyDrop)),
            FieldSchema("report", .path, "where the comparison goes", default: "reports/quantization.json"),
            gate, cache, resources, mutex, retries,
        ])

    static let deploy = ObjectSchema(
        "a stage of kind `deploy`", name: "deploy",
        [
            kind,
            FieldSchema("model", .reference, "the model to serve, as `${stages.evaluate.selected}`", required: true),
            FieldSchema(
                "targets", .list(.choice(DeployConfiguration.Target.allCases.map(\.rawValue))),
                "what the bundle is prepared for", default: texts(deployment.targets.map(\.rawValue))),
            FieldSchema(
                "smoke_rows", .integer(1...10000), "test rows asked of the started server",
                default: .int(deployment.smokeRows)),
            gate, cache, resources, mutex, retries,
        ])

    static let command = ObjectSchema(
        "a command stage",
        [
            FieldSchema(
                "run", .either([.text, .list(.text)]), "a shell command, or a program and its arguments",
                required: true),
            FieldSchema(
                "inputs", .list(.either([.reference, .path])),
                "files and folders it reads; stages that write them come first. `${stages.NAME}` is all it writes",
                default: []),
            FieldSchema(
                "outputs", .either([.list(output), .mapping(output)]),
                "files and folders it writes, perhaps by the names that other stages refer to", default: []),
            FieldSchema(
                "params", .list(.text), "parameters it uses besides those in its own text, by dotted name", default: []),
            FieldSchema("env", .list(.text), "environment variables whose values matter to it", default: []),
            gate, cache, resources, mutex, retries,
        ])

    private static let output = ValueSchema.either([
        .path,
        .object(
            ObjectSchema(
                "an output",
                [
                    FieldSchema("path", .path, "the file or folder", required: true),
                    FieldSchema(
                        "cache", .boolean,
                        "whether its content is kept in the cache; without, the stage is restored only while this output "
                            + "is as it was", default: true),
                ])),
    ])
    private static let kind = FieldSchema("kind", .text, "what it is", required: true)
    private static let modelName = FieldSchema("name", .pattern(.identifier), "name of the model; its kind if left out")
    private static let gate = FieldSchema(
        "gate", .choice(Maturity.allCases.map(\.rawValue)), "the checklist items to be done before the stage runs")
    private static let cache = FieldSchema(
        "cache", .boolean, "whether its outputs are kept in the cache, and restored when it was run like this before",
        default: true)
    private static let resources = FieldSchema(
        "resources",
        .object(
            ObjectSchema(
                "`resources`",
                [
                    FieldSchema("cpus", .integer(1...1024), "cores the stage takes", default: 1),
                    FieldSchema(
                        "memory", .pattern(.memory), "what its processes may hold together; it is ended beyond that"),
                    FieldSchema("time", .pattern(.duration), "how long it may take; it is ended after that"),
                ], others: OtherFields(.integer(1 ... .max), "how many it takes of a resource of the project"))),
        "what the stage takes of the machine")
    private static let mutex = FieldSchema(
        "mutex", .list(.pattern(.identifier)), "names of your own: of stages that share one, only one runs at a time",
        default: [])
    private static let retries = FieldSchema(
        "retries", .integer(0...100), "how often it is tried again if it fails: after 1 s, 2 s, 4 s and so on to 60 s",
        default: 0)

    private static let cleaning = DataConfiguration.Clean()
    private static let splitting = DataConfiguration.Split()
    private static let columns = FeatureConfiguration()
    private static let dense = ModelConfiguration.Network()
    private static let boosted = ModelConfiguration.Trees()
    private static let quantization = QuantizeConfiguration()
    private static let deployment = DeployConfiguration()

    private static func texts(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}
