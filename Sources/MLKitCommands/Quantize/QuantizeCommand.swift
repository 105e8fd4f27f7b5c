internal import ArgumentParser
internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import SystemPackage

/// `mlkit quantize MODEL -o OUT`: any ONNX file, without a project.
struct QuantizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantize", _superCommandName: RootCommand.name,
        abstract: "Write an ONNX model in fewer bits.",
        discussion: """
            Modes: `dynamic` (the default) has matrix products run on bytes and keeps all other weights as bytes; `static` has \
            products and convolutions run on bytes, with ranges of activations found on samples; `weights` keeps weights as bytes, \
            or in four bits with --bits 4, and multiplies floats; `float16` keeps them as halves.

            With --samples, the answers of both models are compared on what the file holds: arrays by the names of the model's \
            inputs, as `numpy.savez` writes them, each as it is fed or with one dimension more in front that counts samples.
            """)

    @Argument(help: "The model, an ONNX file.", completion: .file(extensions: ["onnx"]))
    var model: String

    @Option(name: [.customShort("o"), .long], help: "Where the quantized model goes.", completion: .file(extensions: ["onnx"]))
    var output: String

    @Option(help: "static, dynamic, weights or float16.", completion: .list(QuantizationMode.allCases.map(\.rawValue)), transform: Self.mode)
    var mode = QuantizationMode.dynamic

    @Option(help: "8, or 4 with --mode weights.")
    var bits = 8

    @Option(help: "An .npz or .npy file of inputs.", completion: .file(extensions: ["npz", "npy"]))
    var samples: String?

    @Flag(help: "One scale per weight tensor rather than one per output channel.")
    var perTensor = false

    @Option(name: .customLong("keep"), help: ArgumentHelp("A node that is left in float, time and again.", valueName: "node"))
    var kept: [String] = []

    @Option(help: "Threads that a run of the model may use.")
    var threads = 1

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard [4, 8].contains(bits) else { throw ValidationError("`--bits` is 4 or 8, not \(bits)") }
        guard bits == 8 || mode == .weights else { throw ValidationError("`--bits 4` goes with `--mode weights`") }
        guard threads > 0 else { throw ValidationError("`--threads` is 1 or more") }
    }

    func run() async throws {
        let surroundings = try Surroundings()
        func path(_ text: String) -> FilePath { surroundings.directory.pushing(FilePath(text)) }
        let quantization = ModelFileQuantization(
            options: .init(mode: mode, perChannel: !perTensor, bits: bits, kept: Set(kept)), samples: samples.map(path),
            threads: threads)
        let outcome = try quantization.run(
            path(model), to: path(output), engines: surroundings.engines(), files: LocalFileSystem())
        for name in kept where !outcome.skipped.contains(where: { $0.name == name }) {
            Console.standard.error("there is no node `\(name)` to leave in float\n")
        }
        switch format.format {
        case .text: Console.standard.output(text(outcome))
        case .json: Console.standard.output(json(outcome).pretty)
        }
    }

    private func text(_ outcome: ModelFileQuantization.Outcome) -> String {
        let ratio = Double(outcome.sizes.after) / Double(outcome.sizes.before)
        var lines = [
            "\(plural(outcome.quantized.count, "node")) quantized, \(outcome.skipped.count) left in float: "
                + "\(Self.size(outcome.sizes.before)) to \(Self.size(outcome.sizes.after)), \(ratio.brief()) of the size"
        ]
        lines += outcome.skipped.map { "  left in float  \($0.name): \($0.reason)" }
        if let difference = outcome.difference {
            lines += difference.outputs.map { output in
                "  \(output.name)  differs by at most \(output.largest.brief()), \(output.mean.brief()) in the mean; "
                    + "signal to noise \(output.signalToNoise.brief()) dB"
            }
            if let flipped = difference.flipped { lines.append("  the largest value is another one in \((flipped * 100).brief()) % of rows") }
            lines.append("  over \(plural(difference.runs, "run"))")
        } else {
            lines.append("  nothing is known of how its answers differ: give inputs with --samples")
        }
        if let latency = outcome.latency {
            lines.append("  a run takes \(latency.after.brief()) ms, and took \(latency.before.brief()) ms")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func mode(_ text: String) throws -> QuantizationMode {
        if let mode = QuantizationMode(rawValue: text) { return mode }
        throw ValidationError("the mode is \(Suggestion.list(QuantizationMode.allCases.map(\.rawValue))), not `\(text)`")
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 1_000_000 ? "\((Double(bytes) / 1000).brief()) kB" : "\((Double(bytes) / 1_000_000).brief()) MB"
    }

    private func json(_ outcome: ModelFileQuantization.Outcome) -> JSON {
        [
            "mode": .string(mode.rawValue),
            "size": ["before_bytes": .int(outcome.sizes.before), "after_bytes": .int(outcome.sizes.after)],
            "quantized": .array(outcome.quantized.map { .string($0) }),
            "left_in_float": .array(outcome.skipped.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
            "samples": .int(outcome.difference?.runs ?? 0),
            "outputs": .array(
                (outcome.difference?.outputs ?? []).map {
                    [
                        "name": .string($0.name), "largest_difference": .double($0.largest), "mean_difference": .double($0.mean),
                        "signal_to_noise_db": $0.signalToNoise.isFinite ? .double($0.signalToNoise) : .null,
                    ]
                }),
            "flipped": outcome.difference?.flipped.map { .double($0) } ?? .null,
            "latency_ms": outcome.latency.map { ["before": .double($0.before), "after": .double($0.after)] } ?? .null,
        ]
    }
}
