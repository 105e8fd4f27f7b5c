internal import MLKitCore
public import MLKitONNX
public import MLKitReports
public import MLKitSpec
internal import MLKitTables

/// The settings of `kind: quantize`: write a model in fewer bits.
public struct QuantizeConfiguration: Hashable, Sendable {
    public var model = StageReference("")
    /// The split that shows the ranges of activations.
    public var calibrate = StageReference("")
    public var method = QuantizationMethod.static
    /// Of a weight: 8, or 4 with the method `weights`.
    public var bits = 8
    /// One scale per output channel of a weight, rather than one per weight.
    public var perChannel: Bool
    /// What activations are written as.
    public var activations = ActivationType.uint8
    /// How ranges of activations are found.
    public var calibration = Calibration()
    /// Nodes that are left in float, by name.
    public var keep: [String] = []
    /// Whether more nodes are left in float until all that is asked is kept.
    public var search = false
    /// What else quantization may cost.
    public var bounds: [Bound] = []
    /// The columns whose groups of rows are held to `maxAccuracyDrop` too.
    public var slices: [String] = []
    /// Rows of the calibration split that are run to find the ranges of activations.
    public var calibrationRows: Int
    /// How far accuracy (R² for regression) may fall on the validation split before the stage fails.
    public var maxAccuracyDrop: Double
    /// Whether both models are measured on the test split too.
    public var test: Bool
    /// Where the comparison goes; in the folder of reports if `nil`.
    public var report: String?
    /// Where a page with the comparison goes; `nil` for none.
    public var page: String?

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
            Key(QuantizeKind.Role.model, \.model, .reference, "the model to quantize, as `${stages.train.NAME}`", required: true),
            Key(
                QuantizeKind.Role.calibrate, \.calibrate, .reference,
                "the split that shows the ranges of activations, as `${stages.ingest.valid}`", required: true),
            Key(
                "method", \.method, .choice,
                "static: products and convolutions run on bytes, with ranges of activations found beforehand; dynamic: products run on "
                    + "bytes, with ranges found in each run; weights: weights are kept as bytes and multiplied as floats; float16: they "
                    + "are kept as halves; auto: the better of static and dynamic"),
            Key(bitsName, \.bits, .integers([4, 8]), "of a weight: 8, or 4 with `method: weights`"),
            Key(
                QuantizationSetting.perChannel.rawValue, \.perChannel, .boolean,
                "one scale per output channel of a weight, rather than per weight; not of `method: float16`"),
            Key(
                QuantizationSetting.activations.rawValue, \.activations, .choice,
                "of `method: static`: bytes with a zero point, bytes with a sign, or words of 16 bits, which ONNX Runtime multiplies as "
                    + "floats"),
            Key(keepName, \.keep, .list(.text), "nodes to leave in float, by name: the report names them"),
            Key(
                "search", \.search, .boolean,
                "whether those nodes are left in float that bring the most noise, as few as keep what is asked"),
            Key(
                QuantizationSetting.calibration.rawValue, \.calibration.method, .choice,
                "how ranges are found: minmax: of all values; moving_average: of the mean smallest and largest of runs; percentile: "
                    + "of most values; entropy: where least information is lost; mse: where the mean squared error is smallest"),
            Key(
                QuantizationSetting.percentile.rawValue, \.calibration.percentile, .number(50...100),
                "how many of 100 values `calibration: percentile` keeps"),
            Key(
                QuantizationSetting.calibrationRows.rawValue, \.calibrationRows, .integer(1...),
                "of `method: static` and `auto`: rows to run for the ranges"),
            Key(
                maxDropName, \.maxAccuracyDrop, .number(0...1),
                "how far accuracy (R² for regression) may fall on the validation split before the stage fails"),
            Key(
                boundsName, \.bounds, .list(.quantizationBound),
                "what else it may cost, such as `flipped <= 0.01` (of the predictions) or `signal_to_noise >= 20` (of the answers, in dB)"),
            Key(
                EvaluateConfiguration.slicesName, \.slices, .list(.text),
                "columns: the rows of each value, or range of numbers, are held to `max_accuracy_drop` too"),
            Key(
                testName, \.test, .boolean,
                "whether both models are measured on the test split too; a stage of kind `evaluate` does so for what it selects"),
            Key(QuantizeKind.Role.report, \.report, .path, "where the comparison goes", default: "reports/quantization.json"),
            Key(
                QuantizeKind.Role.page, \.page, .path,
                "where a page with its tables and pictures goes, and the speed of both models on this machine, as "
                    + "`reports/quantization.html`"),
        ])

    /// What is tried.
    var ways: [Quantizer.Options] {
        method.modes.map { mode in
            var options = Quantizer.Options(mode: mode, perChannel: perChannel, bits: bits, kept: Set(keep))
            options.activations = activations
            return options
        }
    }

    static let testName = "test"
    static let maxDropName = SmallTable.dropName
    static let boundsName = "bounds"
    static let bitsName = "bits"
    static let keepName = "keep"
}
