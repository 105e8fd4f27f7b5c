public import MLKitCore
public import MLKitSpec
public import SystemPackage

/// The checklists of a project together with its answers, as they stood when they were loaded.
public struct Checklist: Sendable {
    public let definitions: [ChecklistDefinition]
    /// Every item in the lists' order.
    public let reports: [ItemReport]
    /// Records that cannot be read, and records of items that no list has.
    public let diagnostics: [Diagnostic]

    let project: FilePath
    let files: any FileSystem
    let hashes: HashCache
    let records: [String: StoredRecord]

    /// Reads definitions, records, and (where it changed) evidence. Git is not needed.
    ///
    /// - Parameters:
    ///   - definitions: files, as `DefinitionFinder` finds them.
    ///   - project: the folder of `mlkit.yaml`.
    ///   - hashes: whoever made it saves it.
    /// - Throws: `Failure` with everything that is wrong with the definitions. What is wrong with a record is
    ///   among the `diagnostics`.
    public static func load(
        definitions: [FilePath], project: FilePath, files: any FileSystem = LocalFileSystem(), hashes: HashCache
    ) throws -> Checklist {
        let lists = try DefinitionLoader(project: project, files: files).load(definitions)
        let outcomes = try RecordStore(project: project, files: files).all()
        return try Checklist(lists, outcomes, project, files, hashes)
    }

    private init(
        _ definitions: [ChecklistDefinition], _ outcomes: [String: RecordStore.Outcome], _ project: FilePath,
        _ files: any FileSystem, _ hashes: HashCache
    ) throws {
        self.definitions = definitions
        self.project = project
        self.files = files
        self.hashes = hashes
        let judge = StateJudge(project: project, hashes: hashes)
        let items = definitions.flatMap(\.items)
        reports = try items.map { try judge.report(of: $0, outcomes[$0.id]) }
        records = outcomes.compactMapValues { if case .record(let record) = $0 { record } else { nil } }
        diagnostics = RecordRules.diagnostics(outcomes, known: items.map(\.id))
    }

    /// How far the project has come.
    ///
    /// - Parameter maturity: the level that the project says it has.
    public func progress(towards maturity: Maturity) -> Progress {
        let sections = definitions.flatMap { list in
            list.sections.map { section in
                let ids = Set(section.items.map(\.id))
                return Progress.Section(
                    checklist: list.name, id: section.id, title: section.title,
                    tally: Tally(of: reports.filter { ids.contains($0.item.id) }))
            }
        }
        let levels = Maturity.allCases.map { level in
            Progress.Level(maturity: level, tally: Tally(of: reports.filter { $0.item.maturity <= level }))
        }
        let open = reports.filter { $0.item.maturity <= maturity && !$0.state.isSettled }
        let stale = open.filter { $0.state.isStale }
        return Progress(
            sections: sections, levels: levels, total: Tally(of: reports),
            blocking: stale + open.filter { !$0.state.isStale })
    }
}

extension ItemState {
    fileprivate var isStale: Bool {
        if case .stale = self { true } else { false }
    }
}
