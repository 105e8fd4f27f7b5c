internal import MLKitCore
public import MLKitSpec

/// What is exported: items with all that is known of them, in the lists' order. Nothing of it depends on the moment, but
/// for states that do.
public struct ExportContent: Sendable {
    public struct List: Sendable {
        public var name: String
        public var title: String
        public var summary: String?
        public var score: Score?
        /// Those with items that were selected.
        public var sections: [Section]
    }

    public struct Section: Sendable {
        public var id: String
        public var title: String
        public var summary: String?
        public var items: [Item]

        public var tally: Tally { Tally(of: items.lazy.map(\.report.state)) }
    }

    public struct Item: Sendable {
        public var report: ItemReport
        /// The text below the record's front matter; `nil` if there is none.
        public var note: String?
        /// The record's file, relative to the project; `nil` without a record.
        public var file: String?
        /// The points it has of those of its list; `nil` in a list without points.
        public var points: Double?

        public var item: ChecklistItem { report.item }
        public var record: Record? { report.record }
        /// What a question was answered with, or which option was chosen.
        public var answer: String? { record?.status == .done ? record?.answer ?? report.written : report.written }
    }

    public var project: ProjectSpec.Project
    public var lists: [List]

    public var items: [Item] { lists.flatMap(\.sections).flatMap(\.items) }
    public var tally: Tally { Tally(of: items.map(\.report.state)) }

    /// Whether an item stands between the project and its maturity.
    public func isBlocking(_ item: Item) -> Bool { item.isOpen && item.item.maturity <= project.maturity }
}

extension ExportContent.Item {
    /// Whether it is not settled.
    var isOpen: Bool { !report.state.isSettled }
}

extension Checklist {
    /// The items that an export has, with the notes of their records.
    ///
    /// Each section begins with what the project's own maturity requires.
    public func exported(_ project: ProjectSpec.Project, _ selection: ExportSelection = .init()) -> ExportContent {
        var content = ExportContent(project: project, lists: exportedLists(selection))
        for list in content.lists.indices {
            for section in content.lists[list].sections.indices {
                let items = content.lists[list].sections[section].items
                let (own, later) = (
                    items.filter { $0.item.maturity <= project.maturity }, items.filter { $0.item.maturity > project.maturity })
                content.lists[list].sections[section].items = own + later
            }
        }
        return content
    }

    /// Every item, by its id, as an export has it.
    var exportedItems: [String: ExportContent.Item] {
        let items = exportedLists(ExportSelection(includesAll: true)).flatMap(\.sections).flatMap(\.items)
        return Dictionary(items.map { ($0.item.id, $0) }) { first, _ in first }
    }

    private func exportedLists(_ selection: ExportSelection) -> [ExportContent.List] {
        let byItem = Dictionary(reports.map { ($0.item.id, $0) }) { first, _ in first }
        let scores = scores
        let lists = definitions.map { list in
            let sections = list.sections.compactMap { section -> ExportContent.Section? in
                let items = section.items.compactMap { byItem[$0.id] }.filter(selection.contains).map(item)
                guard !items.isEmpty else { return nil }
                return ExportContent.Section(
                    id: section.id, title: section.title, summary: section.summary, items: items)
            }
            return ExportContent.List(
                name: list.name, title: list.title, summary: list.summary,
                score: scores.first { $0.checklist == list.name }, sections: sections)
        }
        return lists.filter { !$0.sections.isEmpty }
    }

    private func item(_ report: ItemReport) -> ExportContent.Item {
        let id = report.item.id
        let isBroken = if case .broken = report.state { true } else { false }
        return ExportContent.Item(
            report: report, note: note(of: id), file: records[id] != nil || isBroken ? RecordStore.path(of: id) : nil,
            points: points(of: report))
    }
}

extension Checklist {
    /// The text below the front matter of an item's record; `nil` if there is none.
    func note(of item: String) -> String? {
        guard let text = records[item]?.text else { return nil }
        let note = String(decoding: text.bytes[text.note], as: UTF8.self).replacing("\r\n", with: "\n").trimmed
        return note.isEmpty ? nil : note
    }
}
