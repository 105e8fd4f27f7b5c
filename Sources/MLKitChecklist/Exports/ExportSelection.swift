public import MLKitSpec

/// Which items an export has.
public struct ExportSelection: Sendable {
    /// Only those of this section.
    public var section: String?
    /// Only those with this tag.
    public var tag: String?
    /// Only those that this level requires.
    public var maturity: Maturity?
    /// Also those that are not for the project, or not asked yet.
    public var includesAll: Bool

    public init(section: String? = nil, tag: String? = nil, maturity: Maturity? = nil, includesAll: Bool = false) {
        self.section = section
        self.tag = tag
        self.maturity = maturity
        self.includesAll = includesAll
    }

    func contains(_ report: ItemReport) -> Bool {
        let item = report.item
        return (includesAll || report.counts) && (section == nil || item.section == section)
            && tag.map(item.tags.contains) ?? true && maturity.map { item.maturity <= $0 } ?? true
    }
}
