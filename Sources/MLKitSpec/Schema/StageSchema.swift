/// The keys of each kind of stage.
public enum StageSchema {
    public static let all = [data, train, evaluate, quantize, deploy, command]

    static let data = ObjectSchema(
        "a stage of kind `data`", name: "data",
        [
            kind,
            FieldSchema("source", .path, "file or glob: csv, tsv, json or parquet, also .gz", required: true),
            FieldSchema("target", .text, "the column to predict", required: true),
            FieldSchema("schema", .path, "where the schema is kept"),
            FieldSchema("clean", .object(clean), "what to mend in the source"),
            FieldSchema("split", .object(split), "shares of train, valid and test"),
            FieldSchema("report", .path, "where the statistics go"),
            gate, resources,
        ])

    static let clean = ObjectSchema(
        "`clean`",
        [
            FieldSchema("missing", .list(.text), "texts that mean a missing value"),
            FieldSchema("drop_duplicates", .boolean, "keep one of several equal rows"),
            FieldSchema("drop", .list(.text), "columns to leave out"),
        ])

    static let split = ObjectSchema(
        "`split`",
        [
            FieldSchema("train", .number(0...1), "share of rows to train on"),
            FieldSchema("valid", .number(0...1), "share of rows to tune on"),
            FieldSchema("test", .number(0...1), "share of rows to measure on"),
            FieldSchema("stratify", .text, "column whose values are shared out evenly"),
            FieldSchema("seed", .integer(0 ... .max), "number that decides the shuffle"),
        ])

    static let train = ObjectSchema(
        "a stage of kind `train`", name: "train",
        [
            kind,
            FieldSchema("data", .reference, "the data stage to learn from", required: true),
            FieldSchema("features", .object(features), "how columns become model inputs"),
            FieldSchema("model", model, "the model to fit"),
            FieldSchema("matrix", .object(matrix), "several models, one run each"),
            FieldSchema("seed", .integer(0 ... .max), "number that decides initial weights and shuffles"),
            gate, resources,
        ])

    static let matrix = ObjectSchema(
        "`matrix`", [FieldSchema("model", .list(model), "the candidates", required: true)])

    static let features = ObjectSchema(
        "`features`",
        [
            FieldSchema("numeric", .object(numeric), "numbers"),
            FieldSchema("categorical", .object(categorical), "texts and truth values"),
        ])

    static let numeric = ObjectSchema(
        "`numeric`",
        [
            FieldSchema(
                "impute", .choice(FeatureConfiguration.Imputation.allCases.map(\.rawValue)),
                "what stands in for a missing number"),
            FieldSchema(
                "scale", .choice(FeatureConfiguration.Scaling.allCases.map(\.rawValue)),
                "how numbers are brought to one scale"),
        ])

    static let categorical = ObjectSchema(
        "`categorical`",
        [
            FieldSchema(
                "impute", .choice(FeatureConfiguration.CategoricalImputation.allCases.map(\.rawValue)),
                "what stands in for a missing text"),
            FieldSchema(
                "encode", .choice(FeatureConfiguration.Encoding.allCases.map(\.rawValue)),
                "how texts become numbers"),
            FieldSchema("min_count", .integer(1 ... .max), "rarer categories share one column"),
        ])

    static let model = ValueSchema.either([
        .choice(["baseline", "network", "trees"]), .variant([baseline, network, trees]),
    ])

    static let baseline = ObjectSchema("a model of kind `baseline`", name: "baseline", [kind, modelName])

    static let network = ObjectSchema(
        "a model of kind `network`", name: "network",
        [
            kind, modelName,
            FieldSchema("hidden", .list(.integer(1...65536)), "units per hidden layer; none is a linear model"),
            FieldSchema("learning_rate", .number(0 ... .infinity), "step size of Adam"),
            FieldSchema("batch_size", .integer(1 ... .max), "rows per step"),
            FieldSchema("epochs", .integer(1 ... .max), "most passes over the rows"),
            FieldSchema("patience", .integer(1 ... .max), "epochs without gain before it stops"),
            FieldSchema("l2", .number(0 ... .infinity), "strength of the penalty on weights"),
        ])

