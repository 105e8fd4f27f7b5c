internal import MLKitCore

extension Checklist {
    /// What is known of an item.
    ///
    /// - Parameter name: its id (`scoping.baseline`), or a beginning of it that fits one item only: of the whole
    ///   (`sco.base`), or of the part after the dot (`base`).
    /// - Throws: `Failure` with the items that fit, or the one that was perhaps meant.
    public func find(_ name: String) throws -> ItemReport {
        if let exact = reports.first(where: { $0.item.id == name || $0.item.name == name && isOnly(name) }) {
            return exact
        }
        let fitting = name.isEmpty ? [] : reports.filter { Self.fits(name, $0.item) }
        guard fitting.count != 1 else { return fitting[0] }
        let ids = fitting.map(\.item.id)
        guard ids.isEmpty else {
            throw Failure(
                "`\(name)` fits several items", notes: ["they are \(Suggestion.list(ids))"],
                hint: "write more of the one you mean")
        }
        throw Failure("there is no item `\(name)` in the checklist", hint: suggestion(for: name))
    }

    private func isOnly(_ name: String) -> Bool {
        reports.count { $0.item.name == name } == 1
    }

    private static func fits(_ name: String, _ item: ChecklistItem) -> Bool {
        let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return item.name.hasPrefix(name) }
        return item.section.hasPrefix(parts[0]) && item.name.hasPrefix(parts[1])
    }

    private func suggestion(for name: String) -> String {
        let items = reports.map(\.item)
        if let id = Suggestion.nearest(to: name, among: items.map(\.id)) { return "did you mean `\(id)`?" }
        let nearest = Suggestion.nearest(to: name, among: items.map(\.name))
        if let item = items.first(where: { $0.name == nearest }) { return "did you mean `\(item.id)`?" }
        return "`mlkit check list` shows all items"
    }
}
