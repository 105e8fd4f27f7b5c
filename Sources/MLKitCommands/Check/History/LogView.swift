internal import MLKitChecklist
internal import MLKitCore
internal import MLKitGit

/// Changes of answers as a person reads them, a line each.
struct LogView {
    let isColoured: Bool
    /// Whether a line says which item it is about.
    var namesItem = true
    var indent = 0

    func text(_ changes: [AnswerChange]) -> String {
        var table = TextTable()
        for change in changes {
            let step = change.step
            let when = [change.author.time.minute, change.commit.short.styled(.dim, isColoured)]
            let what = step.rawValue.padded(8).styled(step.style, isColoured)
            let said = AnswerWords.detail(change.before, change.after, by: change.answeredBy)
            let detail = change.isByHand ? ["edited by hand", said].filter { !$0.isEmpty }.joined(separator: ": ") : said
            table.rows.append(when + [what] + (namesItem ? [change.item] : []) + [change.author.name, detail])
        }
        return table.text(indent: indent)
    }
}

extension AnswerStep {
    var style: Style {
        switch self {
        case .done: .green
        case .skipped, .waived: .cyan
        case .reopened, .removed: .yellow
        case .broken: .red
        case .assigned, .reviewed, .edited: .dim
        }
    }
}

extension AnswerChange {
    /// `{"commit", "at", "author", "email", "item", "change", "by_hand", "before", "after"}`, the last two being `null` or
    /// `{"status", "by", "at", "answer", "reason", "until", "evidence": [path], "assignee", "reviewer", "message"}`, of
    /// which only those are there that the record has; `{"broken"}` with the problem for one that cannot be read.
    var json: JSON {
        [
            "commit": .string(commit.hex), "at": .string(author.time.description), "author": .string(author.name),
            "email": .string(author.email), "item": .string(item), "change": .string(step.rawValue),
            "by_hand": .bool(isByHand),
            "before": before.map(\.json) ?? .null, "after": after.map(\.json) ?? .null,
        ]
    }
}

extension AnswerVersion {
    var json: JSON {
        switch self {
        case .broken(let problem): ["broken": .string(problem)]
        case .record(let record): record.json
        }
    }
}

extension Record {
    fileprivate var json: JSON {
        let texts: [(String, String?)] = [
            ("status", status.rawValue), ("by", by), ("at", at?.description), ("answer", answer), ("reason", reason),
            ("until", until?.day),
        ]
        let after: [(String, String?)] = [("assignee", assignee), ("reviewer", reviewer), ("message", message)]
        let files = evidence.isEmpty ? [] : [JSON.Member("evidence", .array(evidence.map { .string($0.name) }))]
        return .object(Self.members(texts) + files + Self.members(after))
    }

    private static func members(_ texts: [(String, String?)]) -> [JSON.Member] {
        texts.compactMap { name, text in text.map { JSON.Member(name, .string($0)) } }
    }
}

extension Timestamp {
    /// `2026-01-31 12:00`, in UTC.
    var minute: String {
        let (day, text) = (day, description)
        return day + " " + Substring(text.utf8.dropFirst(day.utf8.count + 1).prefix(5))
    }
}
