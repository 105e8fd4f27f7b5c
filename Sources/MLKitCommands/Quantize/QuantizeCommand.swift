internal import ArgumentParser
internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSpec
internal import SystemPackage

/// `mlkit quantize MODEL -o OUT`: any ONNX file, without a project.
struct QuantizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantize", _superCommandName: RootCommand.name,
        abstract: "Write an ONNX model in fewer bits.",
        discussion: """
            Modes: `dynamic` (the default) has matrix products run on bytes and keeps all other weights as bytes; `static` has \
            products and convolutions run on bytes, with ranges of activations found on samples; `weights` keeps weights as bytes, \
            or in four bits with --bits 4, and multiplies floats; `float16` keeps them as halves; `auto` takes the better of static \
            and dynamic.

            With --samples, the answers of both models are compared on what the file holds: arrays by the names of the model's \
            inputs, as `numpy.savez` writes them, each as it is fed or with one dimension more in front that counts samples; a Parquet \
            file with columns of their names; or a folder of inputs that came with the model (`test_data_set_0/input_0.pb`). --bound \
            says what it may cost: a model that costs more is not written. --search leaves those nodes in float that bring the most \
            noise, as few as keep the bounds.
            """)

    @Argument(help: "The model, an ONNX file.", completion: .file(extensions: ["onnx"]))
    var model: String

    @Option(name: [.customShort("o"), .long], help: "Where the quantized model goes.", completion: .file(extensions: ["onnx"]))
    var output: String

    @Option(
        help: "static, dynamic, weights, float16 or auto.", completion: .list(QuantizationMethod.allCases.map(\.rawValue)),
        transform: Self.method)
    var mode = QuantizationMethod.dynamic

    @Option(help: "8, or 4 with --mode weights.")
    var bits = 8

    @Option(
        name: .customLong("samples"), help: "Inputs: an .npz, .npy or Parquet file, or a folder of them.",
        completion: .file(extensions: ["npz", "npy", "parquet"]))
    var sampleFiles: [String] = []

    @Option(
        help: "How ranges are found: minmax (the default), moving_average, percentile, entropy or mse.",
        completion: .list(CalibrationMethod.allCases.map(\.rawValue)), transform: Self.calibration)
    var calibration: CalibrationMethod?

    @Option(
        help: "What static activations are: uint8 (the default), int8, uint16 or int16.",
        completion: .list(ActivationType.allCases.map(\.rawValue)), transform: Self.activations)
    var activations: ActivationType?

    @Option(help: "How many of 100 values --calibration percentile keeps; 99.99 if left out.")
    var percentile: Double?

    @Flag(help: "One scale per weight tensor rather than one per output channel.")
    var perTensor = false

    @Option(name: .customLong("keep"), help: ArgumentHelp("A node that is left in float, time and again.", valueName: "node"))
    var kept: [String] = []

    @Option(
        name: .customLong("bound"), help: ArgumentHelp("What it may cost, such as `flipped <= 0.01`, time and again.", valueName: "bound"),
        transform: Self.bound)
    var bounds: [Bound] = []

    @Flag(help: "Leave nodes in float until the bounds are kept.")
    var search = false

    @Flag(help: "Show what each node does to the answers.")
    var layers = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The dimension of outputs that counts classes, from 0, or from -1 for the last; found in the graph if left out.",
            valueName: "dimension"))
    var classAxis: Int?

    @Option(help: "Where a page with tables and pictures of it goes.", completion: .file(extensions: ["html"]))
    var page: String?

    @Option(help: "Threads that a run of the model may use.")
    var threads = 1

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard sampleFiles.count <= 1 else {
            let times = sampleFiles.count == 2 ? "twice" : "\(sampleFiles.count) times"
            throw ValidationError("`--samples` is given \(times): put all samples into one file or folder")
        }
        guard output != "-" else {
            throw ValidationError(
                "`-o -`: a model is written to a file, and not to standard output; name one, `./-` if it is to be called so")
        }
        guard [4, 8].contains(bits) else { throw ValidationError("`--bits` is 4 or 8, not \(bits)") }
        guard bits == 8 || mode == .weights else { throw ValidationError("`--bits 4` goes with `--mode weights`") }
        if let percentile, !(50...100).contains(percentile) {
            throw ValidationError("`--percentile` is 50 to 100, not \(percentile.brief())")
        }
        let idle = QuantizationSetting.idle(inCommand: settings, mode, calibration ?? Calibration().method)
        if !idle.isEmpty { throw ValidationError(idle.joined(separator: "\n")) }
        guard classAxis == nil || samples != nil else { throw ValidationError("`--class-axis` goes with `--samples`") }
        guard threads > 0 else { throw ValidationError("`--threads` is 1 or more") }
    }

    private var samples: String? { sampleFiles.first }

    /// Those that are given, of the ones that not every mode looks at.
    private var settings: Set<QuantizationSetting> {
        let given: [(QuantizationSetting, Bool)] = [
            (.perChannel, perTensor), (.activations, activations != nil), (.calibration, calibration != nil),
            (.percentile, percentile != nil),
        ]
        return Set(given.filter(\.1).map(\.0))
    }

    func run() async throws {
        let surroundings = try Surroundings()
        func path(_ text: String) -> FilePath { surroundings.directory.pushing(FilePath(text)) }
        var quantization = ModelFileQuantization(
            mode, options: .init(perChannel: !perTensor, bits: bits, kept: Set(kept)), samples: samples.map(path))
        if let calibration { quantization.calibration.method = calibration }
        if let percentile { quantization.calibration.percentile = percentile }
        if let activations { quantization.options.activations = activations }
        quantization.classAxis = classAxis
        (quantization.threads, quantization.bounds) = (threads, bounds)
        (quantization.searches, quantization.measuresLayers, quantization.page) = (search, layers, page.map(path))
        let outcome = try quantization.run(
            path(model), to: path(output), engines: surroundings.engines(), files: LocalFileSystem())
        switch format.format {
        case .text: Console.standard.say(QuantizationView(outcome, showsLayers: layers).text)
        case .json: Console.standard.output(QuantizationView(outcome, showsLayers: layers).json.pretty)
        }
    }

    private static func method(_ text: String) throws -> QuantizationMethod {
        if let method = QuantizationMethod(rawValue: text) { return method }
        throw ValidationError("the mode is \(Suggestion.list(QuantizationMethod.allCases.map(\.rawValue))), not `\(text)`")
    }

    private static func calibration(_ text: String) throws -> CalibrationMethod {
        if let method = CalibrationMethod(rawValue: text) { return method }
        throw ValidationError("ranges are found by \(Suggestion.list(CalibrationMethod.allCases.map(\.rawValue))), not by `\(text)`")
    }

    private static func activations(_ text: String) throws -> ActivationType {
        if let type = ActivationType(rawValue: text) { return type }
        throw ValidationError("activations are \(Suggestion.list(ActivationType.allCases.map(\.rawValue))), not `\(text)`")
    }

    private static func bound(_ text: String) throws -> Bound {
        if let bound = Bound(ofQuantization: text) {
            if let problem = bound.quantizationProblem { throw ValidationError("`--bound \(text)`: \(problem)") }
            return bound
        }
        throw ValidationError("`--bound \(text)` is not \(TextPattern.quantizationBound.summary)")
    }
}
