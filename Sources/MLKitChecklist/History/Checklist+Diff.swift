public import MLKitCore
public import MLKitGit
internal import MLKitSpec

extension Checklist {
    /// What became of the answers between two places, by the lists as they are now.
    ///
    /// - Parameter now: what waivers are held against.
    /// - Throws: `Failure` outside git, or for revisions that are none.
    public func diff(_ range: RevisionRange, git: GitEnvironment, now: Timestamp) throws -> AnswerDiff {
        let folder = try RecordFolder(project: project, git: git)
        let commits = try range.commits(in: folder.repository)
        var known = AnswerVersions(in: folder)
        let home = try folder.repository.headCommit
        func side(_ commit: ObjectID) throws -> AnswerSide {
            try AnswerSide(commit, folder, home: home ?? commit, &known)
        }
        let old = try commits.old.map(side) ?? AnswerSide()
        let new = try commits.new.map(side) ?? AnswerSide(folder, project: project, files: files, hashes)
        let sections = try sections(from: old, to: new)
        return AnswerDiff(range: range.words, sections: sections, levels: try levels(old, new, sections, now))
    }

    private func sections(from old: AnswerSide, to new: AnswerSide) throws -> [AnswerDiff.Section] {
        let listed = try definitions.flatMap(\.sections).map { section in
            AnswerDiff.Section(
                title: section.title, items: try section.items.compactMap { try difference($0.id, $0, old, new) })
        }
        let known = Set(definitions.flatMap(\.items).map(\.id))
        let others = Set(old.versions.keys).union(new.versions.keys).subtracting(known).sorted()
        let rest = AnswerDiff.Section(
            title: "In no list", items: try others.compactMap { try difference($0, nil, old, new) })
        return (listed + [rest]).filter { !$0.items.isEmpty }
    }

    private func difference(
        _ id: String, _ item: ChecklistItem?, _ old: AnswerSide, _ new: AnswerSide
    ) throws -> AnswerDiff.Item? {
        let (before, after) = (old.versions[id], new.versions[id])
        guard old.blobs[id] != new.blobs[id] else {
            guard let record = after?.record, record.status == .done else { return nil }
            let causes = try old.outdated(record, in: new)
            guard !causes.isEmpty else { return nil }
            return AnswerDiff.Item(
                id: id, title: item?.title, kind: .stale, before: before, after: after, causes: causes)
        }
        let (was, asked) = (Self.opened(item, before), Self.opened(item, after))
        return AnswerDiff.Item(
            id: id, title: item?.title, kind: AnswerDiff.Kind(from: before, to: after), before: before, after: after,
            causes: try after?.record.map { $0.status == .done ? try new.outdated($0) : [] } ?? [],
            opened: asked.filter { !was.contains($0) }, closed: was.filter { !asked.contains($0) })
    }

    /// The items that an answer opens.
    private static func opened(_ item: ChecklistItem?, _ version: AnswerVersion?) -> [String] {
        guard let record = version?.record, record.status == .done, let answer = record.answer else { return [] }
        return item?.followUps[answer] ?? []
    }

    private func levels(
        _ old: AnswerSide, _ new: AnswerSide, _ sections: [AnswerDiff.Section], _ now: Timestamp
    ) throws -> [AnswerDiff.Level] {
        let judge = AnswerJudge(self)
        let stale = sections.flatMap(\.items).filter { !$0.causes.isEmpty }
        let before = try Self.judged(judge.reports(old.versions, on: now), old, [:])
        let after = try Self.judged(judge.reports(new.versions, on: now), new, Dictionary(stale.map { ($0.id, $0.causes) }) { $1 })
        return Maturity.allCases.map { level in
            AnswerDiff.Level(
                maturity: level, before: Tally(of: before.lazy.filter { $0.item.maturity <= level }.map(\.state)),
                after: Tally(of: after.lazy.filter { $0.item.maturity <= level }.map(\.state)))
        }
    }

    /// Where items stood in a place, by what their answers rest on there: each place is judged by itself, so that it counts
    /// alike whatever it is compared with.
    ///
    /// - Parameter known: what is known besides of some answers.
    private static func judged(
        _ reports: [ItemReport], _ side: AnswerSide, _ known: [String: [EvidenceChange]]
    ) throws -> [ItemReport] {
        try reports.map { report in
            guard let record = report.record, record.status == .done else { return report }
            let causes = try known[report.item.id] ?? side.outdated(record)
            guard !causes.isEmpty else { return report }
            var report = report
            report.state = .stale(causes.map { .evidence($0) })
            return report
        }
    }
}
