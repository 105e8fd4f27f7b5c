internal import Glibc
internal import MLKitCore
public import MLKitReports

// What a quantization cost, in words.

extension QuantizationReport {
    /// One line: "3 matrix products quantized: 0.37 of the size, accuracy 0.0003 lower, …".
    public var summary: String {
        let skipped = leftInFloat.isEmpty ? "" : ", \(leftInFloat.count) left in float"
        return "\(plural(quantized.count, "matrix product")) quantized\(skipped): \(size.ratio.brief()) of the size, "
            + "\(allowed.metric.rawValue) \(abs(allowed.drop).brief()) \(allowed.drop < 0 ? "higher" : "lower") on \(split.words), "
            + "answers differ by at most \(difference.largest.brief())"
    }

    /// What a user should know of a model that keeps what is asked: that rows are too few to hold it to that.
    public var warnings: [String] {
        guard allowed.isUnclear else { return [] }
        let reach = (allowed.interval.upper - allowed.interval.lower) / 2
        let needed = Double(rows) * (reach / allowed.maxDrop) * (reach / allowed.maxDrop)
        let advice = needed < 1e9 ? "; about \(rounded(needed)) rows could" : ""
        return [
            "\(allowed.metric.rawValue) is \(allowed.drop.brief()) lower on \(plural(rows, "row")) of \(split.words), where at most "
                + "\(allowed.maxDrop.brief()) is allowed: so few rows cannot tell that from chance (\(allowed.interval.words()))\(advice)"
        ]
    }

    /// To two digits: more would promise too much.
    private func rounded(_ number: Double) -> String {
        let unit = pow(10, (log10(number)).rounded(.down) - 1)
        return ((number / unit).rounded() * unit).brief()
    }

    /// - Throws: `Failure` if the model does not keep what is asked of it, or it is not known what it lost: with what is not kept, the
    ///   nodes that brought it about, and what to do.
    func check() throws {
        guard !isKept else { return }
        guard allowed.drop.isFinite else {
            throw Failure(
                "\(allowed.metric.rawValue) is undefined on \(plural(rows, "row")) of \(split.words), so nobody can tell what "
                    + "quantization costs", hint: "give the split more rows")
        }
        let noise = NoisyLayers(layers)
        throw Failure(
            broken[0], notes: broken.dropFirst() + noise.notes,
            hint: noise.hint(
                keep: QuantizeConfiguration.keepName, search: attempts.isEmpty ? "`method: auto` and `search: true`" : nil,
                loosen: allowed.kept && groups.allSatisfy(\.isKept)
                    ? QuantizeConfiguration.boundsName : QuantizeConfiguration.maxDropName))
    }

    /// What is not kept, one sentence each.
    private var broken: [String] {
        func words(_ drop: Double, _ place: String, _ interval: Interval) -> String {
            let range = interval.lower.isNaN ? "" : " (\(interval.words()))"
            return "quantized, the model loses \(drop.briefFigure()) of \(allowed.metric.rawValue) on \(place)\(range), and at most "
                + "\(allowed.maxDrop.brief()) is allowed"
        }
        let all = allowed.kept ? [] : [words(allowed.drop, split.words, allowed.interval)]
        let parts = groups.filter { !$0.isKept }.map { group in
            let value = group.value.map { "is `\($0)`" } ?? "is missing"
            return words(group.drop, "\(plural(group.rows, "row")) of \(split.words) where `\(group.column)` \(value)", group.interval)
        }
        return all + parts + bounds.filter { !$0.isKept }.map { "quantized, the model does not keep a bound: \($0.words)" }
    }
}

extension Interval {
    /// "0.001 to 0.02".
    package var ends: String { "\(lower.briefFigure()) to \(upper.briefFigure())" }

    /// "95 % interval 0.001 to 0.02".
    func words(_ level: Double = 0.95) -> String { "\((level * 100).brief(2)) % interval \(ends)" }
}

/// The layers that bring the most noise into a model's answers.
struct NoisyLayers {
    private let layers: [QuantizationReport.Layer]

    init(_ layers: [QuantizationReport.Layer]) {
        self.layers = layers.filter { $0.isQuantized && !$0.answers.isNaN && $0.answers < .infinity }.sorted { $0.answers < $1.answers }
    }

    /// The fewest that bring nine tenths of the noise: noises of layers add up, about.
    var worst: [QuantizationReport.Layer] {
        let powers = layers.map { pow(10, -$0.answers / 10) }
        let all = powers.reduce(0, +)
        var sum = 0.0
        let count = powers.firstIndex { power in
            sum += power
            return !(sum < 0.9 * all)
        }
        return Array(layers.prefix((count ?? 0) + 1))
    }

    var notes: [String] {
        let worst = worst
        guard let first = worst.first else { return [] }
        let others = worst.count > 1 ? ", then \(Suggestion.list(worst.dropFirst().prefix(3).map(\.name)))" : ""
        return [
            "`\(first.name)` costs most: quantized alone, it leaves the answers \(first.answers.brief(1)) dB of signal to noise\(others)",
        ]
    }

    /// - Parameters:
    ///   - keep: what leaves a node in float.
    ///   - search: what looks for a better way; `nil` where that was done.
    ///   - loosen: what says what it may cost.
    func hint(keep: String, search: String?, loosen: String) -> String {
        let names = worst.map(\.name)
        // Where all layers are as bad as each other, leaving some in float is no remedy.
        let isSome = !names.isEmpty && (names.count < layers.count || names.count == 1)
        let leave = isSome ? "leave \(Suggestion.list(Array(names.prefix(3)))) in float with `\(keep)`" : nil
        let look = search.map { "let \($0) look for a better way" }
        return [leave, look ?? "calibrate on more rows", "or loosen `\(loosen)`"].compactMap { $0 }.joined(separator: ", ")
    }
}
