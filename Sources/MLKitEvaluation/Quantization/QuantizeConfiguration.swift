internal import MLKitCore
public import MLKitONNX
public import MLKitSpec

/// The settings of `kind: quantize`: write a model in fewer bits.
public struct QuantizeConfiguration: Hashable, Sendable {
    public var model = StageReference("")
    /// The split that shows the ranges of activations.
    public var calibrate = StageReference("")
    public var method = QuantizationMode.static
    /// Of a weight: 8, or 4 with the method `weights`.
    public var bits = 8
    /// One scale per output channel of a weight, rather than one per weight.
    public var perChannel: Bool
    /// Rows of the calibration split that are run to find the ranges of activations.
    public var calibrationRows: Int
    /// How far accuracy (R² for regression) may fall on the validation split before the stage fails.
    public var maxAccuracyDrop: Double
    /// Whether both models are measured on the test split too.
    public var test: Bool
    /// Where the comparison goes; in the folder of reports if `nil`.
    public var report: String?

    public init(
        perChannel: Bool = true, calibrationRows: Int = 2000, maxAccuracyDrop: Double = 0.005, test: Bool = false
    ) {
        self.perChannel = perChannel
        self.calibrationRows = calibrationRows
        self.maxAccuracyDrop = maxAccuracyDrop
        self.test = test
    }

    static let keys = KeySet<QuantizeConfiguration>(
        "a stage of kind `quantize`", name: "quantize", blank: QuantizeConfiguration(),
        [
            Key("model", \.model, .reference, "the model to quantize, as `${stages.train.NAME}`", required: true),
            Key(
                "calibrate", \.calibrate, .reference,
                "the split that shows the ranges of activations, as `${stages.ingest.valid}`", required: true),
            Key(
                "method", \.method, .choice,
                "static: products and convolutions run on bytes, with ranges of activations found beforehand; dynamic: products run on "
                    + "bytes, with ranges found in each run; weights: weights are kept as bytes and multiplied as floats; float16: they "
                    + "are kept as halves"),
            Key(bitsName, \.bits, .integer(4...8), "of a weight: 8, or 4 with `method: weights`"),
            Key(
                "per_channel", \.perChannel, .boolean,
                "one scale per output channel of a weight, rather than per weight"),
            Key("calibration_rows", \.calibrationRows, .integer(1...), "rows to run for the ranges"),
            Key(
                "max_accuracy_drop", \.maxAccuracyDrop, .number(0...1),
                "how far accuracy (R² for regression) may fall on the validation split before the stage fails"),
            Key(
                testName, \.test, .boolean,
                "whether both models are measured on the test split too; a stage of kind `evaluate` does so for what it selects"),
            Key("report", \.report, .path, "where the comparison goes", default: "reports/quantization.json"),
        ])

    static let testName = "test"
    static let bitsName = "bits"
}
