internal import MLKitCore
internal import SystemPackage

extension Checklist {
    /// Compares the lists as they are now with what the project knows of them.
    ///
    /// - Parameter wanted: records to move, from an id that no list has to one that has no record.
    /// - Throws: `Failure` with every wanted move that cannot be.
    public func upgrade(moving wanted: [ListUpgrade.Move] = []) throws -> ListUpgrade {
        let seen = try SeenItems(project: project, files: files)
        let items = definitions.flatMap(\.items)
        let known = Set(items.map(\.id))
        let asked = try wanted.map { try checked($0, known) }
        let moves = asked + declaredMoves(items, known).filter { move in !asked.contains { $0.from == move.from } }
        let moved = Set(moves.map(\.from))
        return ListUpgrade(
            lists: definitions.map { list in
                .init(name: list.name, items: list.items.count, isNoted: seen.lists.contains(list.name))
            },
            new: newItems(seen), changed: changedItems, moves: moves,
            lost: lost(seen, items).filter { !moved.contains($0.record.item) },
            gone: seen.titles.filter { !known.contains($0.key) && records[$0.key] == nil && !isFormer($0.key, items) }
                .sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    private func newItems(_ seen: SeenItems) -> [ItemReport] {
        let noted = Set(definitions.filter { seen.lists.contains($0.name) }.flatMap(\.items).map(\.id))
        return reports.filter { report in
            noted.contains(report.item.id) && seen.titles[report.item.id] == nil
                && !report.item.formerIDs.contains { seen.titles[$0] != nil }
        }
    }

    private var changedItems: [ListUpgrade.Changed] {
        reports.compactMap { report in
            guard let record = report.record, record.status != .open,
                record.version < report.item.version || record.text.map({ $0 != report.item.textHash }) ?? false
            else { return nil }
            return .init(report: report, answered: record.version)
        }
    }

    private func isFormer(_ id: String, _ items: [ChecklistItem]) -> Bool {
        items.contains { $0.formerIDs.contains(id) }
    }

    /// The moves that items ask for themselves.
    private func declaredMoves(_ items: [ChecklistItem], _ known: Set<String>) -> [ListUpgrade.Move] {
        items.compactMap { item in
            let from = item.formerIDs.first { records[$0] != nil && !known.contains($0) }
            guard let from, isFree(item.id) else { return nil }
            return ListUpgrade.Move(from: from, to: item.id)
        }
    }

    /// Whether an item has no record, not even one that cannot be read.
    private func isFree(_ id: String) -> Bool {
        guard let report = reports.first(where: { $0.item.id == id }) else { return false }
        if case .broken = report.state { return false }
        return report.record == nil
    }

    private func lost(_ seen: SeenItems, _ items: [ChecklistItem]) -> [ListUpgrade.Lost] {
        let known = Set(items.map(\.id))
        let free = items.filter { isFree($0.id) }
        return records.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.map { id, stored in
            ListUpgrade.Lost(
                record: stored.record, path: RecordStore.path(of: id), suggestion: heir(of: id, seen, free),
                rival: items.first { $0.formerIDs.contains(id) && !isFree($0.id) }?.id)
        }
    }

    /// The item that has the lost one's title, or its name in another section, or a name that is nearly the same.
    private func heir(of id: String, _ seen: SeenItems, _ free: [ChecklistItem]) -> String? {
        let title = seen.titles[id]
        if let same = free.first(where: { $0.title == title }) { return same.id }
        let name = String(id.drop { $0 != "." }.dropFirst())
        let namesakes = free.filter { $0.name == name }
        if let same = namesakes.first, namesakes.count == 1 { return same.id }
        return ItemNames(free.map(\.id)).nearest(to: id)
    }

    private func checked(_ move: ListUpgrade.Move, _ known: Set<String>) throws -> ListUpgrade.Move {
        let to = try names.resolve(move.to)
        guard !known.contains(move.from) else {
            throw Failure(
                "`\(move.from)` is in the lists, so its record stays",
                hint: "only records of items that are gone can move")
        }
        guard records[move.from] != nil else {
            throw Failure(
                "there is no record of an item `\(move.from)`",
                hint: Suggestion.nearest(to: move.from, among: records.keys.filter { !known.contains($0) })
                    .map { "did you mean `\($0)`?" })
        }
        guard isFree(to) else { throw Failure("`\(to)` has a record of its own: see `\(RecordStore.path(of: to))`") }
        return ListUpgrade.Move(from: move.from, to: to)
    }
}
