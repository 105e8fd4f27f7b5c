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
    let kinds: StageKinds
    let files: any FileSystem
    let hashes: HashCache
    let sources: EvidenceSources
    let records: [String: StoredRecord]
    /// Why records cannot be read, by item.
    let unreadable: [String: String]
    let facts: ProjectFacts?
    let policies: PolicyRules

    /// Reads definitions, records, and (where it changed) evidence. Git is not needed.
    ///
    /// - Parameters:
    ///   - definitions: files, as `DefinitionFinder` finds them.
    ///   - project: the folder of `mlkit.yaml`.
    ///   - kinds: the kinds of stages that probes may name.
    ///   - facts: what conditions ask of; `nil` takes every condition for true.
    ///   - hashes: whoever made it saves it.
    ///   - sources: what evidence that is no file is held against.
    ///   - policies: what the project demands of answers, beside what its lists do.
    ///   - seal: tells what this machine cached from what came with a clone; `nil` does without.
    ///   - now: what waivers and expiries are held against.
    /// - Throws: `Failure` with everything that is wrong with the definitions, or a policy of the project that is for
    ///   nothing. What is wrong with a record is among the `diagnostics`.
    public static func load(
        definitions: [FilePath], project: FilePath, kinds: StageKinds, facts: ProjectFacts?,
        files: any FileSystem = LocalFileSystem(), hashes: HashCache, sources: EvidenceSources = EvidenceSources(),
        policies demands: [AnswerPolicy] = [], seal: CacheSeal? = nil, now: Timestamp
    ) throws -> Checklist {
        let store = RecordStore(project: project, files: files)
        let (answered, links) = try store.places()
        // Lists that are known take as long as a quarter of as many records.
        let some = answered.count * 3 / 8
        let ((lists, first), second) = try Parallel.both(
            {
                let loader = DefinitionLoader(project: project, kinds: kinds, files: files, seal: seal)
                return (try loader.load(definitions), try store.outcomes(of: answered[..<some]))
            },
            { try store.outcomes(of: answered[some...]) })
        let outcomes = first.merging(second) { $1 }.merging(links) { $1 }
        let items = lists.flatMap(\.items)
        let records = outcomes.compactMapValues { if case .record(let record) = $0 { record } else { nil } }
        let evidence = try EvidenceJudge(
            project: project, files: files, hashes: hashes, sources: sources,
            over: records.values.lazy.filter { $0.record.status == .done }.flatMap(\.record.evidence))
        let judge = StateJudge(evidence: evidence, now: now)
        let policies = try PolicyRules(of: lists, project: demands, now: now)
        let deployed = try DeployedModel(sources.deployed, of: sources.models.values, project: project, files: files, hashes: hashes)
        let rules = RelevanceRules(items, facts: facts, records: records.mapValues(\.record))
        let reports = try items.map { item in
            var report = try judge.report(of: item, outcomes[item.id])
            report.relevance = rules.relevance(of: item)
            report.written = AnswerRules.decided(item, facts)
            if report.written != nil, report.isUnanswered { report.state = .done }
            if let record = report.record, record.status == .done { report.remark = deployed?.remark(on: record) }
            return policies.judged(report)
        }
        return Checklist(
            definitions: lists, reports: reports,
            diagnostics: RecordRules.diagnostics(outcomes, items: items), project: project, kinds: kinds,
            files: files, hashes: hashes, sources: sources, records: records,
            unreadable: outcomes.compactMapValues { if case .broken(let problems) = $0 { problems.first?.message ?? "" } else { nil } },
            facts: facts, policies: policies)
    }

    /// The version that is served, if it is another than the one that the stages made.
    public var served: ServedVersion? { sources.served }

    /// Where the items that count stand.
    public var tally: Tally { Tally(of: reports.lazy.filter(\.counts).map(\.state)) }

    /// How far the project has come.
    ///
    /// - Parameter maturity: the level that the project says it has.
    public func progress(towards maturity: Maturity) -> Progress {
        let counted = reports.filter(\.counts)
        let goal = goal(from: maturity)
        let highest = goal ?? .production
        let states = Dictionary(grouping: counted, by: \.item.section)
        var sections = [Progress.Section]()
        var seen = Set<String>()
        for list in definitions {
            for section in list.sections where seen.insert(section.id).inserted {
                let own = states[section.id] ?? []
                let ahead = own.lazy.filter { $0.item.maturity <= highest }
                sections.append(
                    Progress.Section(
                        checklist: list.name, id: section.id, title: section.title, tally: Tally(of: own.lazy.map(\.state)),
                        ahead: Tally(of: ahead.map(\.state))))
            }
        }
        let levels = Maturity.allCases.map { level in
            let required = counted.lazy.filter { $0.item.maturity <= level }
            return Progress.Level(maturity: level, tally: Tally(of: required.map(\.state)))
        }
        return Progress(
            sections: sections, levels: levels, total: tally,
            blocking: open(for: maturity), goal: goal, ahead: goal.map { open(for: $0) } ?? [])
    }
}
