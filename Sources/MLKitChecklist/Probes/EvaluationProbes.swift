internal import MLKitCore
internal import MLKitSpec

/// What evaluate and quantize stages measured.
enum EvaluationProbes {
    static func baselineRecorded(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(of: "evaluate") { _, report, _ in
            guard let baseline = report["baseline"]?.string else {
                return .failed("there is no baseline among the models")
            }
            return .held(model(baseline, report) != nil, "`\(baseline)` is the baseline")
        }
    }

    static func baselineBeaten(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(of: "evaluate") { _, report, _ in
            guard let baseline = report["baseline"]?.string else {
                return .failed("there is no baseline among the models")
            }
            guard let selection = report["selection"], let name = selection["model"]?.string,
                let metric = selection["metric"]?.string
            else { return .unknown("`selection` is missing in it") }
            guard name != baseline else { return .failed("the selected model is the baseline itself, `\(name)`") }
            guard let difference = model(name, report)?["difference_to_baseline"]?[metric]?.double else {
                return .unknown("`difference_to_baseline.\(metric)` of `\(name)` is missing in it")
            }
            let isBetter = selection["maximize"]?.bool ?? true ? difference > 0 : difference < 0
            return .held(isBetter, "\(metric) of `\(name)` differs from that of `\(baseline)` by \(difference.brief())")
        }
    }

    static func metric(_ name: String, _ bounds: Probe.Bounds, _ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(of: "evaluate") { _, report, _ in
            let selection = report["selection"]
            guard let selected = selected(report) else { return .unknown("`selection.model` is missing in it") }
            let name = name == "selection" ? selection?["metric"]?.string ?? name : name
            let value = name == "size_mb" ? selected["size_mb"] : selected["metrics"]?[name]
            guard let value = value?.double else {
                return isForeign(name, to: report)
                    ? .passed("its task has no \(name)") : .unknown("`\(name)` is missing in it")
            }
            let broken = bounds.broken(by: value)
            return .held(broken == nil, "\(name) is \(value.brief())\(broken.map { ", not \($0)" } ?? "")")
        }
    }

    /// Whether a task cannot have a metric.
    private static func isForeign(_ name: String, to report: JSON) -> Bool {
        guard let metric = Metric(rawValue: name), let task = report["task"]?.string else { return false }
        return metric.isForRegression != (task == "regression")
    }

    static func fairness(_ maximum: Double?, _ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(of: "evaluate") { stage, report, _ in
            guard let bound = maximum ?? stage.configuration["fairness"]?["max_gap"]?.double else {
                return .failed("the stage `\(stage.name)` sets no `fairness.max_gap`")
            }
            let selected = report["selection"]?["model"]?.string
            let gaps = (report["fairness"]?["gaps"]?.array ?? []).filter { gap in
                gap["model"] == nil || gap["model"]?.string == selected
            }
            guard let largest = gaps.compactMap({ $0["gap"]?.double }).max() else {
                return .unknown("`fairness.gaps` is missing in it")
            }
            let found = "the largest gap between groups is \(largest.brief()), allowed is \(bound.brief())"
            return .held(largest <= bound, found)
        }
    }

    static func slices(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(of: "evaluate") { _, report, _ in
            guard let selected = selected(report) else { return .unknown("`selection.model` is missing in it") }
            guard let slices = selected["slices"]?.array else { return .unknown("`slices` is missing in it") }
            let isWhole = slices.allSatisfy { $0["rows"]?.int != nil && $0["metrics"]?.members?.isEmpty == false }
            return .held(!slices.isEmpty && isWhole, "\(plural(slices.count, "slice")) of the selected model measured")
        }
    }

    static func confusion(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(of: "evaluate") { _, report, _ in
            guard let models = report["models"]?.array else { return .unknown("`models` is missing in it") }
            guard report["task"]?.string != "regression" else {
                return .passed("a regression has no confusion of classes")
            }
            if let lacking = models.first(where: { $0["confusion"]?.array?.isEmpty ?? true }) {
                return .failed("`\(lacking["name"]?.string ?? "")` has no `confusion`")
            }
            return .passed("\(plural(models.count, "model")) with confusion of classes")
        }
    }

    static func quantizationReport(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(of: "quantize") { _, report, _ in
            guard let kept = report["allowed"]?["kept"]?.bool else {
                return .unknown("`allowed.kept` is missing in it")
            }
            let drop = report["allowed"]?["drop"]?.double.map { ": it loses \($0.brief())" } ?? ""
            return .held(kept, "the quantized model \(kept ? "keeps" : "breaks") what is allowed\(drop)")
        }
    }

    private static func selected(_ report: JSON) -> JSON? {
        report["selection"]?["model"]?.string.flatMap { model($0, report) }
    }

    private static func model(_ name: String, _ report: JSON) -> JSON? {
        report["models"]?.array?.first { $0["name"]?.string == name }
    }
}

extension Probe.Bounds {
    /// The bound that a value breaks, in words.
    fileprivate func broken(by value: Double) -> String? {
        if let above, !(value > above) { return "above \(above.brief())" }
        if let below, !(value < below) { return "below \(below.brief())" }
        if let maximum, !(value <= maximum) { return "at most \(maximum.brief())" }
        return nil
    }
}
