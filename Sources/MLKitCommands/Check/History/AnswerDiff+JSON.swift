internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

extension AnswerDiff {
    /// `{"range", "counts": {kind: number}, "levels": [{"maturity", "before": {"settled", "total"}, "after"}],
    /// "sections": [{"title", "items": [{"id", "title", "change", "before", "after", "causes": [text], "opened": [id],
    /// "closed": [id]}]}]}`; `before` and `after` of items as in `check log`.
    var json: JSON {
        [
            "range": .string(range),
            "counts": .object(counts.map { JSON.Member($0.kind.rawValue, .int($0.count)) }),
            "levels": .array(
                levels.map { level in
                    [
                        "maturity": .string(level.maturity.rawValue), "before": level.before.short,
                        "after": level.after.short,
                    ]
                }),
            "sections": .array(
                sections.map { ["title": .string($0.title), "items": .array($0.items.map(\.json))] }),
        ]
    }
}

extension AnswerDiff.Item {
    fileprivate var json: JSON {
        [
            "id": .string(id), "title": title.map { .string($0) } ?? .null, "change": .string(kind.rawValue),
            "before": before.map(\.json) ?? .null, "after": after.map(\.json) ?? .null,
            "causes": .array(causes.map { .string($0.description) }), "opened": .array(opened.map { .string($0) }),
            "closed": .array(closed.map { .string($0) }),
        ]
    }
}

extension Tally {
    fileprivate var short: JSON { ["settled": .int(settled), "total": .int(total)] }
}
