internal import MLKitCore

/// The ids of items, and what people may type in place of them.
///
/// A name is tried in this order, and the first way in which anything fits decides: the whole id; the part after the
/// dot; a beginning of the section with the whole of that part; the whole section with a beginning of it; beginnings of
/// both (`sco.base`); a beginning of the part after the dot (`base`), or of the whole id (`scopi`); beginnings of the
/// words between its dashes (`data.s-d` for `data.split-disjoint`). Case does not count.
public struct ItemNames: Sendable {
    /// In the lists' order.
    public let ids: [String]

    /// How many candidates a message lists.
    private static let shown = 10

    public init(_ ids: [String]) { self.ids = ids }

    /// The id that a name stands for.
    ///
    /// - Throws: `Failure` with the items that fit, or the one that was perhaps meant.
    public func resolve(_ name: String) throws -> String {
        let fitting = self.fitting(name)
        if let only = fitting.first, fitting.count == 1 { return only }
        guard fitting.isEmpty else {
            let others = fitting.count - Self.shown
            let list =
                others > 0
                ? fitting.prefix(Self.shown).map { "`\($0)`" }.joined(separator: ", ") + " and \(others) others"
                : Suggestion.list(fitting)
            throw Failure(
                "`\(name)` fits several items", notes: ["they are \(list)"],
                hint: isSection(name)
                    ? "write more of the one you mean; `mlkit check list \(name)` has the section of that name"
                    : "write more of the one you mean")
        }
        throw Failure("there is no item `\(name)` in the checklist", hint: suggestion(for: name))
    }

    private func isSection(_ name: String) -> Bool { ids.contains { Name($0).section == name } }

    /// All ids that fit a name as well as any does.
    func fitting(_ name: String) -> [String] {
        let typed = Name(name.lowercased())
        guard typed.text.contains(where: { $0 != "." }) else { return [] }
        for way in Self.ways {
            let fitting = ids.filter { way(typed, Name($0)) }
            if !fitting.isEmpty { return fitting }
        }
        return []
    }

    /// What could stand where a word was begun, for a shell: ids that begin so, else names after the dot that do.
    public func completions(of beginning: String) -> [String] {
        let whole = ids.filter { $0.hasPrefix(beginning) }
        guard whole.isEmpty else { return whole }
        return ids.map { Name($0).name }.filter { name in name.hasPrefix(beginning) && fitting(name).count == 1 }
    }

    /// The item that a mistyped name was perhaps meant to be; `nil` if none is near.
    public func nearest(to name: String) -> String? {
        let names = ids.map { Name($0).name }
        return Suggestion.nearest(to: name, among: ids)
            ?? Suggestion.nearest(to: name, among: names).flatMap { near in
                names.firstIndex(of: near).map { ids[$0] }
            }
    }

    private func suggestion(for name: String) -> String {
        nearest(to: name).map { "did you mean `\($0)`?" } ?? "`mlkit check list` shows all items"
    }

    /// A text taken apart at its first dot.
    private struct Name {
        let text: String
        /// Empty if there is no dot.
        let section: String
        let name: String

        init(_ text: String) {
            self.text = text
            let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            section = parts.count == 2 ? parts[0] : ""
            name = parts[parts.count - 1]
        }

        var hasDot: Bool { text.contains(".") }
    }

    private static let ways: [@Sendable (_ typed: Name, _ item: Name) -> Bool] = [
        { $0.text == $1.text },
        { $0.text == $1.name },
        { $0.hasDot && $1.section.hasPrefix($0.section) && $1.name == $0.name },
        { $0.hasDot && $1.section == $0.section && $1.name.hasPrefix($0.name) },
        { $0.hasDot && $1.section.hasPrefix($0.section) && $1.name.hasPrefix($0.name) },
        { $1.name.hasPrefix($0.text) },
        { $1.text.hasPrefix($0.text) },
        { $1.section.hasPrefix($0.section) && haveBeginnings($0.name, $1.name) },
    ]

    /// Whether each word of a typed name begins the word of the item's name at its place.
    private static func haveBeginnings(_ typed: String, _ name: String) -> Bool {
        let beginnings = typed.split(separator: "-", omittingEmptySubsequences: false)
        let words = name.split(separator: "-")
        return beginnings.count > 1 && beginnings.count <= words.count
            && zip(beginnings, words).allSatisfy { !$0.isEmpty && $1.hasPrefix($0) }
    }
}
