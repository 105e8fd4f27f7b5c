internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// An upgrade of the lists as people and programs read it.
struct UpgradeView {
    let upgrade: ListUpgrade
    let isDry: Bool
    let isColoured: Bool
    /// What git has of each answer that was confirmed, by item.
    var confirmed: [(item: String, RecordChange.History)] = []
    /// What git has of each move, by the old id.
    var moved: [String: RecordChange.History] = [:]
    /// What git has of the notes; `nil` if they were up to date.
    var noted: RecordChange.History?

    /// The commit that was made last; `nil` if none was.
    var lastCommit: RecordChange.History? {
        let all = confirmed.map { $0.1 } + upgrade.moves.compactMap { moved[$0.from] } + [noted].compactMap(\.self)
        return all.last { if case .commit = $0 { true } else { false } }
    }

    var text: String {
        let parts = [new, changed, kept, moves, lost, gone].filter { !$0.isEmpty }
        return ([summary] + parts + [note]).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private var summary: String {
        var table = TextTable()
        for list in upgrade.lists {
            table.add(list.name, plural(list.items, "item"), list.isNoted ? "" : "seen for the first time")
        }
        let isQuiet = [new, changed, kept, moves, lost, gone].allSatisfy(\.isEmpty)
        return table.text() + (isQuiet ? "nothing is new, changed or gone\n" : "")
    }

    private var new: String {
        let counting = upgrade.new.filter(\.counts)
        var table = TextTable()
        for report in counting { table.add(report.item.maturity.rawValue, report.item.id, report.item.title) }
        let others = upgrade.new.count - counting.count
        guard !upgrade.new.isEmpty else { return "" }
        let verb = others == 1 ? "is" : "are"
        let rest = others > 0 ? "  and \(others) that \(verb) not for this project, or not asked yet\n" : ""
        return heading("new") + table.text(indent: 2) + rest
    }

    private var changed: String {
        guard !upgrade.changed.isEmpty else { return "" }
        let lines = upgrade.changed.map { changed in
            let item = changed.report.item
            let status = changed.report.record?.status.rawValue ?? ""
            let what =
                changed.answered < item.version
                ? "\(status) in version \(changed.answered), now version \(item.version)"
                : "\(status) when its text was another"
            return "  \(item.id)  \(item.title)\n    \(what); if it still holds: \(changed.command)\n"
        }
        return heading("changed since the answer") + lines.joined()
    }

    private var kept: String {
        guard !confirmed.isEmpty else { return "" }
        return heading("confirmed") + confirmed.map { "  \($0.item) (\($0.1.words))\n" }.joined()
    }

    private var moves: String {
        guard !upgrade.moves.isEmpty else { return "" }
        let lines = upgrade.moves.map { move in
            "  \(move.from) -> \(move.to)\(moved[move.from].map { " (\($0.words))" } ?? "")\n"
        }
        return heading(isDry ? "records to move" : "records moved") + lines.joined()
    }

    private var lost: String {
        guard !upgrade.lost.isEmpty else { return "" }
        return heading("records of items that are gone") + upgrade.lost.map(line).joined()
    }

    private func line(_ lost: ListUpgrade.Lost) -> String {
        let record = lost.record
        let by = record.by.map { ", by \($0)" } ?? ""
        var text = "  \(record.item)  \(record.status.rawValue)\(by)\n"
        if let rival = lost.rival {
            text += "    the item is called \(rival) now, which has an answer of its own\n"
        } else if let id = lost.suggestion {
            text += "    perhaps \(id) now: mlkit check upgrade --move \(record.item)=\(id)\n"
        }
        return text + "    to drop it: git rm \(lost.path)\n"
    }

    private var gone: String {
        guard !upgrade.gone.isEmpty else { return "" }
        return heading("gone, and never answered") + upgrade.gone.map { "  \($0.id)  \($0.title)\n" }.joined()
    }

    private var note: String {
        if isDry { return "nothing was changed: this was a dry run\n" }
        return noted.map { "noted in .mlkit/seen/ (\($0.words))\n" } ?? ""
    }

    private func heading(_ text: String) -> String { "\(text):".styled(.bold, isColoured) + "\n" }
}

extension UpgradeView {
    /// `{"lists": [{"name", "items", "noted"}], "new": [item as in lists], "changed": [{…item, "answered", "now",
    /// "command"}], "moved": [{"from", "to", "commit"}], "lost": [{"id", "status", "path", "suggestion"}], "gone":
    /// [id]}`.
    var json: JSON {
        [
            "lists": .array(
                upgrade.lists.map { list in
                    ["name": .string(list.name), "items": .int(list.items), "noted": .bool(list.isNoted)]
                }),
            "new": .array(upgrade.new.map(\.json)), "changed": .array(upgrade.changed.map(\.json)),
            "moved": .array(
                upgrade.moves.map { move in
                    [
                        "from": .string(move.from), "to": .string(move.to),
                        "commit": moved[move.from]?.commit.map { .string($0) } ?? .null,
                    ]
                }),
            "lost": .array(
                upgrade.lost.map { lost in
                    [
                        "id": .string(lost.record.item), "status": .string(lost.record.status.rawValue),
                        "path": .string(lost.path), "suggestion": lost.suggestion.map { .string($0) } ?? .null,
                    ]
                }), "gone": .array(upgrade.gone.map { .string($0.id) }),
        ]
    }
}

extension ListUpgrade.Changed {
    /// What binds the same answer to the item as it is now.
    fileprivate var command: String { "mlkit check upgrade --confirm \(report.item.id)" }

    fileprivate var json: JSON {
        .object(
            (report.json.members ?? []) + [
                .init("answered", .int(answered)), .init("now", .int(report.item.version)),
                .init("command", .string(command)),
            ])
    }
}
