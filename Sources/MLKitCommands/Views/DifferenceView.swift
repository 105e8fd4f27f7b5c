internal import MLKitCore
internal import MLKitSnapshots

/// What changed between two states of a project, as tables.
struct DifferenceView {
    let difference: ProjectDifference
    let old: String
    /// `nil` for the working tree.
    let new: String?
    let isColoured: Bool

    private var names: String { "`\(old)` and \(new.map { "`\($0)`" } ?? "now")" }

    var text: String {
        guard !difference.isEmpty else { return "nothing changed between \(names)\n" }
        var parts = [String]()
        for (title, rows) in sections {
            var table = TextTable()
            table.rows = rows.map { $0.map(\.onOneLine) }
            parts.append(title.styled(.bold, isColoured) + "\n" + table.text(indent: 2))
        }
        return parts.joined(separator: "\n")
    }

    var markdown: String {
        guard !difference.isEmpty else { return "Nothing changed between \(names).\n" }
        let headers = [
            "stages": ["", "stage"], "parameters": ["parameter", "old", "new", "change"],
            "set for a run": ["stage", "parameter", "old", "new", "change"], "keys": ["stage", "key", "old", "new", "change"],
            "metrics": ["stage", "metric", "old", "new", "change"],
            "outputs": ["stage", "output", "old", "new"],
        ]
        return sections.map { title, rows in
            let width = headers[title]?.count ?? 0
            let cells = rows.map { row in
                let kept = row.filter { $0 != "->" }
                return kept + Array(repeating: "", count: max(width - kept.count, 0))
            }
            return "**\(title)**\n\n" + MarkdownRows.text([headers[title] ?? []] + cells)
        }.joined(separator: "\n")
    }

    /// What there is to tell, by heading.
    private var sections: [(title: String, rows: [[String]])] {
        let stages = difference.addedStages.map { ["+", $0] } + difference.removedStages.map { ["-", $0] }
        let all: [(title: String, rows: [[String]])] = [
            ("stages", stages), ("parameters", difference.parameters.map(figures)),
            ("set for a run", difference.setParameters.map(figures)), ("keys", difference.keys.map(figures)),
            ("metrics", difference.metrics.map(figures)), ("outputs", difference.outputs.map(hashes)),
        ]
        return all.filter { !$0.rows.isEmpty }
    }

    private func figures(_ change: ProjectDifference.Change) -> [String] {
        let delta = Figure.difference(change.old, change.new).map { [Figure.signed($0)] } ?? []
        return [change.stage, change.name].compactMap { $0 }
            + [Figure.text(change.old).shortened, "->", Figure.text(change.new).shortened] + delta
    }

    /// Hashes are shown by their beginnings.
    private func hashes(_ change: ProjectDifference.Change) -> [String] {
        func short(_ value: JSON?) -> String {
            value?.string.map { String($0.dropFirst("sha256:".count).prefix(10)) } ?? "-"
        }
        return [change.stage ?? "", change.name, short(change.old), "->", short(change.new)]
    }

    /// `{"from", "to", "stages": {"added", "removed"}, "parameters": [change], "set": [change], "keys": [change], "metrics":
    /// [change], "outputs": [change]}`; `set` has parameters that were given to a run alone. A change has `name`, `old` and
    /// `new`, null where there was none, `stage` unless it is one of `parameters`, and `delta` between two numbers. `to` is
    /// null for the working tree.
    var json: JSON {
        [
            "from": .string(old), "to": new.map { .string($0) } ?? .null,
            "stages": [
                "added": .array(difference.addedStages.map { .string($0) }),
                "removed": .array(difference.removedStages.map { .string($0) }),
            ],
            "parameters": .array(difference.parameters.map(Self.json)),
            "set": .array(difference.setParameters.map(Self.json)), "keys": .array(difference.keys.map(Self.json)),
            "metrics": .array(difference.metrics.map(Self.json)),
            "outputs": .array(difference.outputs.map(Self.json)),
        ]
    }

    private static func json(_ change: ProjectDifference.Change) -> JSON {
        var members = change.stage.map { [JSON.Member("stage", .string($0))] } ?? []
        members += [
            .init("name", .string(change.name)), .init("old", change.old ?? .null), .init("new", change.new ?? .null),
        ]
        if let delta = Figure.difference(change.old, change.new) { members.append(.init("delta", .double(delta))) }
        return .object(members)
    }
}
