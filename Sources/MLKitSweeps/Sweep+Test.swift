internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitReports
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

// The split of data that a sweep chooses by. It is not the test split, unless someone insists.

extension Sweep {
    /// The split that the metric was measured on; `nil` if it is of none, or nobody knows.
    public var split: String? {
        metricStage.flatMap { spec.split(of: $0) ?? (testReading == nil ? nil : MeasuredSplit.test.rawValue) }
    }

    /// What the command whose figure the metric is reads of a test split, as trials are.
    private var testReading: TestReading.Found? {
        guard let stage = metricStage, stage.settings.isCommand, let plan = try? examplePlan() else { return nil }
        let own = plan.stages.map(\.name)
        return TestReading(plan.stages + pipeline.spec.stages.filter { !own.contains($0.name) }).found(in: stage)
    }

    var metricStage: StageSpec? { pipeline.spec.stage(spec.metric.stage) }

    /// Whether the metric is one of the test split.
    public var isOnTest: Bool { split == MeasuredSplit.test.rawValue }

    /// - Throws: `Failure` if the metric is one of the test split.
    public func refuseTest() throws {
        guard isOnTest, let stage = metricStage else { return }
        let figure = "\(stage.name).\(spec.metric.name)"
        let other = MeasuredSplit(figure: spec.metric.name).map { String(spec.metric.name.dropFirst($0.rawValue.count + 1)) }
        let reading = testReading.map { "`\($0.stage)` reads `\($0.path)`, which has the test split of `\($0.producer)`, or tells of it" }
        let guess = reading ?? "by its name `\(figure)` is one of the test split; if it is not, give it another name"
        throw Failure(
            "the sweep `\(spec.name)` would choose by `\(figure)`, which is measured on the test split: nothing was tried",
            notes: [stage.settings.isCommand ? guess : "what is chosen by a figure looks better in it than it is"],
            hint: (reading.map { _ in "measure on the validation split in a stage that reads no other, or" }
                ?? other.map { "choose by `\(stage.name).\(MeasuredSplit.valid.figure($0))`, or" }
                ?? "choose by a figure of the validation split, or") + " insist with --on-test, which is recorded")
    }

    /// - Throws: `Failure` if a validation split that trials are compared by is the test split again.
    func refuseCopies(_ plan: TrialPlan) throws {
        for stage in pipeline.spec.stages where plan.upstream.contains(stage.name) {
            guard let test = TestReading.split(of: stage), let valid = stage.output(MeasuredSplit.valid.rawValue)?.path,
                let hash = try pipeline.fingerprinter.hash(test), try pipeline.fingerprinter.hash(valid) == hash
            else { continue }
            throw Failure(
                "the validation split of `\(stage.name)` is its test split: the sweep `\(spec.name)` would choose by that",
                hint: "split the rows in three parts, or insist with --on-test, which is recorded")
        }
    }

    /// Records that trials are compared by the test split, for everyone who has the project.
    func recordTest() throws {
        guard isOnTest, let stage = metricStage else { return }
        let path = testReading?.split ?? stage.inputs.first { $0.role == MeasuredSplit.test.rawValue }?.path
        let split = try path.flatMap { try pipeline.fingerprinter.hash($0) }
        let search = TestSearch(sweep: spec.name, metric: "\(stage.name).\(spec.metric.name)", split: split)
        let place = pipeline.project.pushing(FilePath(TestLook.folder)).appending(search.fileName)
        try pipeline.files.disk(for: TestLook.folder, in: pipeline.project).write(search.json.pretty, to: place)
    }

    /// Notes looks of a trial in the project, marked with the sweep.
    func note(_ looks: [JSON]) throws {
        for var look in looks.compactMap(TestLook.init(recorded:)) {
            look.sweep = spec.name
            try look.note(in: pipeline.project, files: pipeline.files)
        }
    }
}

extension SweepSpec {
    /// With the whole name of the figure, where only one can be meant.
    func namingFigure(in spec: ProjectSpec) -> SweepSpec {
        guard let stage = spec.stage(metric.stage), !metric.name.isEmpty else { return self }
        var sweep = self
        sweep.metric.name = stage.settings.figure(named: metric.name)
        return sweep
    }

    /// The split of the figure. That of a command is known by its name alone.
    fileprivate func split(of stage: StageSpec) -> String? {
        guard stage.settings.isCommand else { return stage.settings.split(of: metric.name, by: stage.settings.version) }
        let words = metric.name.lowercased().split { !$0.isLetter && !$0.isNumber }
        return words.contains("test") ? MeasuredSplit.test.rawValue : nil
    }
}

extension TrialFolder {
    /// The looks at the test split that the trial's stages noted.
    func looks() throws -> [JSON] {
        let folder = pipeline.project.pushing(FilePath(TestLook.folder))
        guard try pipeline.files.exists(folder) else { return [] }
        return try pipeline.files.list(folder).compactMap { try? JSON(parsing: pipeline.files.read(folder.appending($0))) }
    }
}
