public import MLKitCore
public import MLKitEngines
internal import MLKitONNX
internal import MLKitReports
internal import MLKitSignature
public import MLKitSpec
internal import MLKitTables
public import MLKitYAML
public import SystemPackage

/// `kind: evaluate`: the candidate models, the validation and the test split in, the report and the selected model out.
public struct EvaluateKind: StageKind {
    public init() {}

    public var keys: KeySet<EvaluateConfiguration> { EvaluateConfiguration.keys }
    public var version: Int { 3 }
    public var makes: Set<StageProduct.Sort> { [.model, .report] }
    public var reports: [StageReport] { [StageReport(role: Role.report, EvaluationReport.self)] }
    public var seed: String? { nil }
    public var candidates: String? { nil }
    public var showsProject: Bool { false }
    public var execution: StageExecution<EvaluateConfiguration> { .worker { try await Self.run($0, $1) } }

    public var example: String {
        """
          evaluate:
            kind: evaluate
            models: ${stages.train}
            data: ${stages.ingest}
            select: {maximize: roc_auc, subject_to: [size_mb < 5]}
            slices: [sex]

        """
    }

    /// What each input and output is; reports, pages and what is selected are named by the key of the same name.
    enum Role {
        /// Before the name of a candidate.
        static let models = "models."
        /// Before the name of a candidate, what models of its kind answered that were not fitted on the row.
        static let folds = "folds."
        static let report = "report"
        static let selected = "selected"
        static let page = "page"
        static let served = EvaluateConfiguration.servedName
        static let train = "train"
        static let valid = MeasuredSplit.valid.rawValue
        static let test = MeasuredSplit.test.rawValue
    }

    public func engines(_ configuration: EvaluateConfiguration) -> [Engine] { [.duckdb, .onnxruntime] }
    public func uses(_ configuration: EvaluateConfiguration) -> StageUses { StageUses() }

    public func views(_ configuration: EvaluateConfiguration) -> StageViews {
        StageViews(plots: [.confusion(role: Role.report)])
    }

    public func inputs(
        _ configuration: EvaluateConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        refuseTask(configuration, &wiring)
        let models = wiring.models(configuration.models)
        let folds = configuration.split == .test ? [] : models.compactMap { $0.foldsInput(Role.folds + $0.name) }
        if configuration.split == .folds, folds.count < models.count, let reference = configuration.models.first {
            let without = models.filter { $0.foldsInput("") == nil }.map(\.name)
            wiring.report(
                reference, "models are to be selected on folds, and there are none of \(Suggestion.list(without))",
                hint: "set `cross_validation` of the stages of kind `train`, or select on `valid`")
        }
        let isFolded = configuration.split == .folds
            || (configuration.select?.split == nil && folds.count == models.count && !folds.isEmpty)
        let splits = (isFolded ? [Role.train] : []) + (configuration.split == .test ? [] : [Role.valid])
            + (configuration.looksAtTest ? [Role.test] : [])
        return models.map { $0.input(Role.models + $0.name) } + folds + wiring.data(configuration.data, splits: splits)
            + (configuration.served.map { [served($0, stage, &wiring)] } ?? [])
    }

    /// Where the data say what there is to learn, what is of another task is told before anything runs.
    private func refuseTask(_ configuration: EvaluateConfiguration, _ wiring: inout Wiring) {
        guard let task = wiring.text(DataKind.taskName, of: configuration.data).flatMap(ModelTask.init(rawValue:)) else { return }
        if task == .multilabel, configuration.split == .folds {
            wiring.report(
                configuration.data, "models of several labels are not selected on folds, which each label has of its own",
                hint: "select on `\(Role.valid)`")
        }
        let known = Metric.fitting(task).map(\.rawValue) + [Bound.sizeName, Bound.latencyName]
        for quantity in configuration.select?.subjectTo.map(\.quantity) ?? [] where !known.contains(quantity) {
            wiring.report(
                configuration.data, "`\(quantity)` cannot be bounded by `select`: the data are for the task `\(task.rawValue)`",
                hint: "known are \(Suggestion.list(known))")
        }
    }

