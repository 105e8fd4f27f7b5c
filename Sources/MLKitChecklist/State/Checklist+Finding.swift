internal import MLKitCore

extension Checklist {
    /// The names by which items are found.
    public var names: ItemNames { ItemNames(reports.map(\.item.id)) }

    /// What is known of an item.
    ///
    /// - Parameter name: its id (`scoping.baseline`), one that it had before, or an abbreviation that fits one item
    ///   only; see `ItemNames`.
    /// - Throws: `Failure` with the items that fit, or the one that was perhaps meant.
    public func find(_ name: String) throws -> ItemReport {
        if let renamed = reports.first(where: { $0.item.formerIDs.contains(name) }) { return renamed }
        let id = try names.resolve(name)
        guard let report = reports.first(where: { $0.item.id == id }) else {
            throw Failure("there is no item `\(name)` in the checklist")
        }
        return report
    }
}
