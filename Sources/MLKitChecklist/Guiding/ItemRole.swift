/// Who would do an item, if nobody is named: a role, told by what the item is about.
public enum ItemRole: String, CaseIterable, Sendable {
    case owner, data, science, engineering, operations, responsibility, team

    public var title: String {
        switch self {
        case .owner: "whoever owns the product"
        case .data: "data engineers"
        case .science: "data scientists"
        case .engineering: "software engineers"
        case .operations: "operations"
        case .responsibility: "ethics, privacy and law"
        case .team: "the whole team"
        }
    }

    private static let tags: [(ItemRole, Set<String>)] = [
        (.responsibility, ["legal", "ethics", "fairness", "privacy", "personal-data", "audit", "oversight"]), (.owner, ["business"]),
        (.operations, ["operations"]), (.data, ["labels", "collection"]),
    ]
    private static let sections: [(ItemRole, [String])] = [
        (.owner, ["scoping"]), (.data, ["data", "score-data", "ethics-collection", "ethics-storage"]),
        (.science, ["modelling", "score-model", "ethics-modelling", "ethics-analysis"]),
        (.engineering, ["version-control", "environment", "programming", "architecture"]),
        (.operations, ["deployment", "continuous", "score-infrastructure", "score-monitoring", "ethics-deployment"]),
        (.responsibility, ["responsible-ai", "ai-act"]),
    ]

    /// By the item's tags, else by its section.
    init(_ item: ChecklistItem) {
        let byTag = Self.tags.first { !$0.1.isDisjoint(with: item.tags) }?.0
        let bySection = Self.sections.first { _, names in names.contains { item.section == $0 || item.section.hasPrefix($0 + "-") } }?.0
        self = byTag ?? bySection ?? .team
    }
}

extension ChecklistItem {
    public var role: ItemRole { ItemRole(self) }
}
