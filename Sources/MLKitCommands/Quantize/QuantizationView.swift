internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitReports

/// What `mlkit quantize` says of the model that it wrote.
struct QuantizationView {
    private let outcome: ModelFileQuantization.Outcome
    private let showsLayers: Bool

    init(_ outcome: ModelFileQuantization.Outcome, showsLayers: Bool) {
        self.outcome = outcome
        self.showsLayers = showsLayers
    }

    /// Of more outputs than that, those are named whose picks differ most.
    private static let mostPicks = 4

    var text: String {
        let ratio = Double(outcome.sizes.after) / Double(outcome.sizes.before)
        var lines = [
            "\(plural(outcome.quantized.count, "node")) quantized, \(outcome.skipped.count) left in float: "
                + "\(Self.size(outcome.sizes.before)) to \(Self.size(outcome.sizes.after)), \(ratio.brief()) of the size"
        ]
        lines += outcome.skipped.map { "  left in float  \($0.name): \($0.reason)" }
        lines += outcome.inBytes.map { "  8 bits, not 4  \($0.name): \($0.reason)" }
        lines += outcome.zeroed.map { "  of \($0.name), \($0.reason)" }
        lines += outcome.failed.map { "  nothing came of \($0.method): \($0.reason)" }
        if let difference = outcome.difference {
            lines += difference.outputs.map { output in
                "  \(output.name)  differs by at most \(output.largest.briefFigure()), \(output.mean.briefFigure()) in the mean; "
                    + Decibels.words(output.signalToNoise)
            }
            lines += difference.picks.sorted { $0.share > $1.share }.prefix(Self.mostPicks).map { picks in
                "  \(picks.words)" + (picks.isAssumed ? ", the last one, as nothing tells where its classes are: say it with --class-axis"
                    : "")
            }
            lines += difference.remarks.map { "  \($0)" }
            lines += outcome.untold.map { "  \($0)" }
            if outcome.isRandom {
                lines.append("  the model itself answers the same input otherwise each time: what differs is not quantizing alone")
            }
            lines.append("  over \(plural(outcome.samples, "sample")) in \(plural(difference.runs, "run"))")
        } else {
            lines.append("  nothing is known of how its answers differ: give inputs with --samples")
        }
        lines += outcome.bounds.map { "  keeps \($0.bound): \($0.valueText)" }
        if let latency = outcome.latency {
            lines.append("  a run takes \(latency.after.brief()) ms, and took \(latency.before.brief()) ms")
        }
        return lines.joined(separator: "\n") + "\n" + attempts + layers
    }

    /// What was tried, the smallest first.
    private var attempts: String {
        guard !outcome.attempts.isEmpty else { return "" }
        var table = TextTable()
        table.add("tried", "left in float", "size", "signal to noise", "")
        for attempt in outcome.attempts.sorted(by: { $0.sizeBytes < $1.sizeBytes }) {
            table.add(
                attempt.method, "\(attempt.kept.count)", Self.size(attempt.sizeBytes), Decibels.text(attempt.signalToNoise),
                attempt.verdict)
        }
        return table.text(indent: 2)
    }

    private var layers: String {
        guard showsLayers, !outcome.layers.isEmpty else { return "" }
        var table = TextTable()
        table.add("layer", "operator", "signal to noise", "of the answers", "saves", "")
        for layer in outcome.layers {
            table.add(
                layer.name, layer.op, Decibels.text(layer.signalToNoise), Decibels.text(layer.answers),
                Self.size(layer.savedBytes), layer.isQuantized ? "" : "left in float")
        }
        return table.text(indent: 2)
    }

    private static func size(_ bytes: Int) -> String {
        abs(bytes) < 1_000_000 ? "\((Double(bytes) / 1000).brief()) kB" : "\((Double(bytes) / 1_000_000).brief()) MB"
    }

    var json: JSON {
        func finite(_ value: Double) -> JSON { value.isFinite ? .double(value) : .null }
        return [
            "mode": .string(outcome.method.rawValue),
            "size": ["before_bytes": .int(outcome.sizes.before), "after_bytes": .int(outcome.sizes.after)],
            "quantized": .array(outcome.quantized.map { .string($0) }),
            "left_in_float": .array(outcome.skipped.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
            "eight_bits": .array(outcome.inBytes.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
            "zeroed": .array(outcome.zeroed.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
            "samples": .int(outcome.samples), "runs": .int(outcome.difference?.runs ?? 0),
            "outputs": .array(
                (outcome.difference?.outputs ?? []).map {
                    [
                        "name": .string($0.name), "largest_difference": .double($0.largest), "mean_difference": .double($0.mean),
                        "signal_to_noise_db": finite($0.signalToNoise),
                    ]
                }),
            "picks": .array(
                (outcome.difference?.picks ?? []).map {
                    [
                        "output": .string($0.output), "dimension": $0.axis.map { .int($0) } ?? .null, "assumed": .bool($0.isAssumed),
                        "count": .int($0.count), "flipped": .int($0.flipped),
                    ]
                }),
            "remarks": .array((outcome.difference?.remarks ?? []).map { .string($0) }),
            "flipped": outcome.difference?.flipped.map { .double($0) } ?? .null,
            "latency_ms": outcome.latency.map { ["before": .double($0.before), "after": .double($0.after)] } ?? .null,
            "bounds": .array(outcome.bounds.map(\.json)),
            "layers": .array(outcome.layers.map(\.json)),
            "attempts": .array(outcome.attempts.map(\.json)), "failed": .array(outcome.failed.map(\.json)),
        ]
    }
}
