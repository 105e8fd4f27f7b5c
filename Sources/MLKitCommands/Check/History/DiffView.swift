internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// A comparison as a person reads it on a terminal.
struct DiffView {
    let diff: AnswerDiff
    let isColoured: Bool

    var text: String {
        "\(diff.range): \(diff.summary)\n" + sections + (diff.sections.isEmpty ? "" : "\n" + levels)
    }

    /// All items in columns of one width, under the titles of their sections.
    private var sections: String {
        let items = diff.sections.flatMap(\.items)
        var table = TextTable()
        for item in items {
            table.add(item.kind.rawValue.padded(8).styled(item.kind.style, isColoured), item.id, item.words)
        }
        var lines = table.text(indent: 2).split(separator: "\n")[...]
        return diff.sections.map { section in
            defer { lines = lines.dropFirst(section.items.count) }
            let own = lines.prefix(section.items.count).map { "\($0)\n" }.joined()
            return "\n" + section.title.styled(.bold, isColoured) + "\n" + own
        }.joined()
    }

    private var levels: String {
        var table = TextTable()
        for level in diff.levels {
            let change = level.after.settled - level.before.settled
            let sign = change == 0 ? "" : " (\(change > 0 ? "+" : "")\(change))"
            table.add(level.maturity.title, level.before.words, "->", level.after.words + sign)
        }
        return table.text()
    }
}

extension Tally {
    /// "3 of 12".
    var words: String { "\(settled) of \(total)" }
}

extension AnswerDiff.Kind {
    var style: Style {
        switch self {
        case .done, .changed, .renewed: .green
        case .skipped, .waived: .cyan
        case .reopened, .stale, .removed: .yellow
        case .broken: .red
        case .assigned, .reviewed, .edited: .dim
        }
    }
}

extension AnswerDiff {
    /// "3 done, 1 reopened".
    var summary: String {
        guard !sections.isEmpty else { return "no answer changed" }
        return counts.map { "\($0.count) \($0.kind.rawValue)" }.joined(separator: ", ")
    }
}

extension AnswerDiff.Item {
    /// The title, and what there is to say.
    var words: String {
        let said = detail
        return [title ?? "", said].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    var detail: String {
        guard kind != .stale else { return causes.map(\.description).joined(separator: ", ") }
        let opens = opened.isEmpty ? nil : "asks now \(opened.joined(separator: ", "))"
        let closes = closed.isEmpty ? nil : "asks no longer \(closed.joined(separator: ", "))"
        let said = AnswerWords.detail(before, after)
        let since = causes.isEmpty ? nil : "stale, \(causes.map(\.description).joined(separator: ", "))"
        return [said.isEmpty ? nil : said, opens, closes, since].compactMap { $0 }.joined(separator: "; ")
    }

    /// Who answered: the part of the name before the address.
    var person: String {
        guard kind != .removed, let by = after?.record?.by else { return "" }
        return AnswerWords.name(by)
    }
}
