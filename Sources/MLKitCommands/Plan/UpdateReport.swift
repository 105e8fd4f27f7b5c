internal import MLKitCore
internal import MLKitGit
internal import MLKitScaffold

/// How a plan is shown.
struct UpdateReport {
    let plan: UpdatePlan
    let isColoured: Bool

    /// One line for each thing that changes, and how many of each there are.
    var table: String {
        var table = TextTable()
        for action in plan.changes {
            let path = action.from.map { "\(Self.name($0)) -> \(Self.name(action.path))" } ?? Self.name(action.path)
            table.add(word(action.kind), path, action.reason ?? "")
        }
        for move in plan.moves { table.add(word(.rename), "\(Self.name(move.from)) -> \(Self.name(move.to))", "yours") }
        if plan.changesRecord { table.add(word(.update), ScaffoldRecord.path, recordReason) }
        return table.text()
    }

    /// A path as git prints it: on one line.
    private static func name(_ path: String) -> String { QuotedPath.text(path) }

    /// "2 updates, 1 conflict; 12 files stay as they are".
    var counts: String {
        var kinds = plan.changes.reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }
        kinds[.rename, default: 0] += plan.moves.count
        let parts = FileAction.Kind.allCases.compactMap { kind in
            kinds[kind].flatMap { $0 > 0 ? plural($0, kind.rawValue) : nil }
        }
        let kept = plan.actions.count - plan.changes.count
        let stays = "\(plural(kept, "file")) \(kept == 1 ? "stays" : "stay") as \(kept == 1 ? "it is" : "they are")"
        return (parts.isEmpty ? "" : parts.joined(separator: ", ") + "; ") + stays
    }

    private var recordReason: String {
        let (old, new) = (plan.oldRecord, plan.newRecord)
        let before = "\(old.templateName) \(old.templateVersion)"
        let after = "\(new.templateName) \(new.templateVersion)"
        return before == after ? "the record" : "the record: \(before) -> \(after)"
    }

    private func word(_ kind: FileAction.Kind) -> String {
        let style: Style =
            switch kind {
            case .create: .green
            case .update, .merge: .yellow
            case .rename: .cyan
            case .delete, .conflict: .red
            case .keep: .dim
            }
        return kind.rawValue.padded(8).styled(style, isColoured)
    }

    /// Writes what is to be known besides, to standard error.
    func warn(_ problems: [Diagnostic] = []) {
        let renderer = DiagnosticRenderer(colour: Console.standard.errorIsColoured)
        for note in plan.notes + problems { Console.standard.error(renderer.render(note)) }
    }

    /// `{"changes": [{"action", "path", "from", "reason"}], "moves": [{"from", "to"}], "record": bool, "kept": n,
    /// "conflicts": n}`
    var json: JSON {
        [
            "changes": .array(
                plan.changes.map { action in
                    [
                        "action": .string(action.kind.rawValue), "path": .string(action.path),
                        "from": action.from.map { .string($0) } ?? .null,
                        "reason": action.reason.map { .string($0) } ?? .null,
                    ]
                }),
            "moves": .array(plan.moves.map { ["from": .string($0.from), "to": .string($0.to)] }),
            "record": .bool(plan.changesRecord), "kept": .int(plan.actions.count - plan.changes.count),
            "conflicts": .int(plan.conflicts.count),
        ]
    }
}