    private func served(_ path: String, _ stage: StageOutline, _ wiring: inout Wiring) -> StageInput {
        var input = wiring.file(path, of: stage)
        input.role = Role.served
        return input
    }

    public func outputs(
        _ configuration: EvaluateConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        let layout = wiring.layout
        let infix = wiring.infix(of: stage, unlessNamedBy: [Role.report, Role.selected])
        let report = configuration.report ?? "\(layout.reports)/evaluation\(infix).json"
        let selected = configuration.selected ?? "\(layout.models)/selected\(infix).onnx"
        return [StageOutput(role: Role.report, path: report), StageOutput(role: Role.selected, path: selected)]
            + (configuration.page.map { [StageOutput(role: Role.page, path: $0)] } ?? [])
    }

    public func products(
        _ configuration: EvaluateConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        let selected = ModelProduct(
            name: Role.selected, role: Role.selected, origin: .data(configuration.data), evaluation: Role.report)
        return [.model(selected), .report(role: Role.report)]
    }

    public func problems(
        _ configuration: EvaluateConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] {
        var problems = [Diagnostic]()
        let directions = EvaluateConfiguration.Selection.directions
        if let select = node[EvaluateConfiguration.selectName], select.mapping != nil,
            directions.allSatisfy({ select[$0] == nil })
        {
            problems.append(
                .error(
                    "`select` needs either `maximize` or `minimize`", at: select.location,
                    hint: "name one metric, for example `maximize: roc_auc`"))
        }
        problems += directionProblems(node[EvaluateConfiguration.selectName])
        if let select = configuration.select, select.prefer == .simplest, configuration.intervals == nil {
            let node = node[EvaluateConfiguration.selectName]?[EvaluateConfiguration.Selection.preferName] ?? node
            problems.append(
                .error(
                    "`prefer: simplest` goes by intervals, and `intervals` is false", at: node.location,
                    hint: "leave `intervals` out, or write `prefer: best`"))
        }
        if let threshold = node[EvaluateConfiguration.thresholdName], threshold.mapping != nil, configuration.threshold == nil {
            problems.append(
                .error(
                    "`threshold` needs `cost`, `recall` or `precision`", at: threshold.location,
                    hint: "say what is asked of it, for example `recall: 0.9`"))
        }
        if let fairness = configuration.fairness, fairness.metric != nil, fairness.criterion != nil,
            let node = node[EvaluateConfiguration.fairnessName]?[EvaluateConfiguration.Fairness.criterionName]
        {
            problems.append(
                .error(
                    "groups are compared by a `metric` or by a `criterion`, not by both", at: node.location, hint: "leave one of them out"))
        }
        if let fairness = node[EvaluateConfiguration.fairnessName], configuration.slices.isEmpty,
            configuration.fairness?.protected?.isEmpty ?? true
        {
            problems.append(
                .error(
                    "`fairness` compares groups of rows, and `slices` names none", at: fairness.location,
                    hint: "name the columns that tell groups apart, as `slices: [sex]`"))
        }
        return problems
    }

    /// A metric whose worst value would be looked for.
    private func directionProblems(_ select: Node?) -> [Diagnostic] {
        let directions = EvaluateConfiguration.Selection.directions
        return zip(directions, directions.reversed()).compactMap { direction, other in
            guard let place = select?[direction], let metric = place.text.flatMap(Metric.init(rawValue:)),
                metric.higherIsBetter != (direction == directions[0])
            else { return nil }
            return .error(
                "`\(direction): \(metric.rawValue)` would select the worst model: of `\(metric.rawValue)` the "
                    + "\(metric.higherIsBetter ? "highest" : "lowest") is the best",
                at: place.location, hint: "write `\(other): \(metric.rawValue)`")
        }
    }

    /// Figures are named `valid.accuracy` and `test.accuracy`; version 1 measured on the test split alone.
    public func split(of figure: String, by version: Int) -> String? {
        MeasuredSplit(figure: figure)?.rawValue ?? (version < 2 ? Role.test : nil)
    }