    static let trees = ObjectSchema(
        "a model of kind `trees`", name: "trees",
        [
            kind, modelName,
            FieldSchema("rounds", .integer(1 ... .max), "number of boosting rounds"),
            FieldSchema("max_depth", .integer(1...64), "deepest tree"),
            FieldSchema("learning_rate", .number(0 ... .infinity), "weight of each round"),
            FieldSchema("min_child_weight", .number(0 ... .infinity), "least weight of a leaf"),
            FieldSchema("subsample", .number(0...1), "share of rows per round"),
            FieldSchema("column_sample", .number(0...1), "share of columns per tree"),
            FieldSchema("l2", .number(0 ... .infinity), "strength of the penalty on leaves"),
            FieldSchema("max_bins", .integer(2...65536), "histogram bins per column"),
            FieldSchema("patience", .integer(1 ... .max), "rounds without gain before it stops"),
        ])

    static let evaluate = ObjectSchema(
        "a stage of kind `evaluate`", name: "evaluate",
        [
            kind,
            FieldSchema("models", .either([.reference, .list(.reference)]), "the models to measure", required: true),
            FieldSchema("data", .reference, "the data stage whose test split is used", required: true),
            FieldSchema("metrics", .list(.choice(Metric.allCases.map(\.rawValue))), "what to measure"),
            FieldSchema("select", .object(select), "which model to keep"),
            FieldSchema("report", .path, "where the metrics go"),
            FieldSchema("selected", .path, "where the selected model goes"),
            gate, resources,
        ])

    static let select = ObjectSchema(
        "`select`",
        [
            FieldSchema("maximize", .choice(Metric.allCases.map(\.rawValue)), "the metric that should be largest"),
            FieldSchema("minimize", .choice(Metric.allCases.map(\.rawValue)), "the metric that should be smallest"),
            FieldSchema("subject_to", .list(.pattern(.bound)), "bounds that the model must keep"),
        ])

    static let quantize = ObjectSchema(
        "a stage of kind `quantize`", name: "quantize",
        [
            kind,
            FieldSchema("model", .reference, "the model to quantize", required: true),
            FieldSchema("calibrate", .reference, "the split that shows the ranges of activations", required: true),
            FieldSchema("method", .choice(["static"]), "static: ranges are found beforehand"),
            FieldSchema("per_channel", .boolean, "one scale per output channel of a weight"),
            FieldSchema("calibration_rows", .integer(1 ... .max), "rows to run for the ranges"),
            FieldSchema("max_accuracy_drop", .number(0...1), "how much accuracy may fall"),
            FieldSchema("report", .path, "where the comparison goes"),
            gate, resources,
        ])

    static let deploy = ObjectSchema(
        "a stage of kind `deploy`", name: "deploy",
        [
            kind,
            FieldSchema("model", .reference, "the model to serve", required: true),
            FieldSchema(
                "targets", .list(.choice(DeployConfiguration.Target.allCases.map(\.rawValue))),
                "what the bundle is prepared for"),
            FieldSchema("smoke_rows", .integer(1...10000), "test rows asked of the started server"),
            gate, resources,
        ])

    static let command = ObjectSchema(
        "a command stage",
        [
            FieldSchema("run", .either([.text, .list(.text)]), "a shell command, or a program and arguments"),
            FieldSchema("inputs", .list(.path), "files and folders it reads"),
            FieldSchema("outputs", .list(.path), "files and folders it writes"),
            FieldSchema("params", .list(.text), "parameters it uses"),
            FieldSchema("env", .list(.text), "environment variables it uses"),
            gate, resources,
        ])

    private static let kind = FieldSchema("kind", .text, "what the stage does", required: true)
    private static let modelName = FieldSchema("name", .pattern(.identifier), "name of the model; its kind if left out")
    private static let gate = FieldSchema(
        "gate", .choice(Maturity.allCases.map(\.rawValue)), "the checklist items to be done before the stage runs")
    private static let resources = FieldSchema(
        "resources",
        .object(
            ObjectSchema(
                "`resources`", [FieldSchema("cpus", .integer(1...1024), "cores the stage takes; 1 if left out")])),
        "what the stage takes of the machine")
}

extension TextPattern {
    static let bound = TextPattern("a metric or `size_mb`, one of < <= > >=, and a number, as in `size_mb < 5`") {
        EvaluateConfiguration.Bound($0) != nil
    }
}
