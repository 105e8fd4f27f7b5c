internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec

/// How often the test split was looked at, and what for, by the notes of it that the project keeps.
enum TestSplitProbes {
    static func once(_ context: ProbeContext) throws -> ProbeVerdict {
        let splits = try splits(context)
        guard !splits.isEmpty else {
            return .unknown("no stage has measured on a test split yet")
        }
        if let copy = try copies(context).first { return .failed(copied(copy)) }
        let known = try KnownLooks(context)
        let looks = known.looks.filter { splits.contains($0.split) }
        if let search = searches(known, of: splits).first {
            return .failed(
                "the sweep `\(search.sweep)` tried its models on the test split: its figures promise too much for the one that was "
                    + "kept\(known.remark([search.fileName]))", ["\(TestLook.folder)/\(search.fileName)"] + looks.map(path))
        }
        let models = Dictionary(looks.map { ($0.model, $0.modelName) }) { first, _ in first }
        let names = Suggestion.list(Set(models.values).sorted())
        let (evidence, remark) = (looks.map(path), known.remark(looks.map(\.fileName)))
        guard models.count < 2 else {
            return .failed(
                "\(models.count) different models were measured on the same test split (\(names)): its figures promise too much "
                    + "for the one that was kept\(remark)", evidence)
        }
        if let stage = try unnoted(context, looks) {
            return .failed(
                "the stage `\(stage)` measured a model on the test split, and the note of it in `\(TestLook.folder)` is gone: "
                    + "git may have it, or `mlkit run --force \(stage)` writes it again", evidence)
        }
        if let doubt = try known.doubt ?? ignored(context) { return .unknown(doubt, evidence) }
        guard !models.isEmpty else { return .failed("no model was measured on the test split yet") }
        return .passed("one model was measured on the test split: \(names)\(remark)", evidence)
    }

    static func notSearched(_ context: ProbeContext) throws -> ProbeVerdict {
        let splits = try splits(context)
        if let copy = try copies(context).first { return .failed(copied(copy)) }
        let known = try KnownLooks(context)
        let searches = searches(known, of: splits)
        if let search = searches.first {
            return .failed(
                "the sweep `\(search.sweep)` chose by `\(search.metric)`, a figure of the test split\(known.remark([search.fileName]))",
                searches.map { "\(TestLook.folder)/\($0.fileName)" })
        }
        let looks = known.looks.filter { $0.sweep != nil && splits.contains($0.split) }
        if let look = looks.first {
            return .failed(
                "a trial of the sweep `\(look.sweep ?? "")` was measured on the test split\(known.remark([look.fileName]))",
                looks.map(path))
        }
        if let doubt = try known.doubt ?? ignored(context) { return .unknown(doubt) }
        return try context.reports(EvaluationReport.self) { stage, report in
            guard report.selection.split == .test, report.candidates.models.count > 1 else {
                return .passed("neither it nor a sweep chose a model by the test split")
            }
            return .failed("the stage `\(stage.name)` selects a model on the test split: set `select.on: valid`")
        }
    }

    private static func copied(_ stage: StageSpec) -> String {
        "the validation split of `\(stage.name)` is its test split: what is chosen on it is chosen on the test split"
    }

    /// Stages whose validation split is their test split, by their locks.
    private static func copies(_ context: ProbeContext) throws -> [StageSpec] {
        try context.spec.stages.filter { stage in
            guard let valid = stage.output(MeasuredSplit.valid.rawValue)?.path,
                let test = stage.output(MeasuredSplit.test.rawValue)?.path,
                let outputs = try context.lock(of: stage)?["outputs"], let hash = outputs[test]?.string
            else { return false }
            return outputs[valid]?.string == hash
        }
    }

    private static func path(_ look: TestLook) -> String { "\(TestLook.folder)/\(look.fileName)" }

    /// The hashes of the test splits that stages measure on, by the locks of those that made them.
    private static func splits(_ context: ProbeContext) throws -> Set<String> {
        var found = Set<String>()
        for (_, input) in lookers(context) {
            let producer = input.producer.flatMap { context.spec.stage($0) }
            let recorded = try producer.flatMap { try context.lock(of: $0) }?["outputs"]?[input.path]?.string
            if let recorded { found.insert(recorded) }
        }
        return found
    }

    /// The stages that measure on a test split, each with the input that is one.
    private static func lookers(_ context: ProbeContext) -> [(stage: StageSpec, split: StageInput)] {
        context.spec.stages.filter { $0.settings.makes.contains(.report) }.flatMap { stage in
            stage.inputs.filter { $0.role == MeasuredSplit.test.rawValue }.map { (stage, $0) }
        }
    }

    /// A stage whose lock says that it measured a model on a test split, where no note does. What it wrote is the model that
    /// it measured; a baseline leaves no note.
    private static func unnoted(_ context: ProbeContext, _ looks: [TestLook]) throws -> String? {
        let beside = context.spec.stages.filter { $0.candidateKind == EvaluationReport.baselineKind }
        let baselines = try beside.flatMap { try models(context.lock(of: $0)) }
        for (stage, input) in lookers(context) {
            guard let lock = try context.lock(of: stage), lock["version"]?.int == stage.settings.version,
                let split = lock["inputs"]?[input.path]?.string
            else { continue }
            let measured = models(lock).filter { !baselines.contains($0) }
            let isNoted = measured.allSatisfy { model in looks.contains { $0.split == split && $0.model == model } }
            if !isNoted { return stage.name }
        }
        return nil
    }

    /// Searches on some splits, or on one that nobody knows.
    private static func searches(_ known: KnownLooks, of splits: Set<String>) -> [TestSearch] {
        known.searches.filter { search in search.split.map { splits.contains($0) } ?? true }
    }

    /// The hashes of the models among a stage's outputs.
    private static func models(_ lock: JSON?) -> [String] {
        (lock?["outputs"]?.members ?? []).filter { $0.name.hasSuffix(".onnx") }.compactMap(\.value.string)
    }

    /// Whether nobody else gets to see what was looked at.
    private static func ignored(_ context: ProbeContext) throws -> String? {
        for path in [".gitignore", ".mlkit/.gitignore"] { _ = try context.information(path) }
        guard try context.git()?.isIgnored("\(TestLook.folder)/look.json") == true else { return nil }
        return "git ignores `\(TestLook.folder)`, so that no other clone knows what was measured on the test split"
    }
}
