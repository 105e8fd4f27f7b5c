internal import MLKitCore
internal import MLKitSpec

/// The checklist as JSON; `checklists/README.md` has a table of what stands where.
///
/// ```
/// {"mlkit_checklist": 1, "project": {"name", "title", "maturity"}, "tally": TALLY,
///  "lists": [{"name", "title", "score": SCORE or null, "sections": [{"id", "title", "tally": TALLY, "items": [
///   {"id", "title", "kind", "maturity", "tags", "state", "reason", "blocking", "points",
///    "record": {"file", "status", "by", "at", "answer", "because", "until", "evidence", "bound", "assignee", "reviewer",
///               "reviewed", "message", "note"} or null,
///    "verdicts": [{"probe", "outcome", "message"}]}]}]}]}
/// ```
///
/// TALLY is `{"done", "open", "stale", "overdue", "skipped", "waived", "failing", "unclear", "total"}`, SCORE as in `Score.json`. What a
/// record does not say is null.
struct JSONExport {
    let content: ExportContent

    static let mark = "\"mlkit_checklist\": 1"

    var json: JSON {
        let project = content.project
        return [
            "mlkit_checklist": 1,
            "project": [
                "name": .string(project.name), "title": .text(project.title),
                "maturity": .string(project.maturity.rawValue),
            ],
            "tally": content.tally.json,
            "lists": .array(content.lists.map(list)),
        ]
    }

    private func list(_ list: ExportContent.List) -> JSON {
        [
            "name": .string(list.name), "title": .string(list.title), "score": list.score?.json ?? .null,
            "sections": .array(
                list.sections.map { section in
                    [
                        "id": .string(section.id), "title": .string(section.title), "tally": section.tally.json,
                        "items": .array(section.items.map(item)),
                    ]
                }),
        ]
    }

    private func item(_ item: ExportContent.Item) -> JSON {
        let verdicts = zip(item.item.probes, item.report.verdicts).map { probe, verdict -> JSON in
            [
                "probe": .string(probe.name), "outcome": .string(verdict.outcome.rawValue),
                "message": .string(verdict.message),
            ]
        }
        return [
            "id": .string(item.item.id), "title": .string(item.item.title), "kind": .string(item.item.kind.rawValue),
            "maturity": .string(item.item.maturity.rawValue), "tags": .array(item.item.tags.map { .string($0) }),
            "state": .string(item.report.word), "reason": .string(item.report.reason),
            "blocking": .bool(content.isBlocking(item)), "points": item.points.map { .double($0) } ?? .null,
            "record": record(item), "verdicts": .array(verdicts),
        ]
    }

    private func record(_ item: ExportContent.Item) -> JSON {
        guard let record = item.record else { return .null }
        return [
            "file": .text(item.file), "status": .string(record.status.rawValue), "by": .text(record.by),
            "at": .text(record.at?.description), "answer": .text(record.answer), "because": .text(record.reason),
            "until": .text(record.until?.day), "evidence": .array(record.evidence.map { .string($0.name) }),
            "bound": .array(record.evidence.map(bound)),
            "assignee": .text(record.assignee), "reviewer": .text(record.reviewer),
            "reviewed": .text(record.reviewed?.description), "message": .text(record.message),
            "note": .text(item.note),
        ]
    }
}

extension JSONExport {
    /// `{"evidence", "sha256", "at"}`; null for what it is not bound by.
    private func bound(_ piece: Evidence) -> JSON {
        ["evidence": .string(piece.name), "sha256": .text(piece.hash?.hex), "at": .text(piece.at?.description)]
    }
}

extension JSON {
    static func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}
