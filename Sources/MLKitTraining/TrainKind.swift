public import MLKitCore
public import MLKitEngines
internal import MLKitReports
internal import MLKitSignature
public import MLKitSpec
internal import MLKitTables
public import MLKitYAML
internal import SystemPackage

/// `kind: train`: the training and validation splits in, the model with its metrics and history out.
public struct TrainKind: StageKind {
    private let families: [any ModelFamily]
    /// Those of all families with them: made once, as they are asked for time and again.
    private let ownKeys: Deferred<KeySet<TrainConfiguration>>

    /// - Parameter families: the families of models that there are, in the order of the reference page.
    package init(families: [any ModelFamily]) {
        self.families = families
        ownKeys = Deferred { TrainConfiguration.keys(families) }
    }

    public var keys: KeySet<TrainConfiguration> { ownKeys.value }
    public var version: Int { 1 }
    public var makes: Set<StageProduct.Sort> { [.model, .report] }
    public var reports: [StageReport] { [
        StageReport(role: Role.metrics, TrainingReport.self), StageReport(role: Role.trials, TrialsReport.self),
    ] }
    public var seed: String? { TrainConfiguration.seedName }
    public var candidates: String? { TrainConfiguration.modelName }
    public var showsProject: Bool { false }
    public var execution: StageExecution<TrainConfiguration> { .worker { try await Self.run($0, $1) } }

    public var example: String {
        """
          train:
            kind: train
            data: ${stages.ingest}
            seed: ${params.seed}
            features:
              categorical: {min_share: 0.0005}
            matrix:
              model:
                - baseline
                - {name: logistic, kind: linear}
                - {name: network, kind: network, hidden: [64, 32]}
                - {name: trees, kind: lightgbm, rounds: 200, learning_rate: 0.1}

        """
    }

    public func resumes(_ configuration: TrainConfiguration) -> Bool { configuration.resumes && configuration.command.named == nil }

    private enum Role {
        static let train = Layout.Role.train.rawValue
        static let valid = Layout.Role.valid.rawValue
        static let model = "model"
        static let metrics = "metrics"
        static let history = "history"
        static let trials = "trials"
        static let page = "page"
        static let teacher = "teacher"
        /// What models answered for rows of folds; and before the name of a figure that is the mean over these.
        static let folds = "folds"
    }

    /// The metrics are those of the exported model's trainer, and say how far ONNX Runtime's answers are from them.
    public func engines(_ configuration: TrainConfiguration) -> [Engine] {
        [.duckdb] + (configuration.model?.settings.engines ?? []) + [.onnxruntime]
    }

    public func uses(_ configuration: TrainConfiguration) -> StageUses {
        configuration.command.named == nil ? StageUses() : configuration.command.uses
    }

    public func views(_ configuration: TrainConfiguration) -> StageViews {
        StageViews(plots: [.history(role: Role.history)])
    }

    public func inputs(
        _ configuration: TrainConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageInput] {
        refuseLabels(configuration, &wiring)
        refuseBond(configuration, &wiring)
        return wiring.data(configuration.data, splits: [Role.train, Role.valid]) + teacher(configuration, stage, &wiring)
            + configuration.command.inputs(of: stage, &wiring)
    }

    /// Where the data say that there are several labels, what is for one target is told before anything runs.
    private func refuseLabels(_ configuration: TrainConfiguration, _ wiring: inout Wiring) {
        guard wiring.text(DataKind.taskName, of: configuration.data) == ModelTask.multilabel.rawValue else { return }
        if let problem = configuration.model.flatMap(LabelsTraining.refusal) {
            wiring.report(configuration.data, problem.message, hint: problem.hint)
        }
        guard configuration.refit else { return }
        wiring.report(
            configuration.data, "models of one target are refitted, and the data have several labels",
            hint: "leave `\(TrainConfiguration.refitName)` out")
    }

    /// Parts that go by another column than the split of the data, or that alone go by one, would tell models the answers: validation
    /// rows, which say when training stops, would be of the groups or the days that are held out.
    private func refuseBond(_ configuration: TrainConfiguration, _ wiring: inout Wiring) {
        guard let own = configuration.foldsBy, wiring.text("kind", of: configuration.data) == DataKind().name else { return }
        let split = bond(of: configuration.data, &wiring)
        guard split != own else { return }
        wiring.report(
            configuration.data,
            "`\(TrainConfiguration.bondName)` says `\(own.words)`, and the data are split " + (split.map { "with `\($0.words)`" } ?? "at random"),
            hint: "leave `\(TrainConfiguration.bondName)` out, or split the data with `\(own.words)`")
    }

