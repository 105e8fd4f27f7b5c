public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// The checklists of a project together with its answers, as they stood when they were loaded.
public struct Checklist: Sendable {
    public let definitions: [ChecklistDefinition]
    /// Every item in the lists' order.
    public internal(set) var reports: [ItemReport]
    /// Records that cannot be read, and records of items that no list has.
    public let diagnostics: [Diagnostic]

    let project: FilePath
    let files: any FileSystem
    let hashes: HashCache
    let records: [String: StoredRecord]
    let facts: ProjectFacts?

    /// Reads definitions, records, and (where it changed) evidence. Git is not needed.
    ///
    /// - Parameters:
    ///   - definitions: files, as `DefinitionFinder` finds them.
    ///   - project: the folder of `mlkit.yaml`.
    ///   - facts: what conditions ask of; `nil` takes every condition for true.
    ///   - hashes: whoever made it saves it.
    ///   - now: what waivers and expiries are held against.
    /// - Throws: `Failure` with everything that is wrong with the definitions. What is wrong with a record is
    ///   among the `diagnostics`.
    public static func load(
        definitions: [FilePath], project: FilePath, facts: ProjectFacts?, files: any FileSystem = LocalFileSystem(),
        hashes: HashCache, now: Timestamp
    ) throws -> Checklist {
        let lists = try DefinitionLoader(project: project, files: files).load(definitions)
        let outcomes = try RecordStore(project: project, files: files).all()
        let judge = StateJudge(project: project, hashes: hashes, now: now)
        return try Checklist(lists, outcomes, facts, judge, files)
    }

    private init(
        _ definitions: [ChecklistDefinition], _ outcomes: [String: RecordStore.Outcome], _ facts: ProjectFacts?,
        _ judge: StateJudge, _ files: any FileSystem
    ) throws {
        self.definitions = definitions
        project = judge.project
        hashes = judge.hashes
        self.files = files
        self.facts = facts
        let items = definitions.flatMap(\.items)
        let records = outcomes.compactMapValues { if case .record(let record) = $0 { record } else { nil } }
        let rules = RelevanceRules(items, facts: facts, records: records.mapValues(\.record))
        reports = try items.map { item in
            var report = try judge.report(of: item, outcomes[item.id])
            report.relevance = rules.relevance(of: item)
            report.written = AnswerRules.written(item, facts)
            if report.written != nil, report.isUnanswered { report.state = .done }
            return report
        }
        self.records = records
        diagnostics = RecordRules.diagnostics(outcomes, items: items)
    }

    /// How far the project has come.
    ///
    /// - Parameter maturity: the level that the project says it has.
    public func progress(towards maturity: Maturity) -> Progress {
        let counts = Dictionary(grouping: reports.filter(\.counts), by: \.item.section)
        var sections = [Progress.Section]()
        for list in definitions {
            for section in list.sections where !sections.contains(where: { $0.id == section.id }) {
                sections.append(
                    Progress.Section(
                        checklist: list.name, id: section.id, title: section.title,
                        tally: Tally(of: counts[section.id] ?? [])))
            }
        }
        let counted = reports.filter(\.counts)
        let levels = Maturity.allCases.map { level in
            Progress.Level(maturity: level, tally: Tally(of: counted.filter { $0.item.maturity <= level }))
        }
        let goal = goal(from: maturity)
        return Progress(
            sections: sections, levels: levels, total: Tally(of: counted), blocking: open(for: maturity), goal: goal,
            ahead: goal.map { open(for: $0) } ?? [])
    }
}
