internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitReports
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

// The split of data that a sweep chooses by. It is not the test split, unless someone insists.

extension Sweep {
    /// The split that the metric was measured on; `nil` if it is of none, or nobody knows.
    public var split: String? { metricStage.flatMap { spec.split(of: $0) } }

    var metricStage: StageSpec? { pipeline.spec.stage(spec.metric.stage) }

    /// Whether the metric is one of the test split.
    public var isOnTest: Bool { split == MeasuredSplit.test.rawValue }

    /// - Throws: `Failure` if the metric is one of the test split.
    public func refuseTest() throws {
        guard isOnTest, let stage = metricStage else { return }
        let figure = "\(stage.name).\(spec.metric.name)"
        let other = MeasuredSplit(figure: spec.metric.name).map { String(spec.metric.name.dropFirst($0.rawValue.count + 1)) }
        let guess = "by its name `\(figure)` is one of the test split; if it is not, give it another name"
        throw Failure(
            "the sweep `\(spec.name)` would choose by `\(figure)`, which is measured on the test split: nothing was tried",
            notes: [stage.settings.isCommand ? guess : "what is chosen by a figure looks better in it than it is"],
            hint: (other.map { "choose by `\(stage.name).\(MeasuredSplit.valid.figure($0))`, or" }
                ?? "choose by a figure of the validation split, or") + " insist with --on-test, which is recorded")
    }

    /// Records that trials are compared by the test split, for everyone who has the project.
    func recordTest() throws {
        guard isOnTest, let stage = metricStage else { return }
        let split = try stage.inputs.first { $0.role == MeasuredSplit.test.rawValue }.flatMap { try pipeline.fingerprinter.hash($0.path) }
        let search = TestSearch(sweep: spec.name, metric: "\(stage.name).\(spec.metric.name)", split: split)
        let path = pipeline.project.pushing(FilePath(TestLook.folder)).appending(search.fileName)
        try pipeline.files.disk(for: TestLook.folder, in: pipeline.project).write(search.json.pretty, to: path)
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
    /// Takes the looks at the test split that the trial's stages noted into the project, marked with the sweep.
    func takeLooks(for sweep: String, to project: FilePath) throws {
        let (source, target) = (pipeline.project.pushing(FilePath(TestLook.folder)), project.pushing(FilePath(TestLook.folder)))
        guard try pipeline.files.exists(source) else { return }
        for name in try pipeline.files.list(source) {
            guard var look = try? TestLook(JSON(parsing: pipeline.files.read(source.appending(name))), file: name) else { continue }
            look.sweep = sweep
            let known = target.appending(name)
            if try pipeline.files.exists(known),
                let old = try? TestLook(JSON(parsing: pipeline.files.read(known)), file: name), old.sweep != nil { continue }
            try pipeline.files.disk(for: TestLook.folder, in: project).write(look.json.pretty, to: known)
        }
    }
}
