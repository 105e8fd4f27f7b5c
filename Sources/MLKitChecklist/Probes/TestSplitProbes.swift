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
        let looks = try looks(context).filter { splits.contains($0.split) }
        if let search = try searches(context, of: splits).first {
            return .failed(
                "the sweep `\(search.sweep)` tried its models on the test split: its figures promise too much for the one that was "
                    + "kept", ["\(TestLook.folder)/\(search.fileName)"] + looks.map(path))
        }
        guard !looks.isEmpty else { return .failed("no model was measured on the test split yet") }
        let models = Dictionary(looks.map { ($0.model, $0.modelName) }) { first, _ in first }
        let names = Suggestion.list(Set(models.values).sorted())
        let evidence = looks.map(path)
        guard models.count > 1 else { return .passed("one model was measured on the test split: \(names)", evidence) }
        return .failed(
            "\(models.count) different models were measured on the same test split (\(names)): its figures promise too much "
                + "for the one that was kept", evidence)
    }

    static func notSearched(_ context: ProbeContext) throws -> ProbeVerdict {
        let splits = try splits(context)
        if let copy = try copies(context).first { return .failed(copied(copy)) }
        let searches = try searches(context, of: splits)
        let looks = try looks(context).filter { $0.sweep != nil && splits.contains($0.split) }
        if let search = searches.first {
            return .failed(
                "the sweep `\(search.sweep)` chose by `\(search.metric)`, a figure of the test split",
                searches.map { "\(TestLook.folder)/\($0.fileName)" })
        }
        if let look = looks.first {
            return .failed("a trial of the sweep `\(look.sweep ?? "")` was measured on the test split", looks.map(path))
        }
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
        for stage in context.spec.stages where stage.settings.makes.contains(.report) {
            for input in stage.inputs where input.role == MeasuredSplit.test.rawValue {
                let producer = input.producer.flatMap { context.spec.stage($0) }
                let recorded = try producer.flatMap { try context.lock(of: $0) }?["outputs"]?[input.path]?.string
                if let recorded { found.insert(recorded) }
            }
        }
        return found
    }

    private static func looks(_ context: ProbeContext) throws -> [TestLook] {
        try notes(context).filter { !$0.hasPrefix(TestSearch.prefix) }.compactMap { name in
            let path = "\(TestLook.folder)/\(name)"
            return try context.json(path).flatMap { try? TestLook($0, file: path) }
        }
    }

    /// Searches on some splits, or on one that nobody knows.
    private static func searches(_ context: ProbeContext, of splits: Set<String>) throws -> [TestSearch] {
        let all = try notes(context).filter { $0.hasPrefix(TestSearch.prefix) }.compactMap { name in
            let path = "\(TestLook.folder)/\(name)"
            return try context.json(path).flatMap { try? TestSearch($0, file: path) }
        }
        return all.filter { search in search.split.map { splits.contains($0) } ?? true }
    }

    /// The names of all notes. A new one is seen by nothing but another look.
    private static func notes(_ context: ProbeContext) throws -> [String] {
        context.looksBeyondFiles()
        guard try context.information(TestLook.folder)?.kind == .directory else { return [] }
        return try context.files.list(context.file(TestLook.folder)).filter { $0.hasSuffix(".json") }.sorted()
    }
}
