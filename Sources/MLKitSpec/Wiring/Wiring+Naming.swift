internal import MLKitCore
internal import MLKitYAML

// Names of outputs where the spec gives none: a stage that has company of its kind is told from it.

extension Wiring {
    /// What tells the files of a stage from those of other entries of its kind, before the ending; nothing for the entry
    /// that had the name to itself before there was another: the one called after its kind, or else the first.
    ///
    /// - Parameter keys: those by which an entry names its files itself; one that gives them all has no need of a name.
    public mutating func infix(of stage: StageOutline, unlessNamedBy keys: [String]) -> String {
        guard let kind = draft(stage.name)?.settings?.kind else { return stage.infix }
        let entries = entries(of: kind, unlessNamedBy: keys)
        let first = entries.contains(kind) ? kind : entries.first
        return (first == stage.group || !entries.contains(stage.group) ? "" : ".\(stage.group)") + stage.infix
    }

    private mutating func entries(of kind: String, unlessNamedBy keys: [String]) -> [String] {
        if let known = unnamed[kind] { return known }
        var entries = [String]()
        for draft in drafts where draft.settings?.kind == kind && entries.last != draft.outline.group {
            if keys.contains(where: { draft.node[$0] == nil }) { entries.append(draft.outline.group) }
        }
        unnamed[kind] = entries
        return entries
    }

    /// What tells the file of a stage from those of others of its kind whose key says the same; nothing for the first.
    public func infix(of stage: StageOutline, sharing key: String) -> String {
        guard let own = draft(stage.name), let kind = own.settings?.kind, let text = own.node[key]?.text else { return "" }
        let first = drafts.first { $0.settings?.kind == kind && $0.node[key]?.text == text }
        return first?.name == stage.name ? "" : ".\(stage.name)"
    }
}