    /// What the data's split keeps rows together by, or in their order.
    private func bond(of data: StageReference, _ wiring: inout Wiring) -> FoldBond? {
        let group = wiring.text(DataConfiguration.splitName, FoldBond.groupName, of: data)
        let time = wiring.text(DataConfiguration.splitName, FoldBond.timeName, of: data)
        return group == nil && time == nil ? nil : FoldBond(group: group, time: group == nil ? time : nil)
    }

    /// Rows are cut into parts as they were split.
    public func settled(_ configuration: TrainConfiguration, _ wiring: inout Wiring) -> TrainConfiguration {
        guard configuration.foldsBy == nil, Self.cutsRows(configuration) else { return configuration }
        var settled = configuration
        settled.foldsBy = bond(of: configuration.data, &wiring)
        return settled
    }

    private static func cutsRows(_ configuration: TrainConfiguration) -> Bool {
        configuration.crossValidation != nil || isSearch(configuration)
    }

    /// The model that is learnt from, if there is one.
    private func teacher(_ configuration: TrainConfiguration, _ stage: StageOutline, _ wiring: inout Wiring) -> [StageInput] {
        guard let teacher = configuration.model?.settings.teacher else { return [] }
        if let file = teacher.file {
            var input = wiring.file(file, of: stage)
            input.role = Role.teacher
            return [input]
        }
        return wiring.model(teacher.stage).map { [$0.input(Role.teacher)] } ?? []
    }

    public func outputs(
        _ configuration: TrainConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageOutput] {
        let folder = "\(wiring.layout.models)/\(modelName(configuration, stage) ?? stage.name)"
        return [
            StageOutput(role: Role.model, path: "\(folder)/model.onnx"),
            StageOutput(role: Role.metrics, path: "\(folder)/metrics.json"),
            StageOutput(role: Role.history, path: "\(folder)/history.json"),
        ] + (configuration.crossValidation != nil ? [StageOutput(role: Role.folds, path: "\(folder)/folds.csv")] : []) + (Self.isSearch(configuration) ? [
            StageOutput(role: Role.trials, path: "\(folder)/trials.json"),
            StageOutput(role: Role.page, path: "\(folder)/trials.html"),
        ] : [])
    }

    public func products(
        _ configuration: TrainConfiguration, of stage: StageOutline, _ wiring: inout Wiring
    ) -> [StageProduct] {
        let name = modelName(configuration, stage)
        let model = ModelProduct(
            name: name ?? stage.name, role: Role.model, part: name, origin: .data(configuration.data),
            folds: configuration.crossValidation == nil ? nil : Role.folds)
        return [.model(model), .report(role: Role.metrics)]
    }

    /// Whether there is something to say of trials.
    private static func isSearch(_ configuration: TrainConfiguration) -> Bool { configuration.model?.settings.isSearch ?? false }

    private func modelName(_ configuration: TrainConfiguration, _ stage: StageOutline) -> String? {
        stage.candidate(named: configuration.model?.name)
    }

    public func problems(
        _ configuration: TrainConfiguration, of stage: StageOutline, in node: Node
    ) -> [Diagnostic] {
        let own = node[CommandConfiguration.runName]
        let misplaced = misplacedKeys(own == nil ? TrainConfiguration.programKeys : TrainConfiguration.modelKeys, of: own != nil, node)
        guard own == nil else { return configuration.command.problems(of: stage, in: node) + misplaced }
        return misplaced + modelProblems(configuration, of: stage, in: node)
    }

    /// Keys that say something of models of mlkit's own, beside a program, or the other way round.
    private func misplacedKeys(_ keys: [String], of isOwn: Bool, _ node: Node) -> [Diagnostic] {
        keys.compactMap { key in
            guard let place = node[key], !Self.saysNothing(place) else { return nil }
            let run = CommandConfiguration.runName
            return .error(
                isOwn ? "`\(key)` is for models of mlkit's own, and the stage has `\(run)`"
                    : "`\(key)` goes with `\(run)`, which the stage does not have",
                at: place.location, hint: "leave it out")
        }
    }

    /// Whether it is what a key is taken for that is left out.
    private static func saysNothing(_ value: Node) -> Bool {
        value.sequence?.isEmpty ?? (value.text == TrainConfiguration.standardShell)
    }

