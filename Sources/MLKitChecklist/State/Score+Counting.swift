extension Score {
    /// `nil` for a list without `scoring`.
    init?(_ list: ChecklistDefinition, _ reports: [ItemReport]) {
        guard let scoring = list.scoring else { return nil }
        let byItem = Dictionary(reports.map { ($0.item.id, $0) }) { first, _ in first }
        let sections = list.sections.map { section in
            Section(section, section.items.compactMap { byItem[$0.id] }.filter(\.counts), scoring)
        }
        let result = Self.result(sections, scoring)
        self.init(
            checklist: list.name, title: list.title, sections: sections, result: result,
            means: Self.means(result, scoring))
    }

    private static func result(_ sections: [Section], _ scoring: Scoring) -> Result {
        switch scoring.total {
        // Breck et al. (2017): the weakest section is the score.
        case .minimum: .points(sections.map(\.points).min() ?? 0, of: sections.map(\.maximum).min() ?? 0)
        case .sum: .points(sections.map(\.points).reduce(0, +), of: sections.map(\.maximum).reduce(0, +))
        case .levels:
            .level(
                sections.prefix { $0.isFinished }.indices.last.map { $0 - sections.startIndex },
                highest: max(sections.count - 1, 0))
        }
    }

    private static func means(_ result: Result, _ scoring: Scoring) -> String? {
        guard case .points(let points, _) = result else { return nil }
        return scoring.bands.first { $0.upTo.map { points <= $0 } ?? true }?.means
    }
}

extension Score.Section {
    fileprivate init(_ section: ChecklistSection, _ reports: [ItemReport], _ scoring: Scoring) {
        self.init(
            id: section.id, title: section.title, points: reports.map { scoring.points(of: $0) }.reduce(0, +),
            maximum: Double(reports.count) * max(scoring.automated, scoring.manual),
            isFinished: reports.allSatisfy { $0.state == .done || $0.state == .skipped })
    }
}

extension Scoring {
    /// The points of one item: none unless it is done.
    public func points(of report: ItemReport) -> Double {
        guard report.state == .done else { return 0 }
        return report.isAutomated ? automated : manual
    }
}

extension Checklist {
    /// The points that an item has; `nil` if its list gives none.
    public func points(of report: ItemReport) -> Double? {
        guard report.item.isScored else { return nil }
        let list = definitions.first { $0.sections.contains { $0.id == report.item.section } }
        return list?.scoring?.points(of: report)
    }
}

extension ItemReport {
    /// Whether a system does it again and again: its probes say all there is to say, or a person said so.
    fileprivate var isAutomated: Bool {
        if record?.answer == ScoredAnswer.automated.rawValue { return true }
        return !verdicts.isEmpty && verdicts.allSatisfy(\.passes) && !item.needsConfirmation
    }
}
