internal import MLKitCore
public import MLKitSpec

/// Which items a list is of. Of what is left out, anything fits.
public struct ItemFilter: Sendable {
    public var section: String?
    /// An item has all of these.
    public var tags: [String] = []
    /// An item is required from this level on.
    public var maturity: Maturity?
    /// Part of the name, or the address, of who is to do it.
    public var assignee: String?

    public init() {}

    /// Whether an item is among those.
    public func fits(_ report: ItemReport) -> Bool {
        (section == nil || report.item.section == section)
            && tags.allSatisfy(report.item.tags.contains)
            && (maturity == nil || report.item.maturity == maturity)
            && (assignee.map { Person($0).isNamed(by: report.record?.assignee) } ?? true)
    }

    /// Sees that the checklist has what is asked for.
    ///
    /// - Throws: `Failure` naming each section or tag that it does not have.
    public func check(against checklist: Checklist) throws {
        let sections = checklist.definitions.flatMap(\.sections).map(\.id)
        let known = Set(checklist.reports.flatMap(\.item.tags))
        var problems = [Diagnostic]()
        if let section, !sections.contains(section) {
            problems.append(
                .error(
                    "there is no section `\(section)` in the checklist",
                    hint: Suggestion.hint(for: section, among: sections)))
        }
        problems += tags.filter { !known.contains($0) }.map { tag in
            .error("no item has the tag `\(tag)`", hint: Suggestion.hint(for: tag, among: known.sorted()))
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }
}