    private func modelProblems(_ configuration: TrainConfiguration, of stage: StageOutline, in node: Node) -> [Diagnostic] {
        let features = FeatureProblems(features: node[TrainConfiguration.featuresName])
        guard node[TrainConfiguration.modelName] == nil else {
            return features.ofKeys + rawValueProblems(configuration, features) + classWeightProblems(configuration, node)
                + refitProblems(configuration, node) + bondProblems(configuration, node)
                + (node[TrainConfiguration.modelName].flatMap { configuration.model?.settings.problems(in: $0) } ?? [])
        }
        return features.ofKeys + [
            .error(
                "the train stage `\(stage.group)` names no model", at: stage.location,
                hint: "give it a `model`, or a `matrix` with several")
        ]
    }

    /// How far training goes is known from folds.
    private func refitProblems(_ configuration: TrainConfiguration, _ node: Node) -> [Diagnostic] {
        guard configuration.refit, configuration.crossValidation == nil, let place = node[TrainConfiguration.refitName] else { return [] }
        return [
            .error(
                "`\(TrainConfiguration.refitName)` goes by folds, and there are none", at: place.location,
                hint: "add `\(TrainConfiguration.foldsName): auto`, or a number of parts")
        ]
    }

    private func bondProblems(_ configuration: TrainConfiguration, _ node: Node) -> [Diagnostic] {
        guard configuration.foldsBy != nil, !Self.cutsRows(configuration), let place = node[TrainConfiguration.bondName] else { return [] }
        return [
            .error(
                "`\(TrainConfiguration.bondName)` is for parts of the rows, and there are none", at: place.location,
                hint: "add `\(TrainConfiguration.foldsName): auto`, or a number of parts")
        ]
    }

    /// A model of LightGBM can balance classes itself; twice would be too much of it.
    private func classWeightProblems(_ configuration: TrainConfiguration, _ node: Node) -> [Diagnostic] {
        let name = TrainConfiguration.classWeightName
        guard configuration.classWeight != nil, let place = node[TrainConfiguration.modelName]?[name] else { return [] }
        return [
            .error(
                "`\(name)` stands in the stage and in its model `\(configuration.model?.name ?? "")`", at: place.location,
                hint: "leave one of them out")
        ]
    }

    /// What is said of features that the model's family cannot take.
    private func rawValueProblems(_ configuration: TrainConfiguration, _ features: FeatureProblems) -> [Diagnostic] {
        guard let model = configuration.model, !model.settings.takesRawValues else { return [] }
        let able = families.filter(\.takesRawValues).map { "`\($0.name)`" }.joined(separator: ", ")
        return features.ofRawValues("the model `\(model.name)` of kind `\(model.settings.family)`", able: able)
    }

    public func decisive(_ written: [JSON.Member], _ configuration: TrainConfiguration) -> [JSON.Member] {
        let written = written.filter { $0.name != TrainConfiguration.resumeName }
        guard let bond = configuration.foldsBy else { return written }
        return written.filter { $0.name != TrainConfiguration.bondName } + [JSON.Member(TrainConfiguration.bondName, bond.json)]
    }

    /// The figures of the result are those of the validation split, and of folds of the training split.
    public func split(of figure: String, by version: Int) -> String? {
        figure.hasPrefix("\(Role.folds).") ? Role.folds : Role.valid
    }

    public func testKey(_ configuration: TrainConfiguration) -> String? { nil }

    private static func run(_ configuration: TrainConfiguration, _ work: StageWork) async throws -> StageResult {
        let isSearch = isSearch(configuration)
        let paths = TrainPaths(
            schema: try work.input(Wiring.schemaRole), train: try work.input(Role.train), valid: try work.input(Role.valid),
            model: try work.output(Role.model), metrics: try work.output(Role.metrics),
            history: try work.output(Role.history), folds: try work.job.outputs[Role.folds].map { _ in try work.output(Role.folds) },
            trials: isSearch ? try work.output(Role.trials) : nil,
            page: isSearch ? try work.output(Role.page) : nil, teacher: work.job.inputs[Role.teacher], project: work.job.project)
        if configuration.command.named != nil {
            let name = paths.model.removingLastComponent().lastComponent?.string ?? work.job.stage
            let report = try await OwnTraining(command: configuration.command, seed: configuration.seed, paths: paths, work: work)
                .run(named: name)
            try work.context.files.write(report.json.pretty, to: paths.metrics)
            work.context.log(report.summary)
            return StageResult(summary: report.summary, metrics: .object(report.valid.json.members ?? []), warnings: [])
        }
        let trained = try await TrainStage.run(configuration: configuration, paths: paths, context: work.context)
        let folds = trained.report.foldMean.map { [JSON.Member(Role.folds, $0.json)] } ?? []
        return StageResult(
            summary: trained.summary, metrics: .object((trained.report.valid.json.members ?? []) + folds), warnings: trained.warnings)
    }
}