    public func figure(named name: String, _ configuration: EvaluateConfiguration) -> String {
        MeasuredSplit(figure: name) == nil ? configuration.split.figure(name) : name
    }

    public func testKey(_ configuration: EvaluateConfiguration) -> String? {
        configuration.split == .test ? nil : EvaluateConfiguration.testName
    }

    public func takeUp(_ result: StageResult, in project: FilePath, files: any FileSystem) throws {
        try result.noteLooks(in: project, files: files)
    }

    public func decisive(
        _ written: [JSON.Member], _ configuration: EvaluateConfiguration
    ) -> [JSON.Member] { written }

    private static func run(_ configuration: EvaluateConfiguration, _ work: StageWork) async throws -> StageResult {
        let outputs = EvaluateStage.Outputs(
            report: try work.output(Role.report), selected: try work.output(Role.selected),
            page: try configuration.page.map { _ in try work.output(Role.page) },
            looks: LookBook(project: work.job.project, stage: work.job.stage))
        let splits = EvaluateStage.Splits(
            valid: work.job.inputs[Role.valid], test: work.job.inputs[Role.test], train: work.job.inputs[Role.train])
        let models = try candidates(work)
        let report = try await EvaluateStage.run(
            configuration: configuration, models: models, served: try served(work, models), splits: splits, schema: try work.schema(),
            outputs: outputs, context: work.context)
        let figures = MeasuredSplit.allCases.compactMap { split in
            report.measurement(on: split)?.model(report.selection.model).map { JSON.Member(split.rawValue, $0.metrics.json) }
        }
        let measured = report.measurement(on: .test)?.models.filter { $0.kind != EvaluationReport.baselineKind }.map(\.name) ?? []
        let all = models + (try served(work, models).map { [$0] } ?? [])
        let looks = try work.looks(at: Role.test, all.filter { measured.contains($0.name) }.map { ($0.name, $0.path) })
        return StageResult(
            summary: report.selection.reason, metrics: .object(figures),
            warnings: announcement(configuration, work, report) + report.doubts, looks: looks)
    }

    /// What a project made by an earlier version is told once: version 1 selected on the test split.
    private static func announcement(
        _ configuration: EvaluateConfiguration, _ work: StageWork, _ report: EvaluationReport
    ) -> [String] {
        guard let earlier = work.job.earlierVersion, earlier < 2, configuration.select?.split == nil else { return [] }
        let selection = configuration.select
            ?? .init(metric: report.selection.metric, maximize: report.selection.maximize)
        return [
            "models are selected on the validation split now, no longer on the test split, and the selected one is measured "
                + "on the test split; `\(selection.text(on: .test))` selects as before, "
                + "`\(selection.text(on: .valid))` says that the new way is meant"
        ]
    }

    /// The model that stands beside the others.
    ///
    /// - Throws: `Failure` if one of them has its name.
    private static func served(_ work: StageWork, _ models: [CandidateModel]) throws -> CandidateModel? {
        guard let path = work.job.inputs[Role.served] else { return nil }
        guard !models.contains(where: { $0.name == Role.served }) else {
            throw Failure("a model is called `\(Role.served)`, as the one that `\(Role.served)` names is", hint: "give it another name")
        }
        return CandidateModel(
            name: Role.served, kind: try ModelMetadata(reading: path, files: work.context.files).kind ?? ModelMetadata.foreignKind,
            path: path)
    }

    /// The models among the inputs, by name.
    private static func candidates(_ work: StageWork) throws -> [CandidateModel] {
        let models = work.job.inputs.filter { $0.key.hasPrefix(Role.models) }.sorted { $0.key < $1.key }
        return try models.map { role, path in
            let name = String(role.dropFirst(Role.models.count))
            return CandidateModel(
                name: name, kind: try ModelMetadata(reading: path, files: work.context.files).kind ?? ModelMetadata.foreignKind, path: path,
                folds: work.job.inputs[Role.folds + name])
        }
    }
}
