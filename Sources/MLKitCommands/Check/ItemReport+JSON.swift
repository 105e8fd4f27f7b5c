internal import MLKitChecklist
internal import MLKitCore

extension ItemReport {
    /// `{…as `verify` has it, "kind", "why", "how", "tags", "version", "answers": [{"name", "follows", "opens": [id]}],
    /// "options": [{"name", "when", "opens"}], "needs": [id], "gates": [text], "writes", "references": [{"title",
    /// "url"}], "counts", "record"}`, where the record is `null` or `{"status", "version", "by", "at", "answer",
    /// "reason", "until", "assignee", "reviewer", "message", "evidence": [name],
    /// "bound": [hash or null], "note"}`; what there is nothing of is
    /// `null`.
    func wholeJSON(note: String?) -> JSON {
        .object((verifiedJSON.members ?? []) + definition + [.init("record", record?.json(note: note) ?? .null)])
    }

    private var definition: [JSON.Member] {
        [
            .init("kind", .string(item.kind.rawValue)), .init("why", .string(item.why)),
            .init("how", .string(item.how)),
            .init("tags", .texts(item.tags)), .init("version", .int(item.version)),
            .init(
                "answers",
                .array(
                    item.answers.map {
                        ["name": .string($0.name), "follows": .string($0.follows), "opens": opened(by: $0.name)]
                    })),
            .init(
                "options",
                .array(
                    item.options.map {
                        ["name": .string($0.name), "when": .string($0.when), "opens": opened(by: $0.name)]
                    })),
            .init("needs", .texts(item.needs)), .init("gates", .texts(item.gates)),
            .init("writes", item.writes.map { .string($0) } ?? .null),
            .init(
                "references",
                .array(
                    item.references.map { ["title": .string($0.title), "url": $0.url.map { .string($0) } ?? .null] })),
            .init("counts", .bool(counts)),
        ]
    }

    private func opened(by answer: String) -> JSON { .texts(item.followUps[answer] ?? []) }
}

extension Record {
    fileprivate func json(note: String?) -> JSON {
        func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
        return [
            "status": .string(status.rawValue), "version": .int(version), "by": text(by), "at": text(at?.description),
            "answer": text(answer), "reason": text(reason), "until": text(until?.day), "assignee": text(assignee),
            "reviewer": text(reviewer), "message": text(message), "evidence": .texts(evidence.map(\.name)),
            "bound": .array(evidence.map { text($0.hash?.hex) }),
            "note": text(note),
        ]
    }
}

extension JSON {
    fileprivate static func texts(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}
