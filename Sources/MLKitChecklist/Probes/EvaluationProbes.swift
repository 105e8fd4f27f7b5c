internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec

/// What evaluate and quantize stages measured.
enum EvaluationProbes {
    private static let noBaseline = ProbeVerdict.failed("there is no baseline among the models")

    static func baselineRecorded(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(EvaluationReport.self) { _, report in
            guard let baseline = report.baseline else { return noBaseline }
            return .held(report.model(baseline) != nil, "`\(baseline)` is the baseline")
        }
    }

    static func baselineBeaten(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(EvaluationReport.self) { _, report in
            guard let baseline = report.baseline else { return noBaseline }
            let (name, metric) = (report.selection.model, report.selection.metric)
            guard name != baseline else { return .failed("the selected model is the baseline itself, `\(name)`") }
            guard let difference = report.selected?.differenceToBaseline?[metric], !difference.isNaN else {
                return .unknown("`difference_to_baseline.\(metric.rawValue)` of `\(name)` is missing in it")
            }
            let isBetter = report.selection.maximize ? difference > 0 : difference < 0
            return .held(
                isBetter, "\(metric.rawValue) of `\(name)` differs from that of `\(baseline)` by \(difference.brief())")
        }
    }

    static func metric(_ name: String, _ bounds: Probe.Bounds, _ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(EvaluationReport.self) { _, report in
            guard let selected = report.selected else { return .unknown("the selected model is missing in it") }
            let name = name == "selection" ? report.selection.metric.rawValue : name
            let metric = Metric(rawValue: name)
            let value = name == "size_mb" ? selected.sizeMB : metric.flatMap { selected.metrics[$0] }
            guard let value, !value.isNaN else {
                return metric.map { !$0.fits(report.task) } ?? false
                    ? .passed("its task has no \(name)") : .unknown("`\(name)` is missing in it")
            }
            let broken = bounds.broken(by: value)
            return .held(broken == nil, "\(name) is \(value.brief())\(broken.map { ", not \($0)" } ?? "")")
        }
    }

    static func confusion(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(EvaluationReport.self) { _, report in
            guard report.task != .regression else { return .passed("a regression has no confusion of classes") }
            if report.task == .multilabel {
                let lacking = report.models.first { $0.perClass?.isEmpty ?? true }
                return lacking.map { .failed("`\($0.name)` has no scores of each label") }
                    ?? .passed("\(plural(report.models.count, "model")) with scores of each label")
            }
            if let lacking = report.models.first(where: { $0.confusion?.isEmpty ?? true }) {
                return .failed("`\(lacking.name)` has no `confusion`")
            }
            return .passed("\(plural(report.models.count, "model")) with confusion of classes")
        }
    }

    static func quantizationReport(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.reports(QuantizationReport.self) { _, report in
            let drop = report.allowed.drop.isNaN ? "" : ": it loses \(report.allowed.drop.brief())"
            return .held(report.isKept, "the quantized model \(report.isKept ? "keeps" : "breaks") what is allowed\(drop)")
        }
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
