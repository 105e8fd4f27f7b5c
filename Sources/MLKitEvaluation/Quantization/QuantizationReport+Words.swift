internal import Glibc
internal import MLKitCore
public import MLKitReports

// What a quantization cost, in words.

extension QuantizationReport {
    /// One line: "3 nodes quantized: 0.37 of the size, accuracy 0.0003 lower, …".
    public var summary: String {
        let skipped = leftInFloat.isEmpty ? "" : ", \(leftInFloat.count) left in float"
        return "\(plural(quantized.count, "node")) quantized\(skipped): \(size.ratio.brief()) of the size, "
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

    /// What of what was asked is not so, though the model keeps what it may cost.
    var remarks: [String] {
        let nodes = inBytes.prefix(3).map { "`\($0.name)` (\($0.reason))" }.joined(separator: ", ")
        let rest = inBytes.count > 3 ? " and \(plural(inBytes.count - 3, "other"))" : ""
        return (inBytes.isEmpty ? [] : ["8 bits, not 4, have \(nodes)\(rest)"])
            + zeroed.prefix(3).map { "of `\($0.name)`, \($0.reason)" }
            + (zeroed.count > 3 ? ["so it is of \(plural(zeroed.count - 3, "other node"))"] : [])
            + failed.map { "nothing came of `method: \($0.method)`: \($0.reason)" }
    }

    /// To two digits: more would promise too much.
    private func rounded(_ number: Double) -> String {
        let unit = pow(10, (log10(number)).rounded(.down) - 1)
        return ((number / unit).rounded() * unit).brief()
    }

    /// - Parameter asked: how the stage is set.
    /// - Throws: `Failure` if the model does not keep what is asked of it, or it is not known what it lost: with what is not kept, the
    ///   nodes that brought it about, and what to do.
    func check(_ asked: QuantizeConfiguration) throws {
        guard !isKept else { return }
        guard allowed.drop.isFinite else {
            throw Failure(
                "\(allowed.metric.rawValue) is undefined on \(plural(rows, "row")) of \(split.words), so nobody can tell what "
                    + "quantization costs", hint: "give the split more rows")
        }
        let remedy = QuantizationRemedy(
            words: .stage, method: asked.method, bits: asked.bits, searches: asked.search,
            loosen: allowed.kept && groups.allSatisfy(\.isKept)
                ? QuantizeConfiguration.boundsName : QuantizeConfiguration.maxDropName)
        let cause: QuantizationRemedy.Cause = keepsAnswers ? .size : bounds.contains { $0.value.isNaN } ? .unknown : .noise
        throw remedy.failure(broken, cause, layers: layers, left: leftInFloat, attempts: attempts)
    }

    /// Whether all that is asked of answers is kept.
    var keepsAnswers: Bool { allowed.kept && groups.allSatisfy(\.isKept) && bounds.allSatisfy { $0.isKept || $0.isOfSize } }

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
