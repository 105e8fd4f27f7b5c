internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec

/// What evaluate and quantize stages measured.
enum EvaluationProbes {
    private static let noBaseline = ProbeVerdict.failed("there is no baseline among the models")

    static func baselineRecorded(_ context: ProbeContext) throws -> ProbeVerdict {
        try ofRows(context) { report in
            guard let baseline = report.baseline else { return noBaseline }
            return .held(report.model(baseline) != nil, "`\(baseline)` is the baseline")
        }
    }

    static func baselineBeaten(_ context: ProbeContext) throws -> ProbeVerdict {
        try ofCleanTest(context) { report in
            guard let baseline = report.baseline else { return noBaseline }
            let (name, metric) = (report.selection.model, report.selection.metric)
            guard name != baseline else { return .failed("the selected model is the baseline itself, `\(name)`") }
            guard let difference = report.selected?.differenceToBaseline?[metric], !difference.isNaN else {
                return .unknown("`difference_to_baseline.\(metric.rawValue)` of `\(name)` is missing in it")
            }
            let isBetter = report.selection.maximize ? difference > 0 : difference < 0
            let found = "\(metric.rawValue) of `\(name)` differs from that of `\(baseline)` by \(difference.brief())"
            guard isBetter else { return .failed(found) }
            return report.doubtfulness(of: name, beside: baseline, by: metric).map { .held($0.isProven, "\(found), \($0.words)") } ?? .passed(found)
        }
    }

    /// The selected model is not better than a task allows; what a run warns of is what fails here.
    static func credible(_ context: ProbeContext) throws -> ProbeVerdict {
        try ofCleanTest(context) { report in
            if let suspicion = report.suspicion { return .held(suspicion.isExpected, suspicion.words(model: report.selection.model)) }
            guard let selected = report.selected else { return .unknown("the selected model is missing in it") }
            let known = [Metric.accuracy, .rocAUC, .subsetAccuracy, .r2].compactMap { metric in
                selected.metrics[metric].flatMap { $0.isNaN ? nil : (metric: metric, value: $0) }
            }
            guard let first = known.first else { return .unknown("accuracy, roc_auc and r2 of `\(selected.name)` are missing in it") }
            // A report of before, in which nothing was said of it.
            if let metric = NearPerfection.metric(of: selected.metrics, rows: report.rows, confusion: selected.confusion),
                selected.kind != EvaluationReport.baselineKind
            {
                let found = EvaluationReport.Suspicion(split: report.split, metric: metric, value: selected.metrics[metric] ?? .nan)
                return .failed(found.words(model: selected.name))
            }
            return .passed("\(first.metric.rawValue) of `\(selected.name)` is \(first.value.briefFigure()) on \(plural(report.rows, "row"))")
        }
    }

    /// Holds every report of an evaluation against a test, of which one without rows says nothing.
    private static func ofRows(_ context: ProbeContext, _ test: (EvaluationReport) throws -> ProbeVerdict) throws -> ProbeVerdict {
        try context.reports(EvaluationReport.self) { _, report in try ofRows(report, test) }
    }

    private static func ofRows(_ report: EvaluationReport, _ test: (EvaluationReport) throws -> ProbeVerdict) rethrows -> ProbeVerdict {
        report.rows > 0 ? try test(report) : .unknown("there is nothing to judge: it has no rows")
    }

    /// The same, where what passes says nothing if the reports of data doubt the test.
    private static func ofCleanTest(_ context: ProbeContext, _ test: (EvaluationReport) throws -> ProbeVerdict) throws -> ProbeVerdict {
        try context.reports(EvaluationReport.self) { stage, report in
            let verdict = try ofRows(report, test)
            guard verdict.passes, let doubt = try TestDoubt(stage, context) else { return verdict }
            return .failed("\(verdict.message), which says nothing, since by \(doubt.path) \(doubt.words)", [doubt.path])
        }
    }

    static func metric(_ name: String, _ bounds: Probe.Bounds, _ context: ProbeContext) throws -> ProbeVerdict {
        try ofRows(context) { report in
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
        try ofRows(context) { report in
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

extension EvaluationReport {
    /// What chance says of a model beside the baseline where a run warns of it; it is better all the same if it is on the rows that models
    /// were compared on. `nil` where nothing speaks against it.
    fileprivate func doubtfulness(of name: String, beside baseline: String, by metric: Metric) -> (isProven: Bool, words: String)? {
        func found(_ measurement: Measurement) -> Comparison? {
            measurement.comparisons.first { $0.model == name && $0.other == baseline && $0.metric == metric }
        }
        let (shown, compared) = (found(reported), found(candidates))
        let doubts = [(shown, reported.split), (compared, candidates.split)].filter { $0.0.map { $0.verdict != .better } ?? false }
        guard let first = doubts.first, let comparison = first.0 else { return nil }
        let isProven = shown?.verdict == .better || compared?.verdict == .better
        let (lower, upper) = (comparison.interval.lower.briefFigure(), comparison.interval.upper.briefFigure())
        return (isProven, "which may be chance on \(first.1.words) (\(lower) to \(upper))")
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
