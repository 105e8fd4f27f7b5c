internal import MLKitCore
internal import MLKitSpec

/// The checklist as one page: no script, no file beside it, nothing from the network. It is read as it is; the lists
/// at its head filter by CSS alone.
struct HTMLExport {
    let content: ExportContent

    static let mark = "<meta name=\"generator\" content=\"mlkit check export\">"

    var text: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        \(Self.mark)
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Checklist of \(title)</title>
        <style>
        \(HTMLStyle.text)
        \(filters)</style>
        </head>
        <body>
        <header>
        <h1>Checklist of \(title)</h1>
        \(summary)
        \(controls)</header>
        <main>
        \(content.lists.map(list).joined())</main>
        </body>
        </html>

        """
    }

    private var title: String { MarkupText.escaped(content.project.title ?? content.project.name) }

    private var summary: String {
        let tally = content.tally
        let open = content.items.count { content.isBlocking($0) }
        let level = content.project.maturity.title
        return """
            <p><strong>\(tally.settled) of \(plural(tally.total, "item"))</strong> settled; \
            \(open == 0 ? "nothing is open" : "\(open) open") for \(level).</p>
            \(Self.bar(tally, "All items"))
            """
    }

    private static func bar(_ tally: Tally, _ name: String) -> String {
        "<progress max=\"\(max(tally.total, 1))\" value=\"\(tally.settled)\" aria-label=\"\(MarkupText.escaped(name)): "
            + "\(tally.settled) of \(tally.total) settled\"></progress>"
    }

    private static let states = ["open", "failing", "unclear", "stale", "overdue", "broken", "done", "skipped", "waived"]

    /// States that items have, in a fixed order.
    private var states: [String] { Self.states.filter { state in content.items.contains { $0.report.word == state } } }

    private var sections: [ExportContent.Section] { content.lists.flatMap(\.sections) }

    private var controls: String {
        func options(_ values: [(value: String, title: String)]) -> String {
            values.map { "<option value=\"\($0.value)\">\(MarkupText.escaped($0.title))</option>" }.joined()
        }
        guard !content.items.isEmpty else { return "<p>No item is selected.</p>\n" }
        let sections = sections.map { ("in-\($0.id)", $0.title) }
        return """
            <form class="filters">
            <label>State <select><option>all</option>\(options([("unsettled", "not settled")]))\
            \(options(states.map { ("is-\($0)", $0) }))</select></label>
            <label>Section <select><option>all</option>\(options(sections))</select></label>
            <label>Level <select><option>all</option>\(options(levels.map { ("to-\($0.rawValue)", "up to \($0.title)") }))</select></label>
            <label>Person <select><option>all</option>\(options(people.enumerated().map { ("who-\($0)", $1) }))</select></label>
            </form>

            """
    }

    /// A chosen option hides what it is not for. Browsers that do not know `:has` show everything.
    private var filters: String {
        guard !content.items.isEmpty else { return "" }
        func rule(_ value: String, _ hidden: String) -> String {
            "html:has(option[value=\"\(value)\"]:checked) \(hidden) { display: none }\n"
        }
        let classes = ["unsettled"] + states.map { "is-\($0)" }
        let states = classes.map { rule($0, ":is(.item:not(.\($0)), section:not(:has(.\($0))))") }
        let sections = sections.map { rule("in-\($0.id)", "section:not(#in-\($0.id))") }
        let people = people.indices.map { rule("who-\($0)", ":is(.item:not(.who-\($0)), section:not(:has(.who-\($0))))") }
        let levels = levels.map { level in
            let above = Maturity.allCases.filter { $0 > level }.map { ".from-\($0.rawValue)" }
            return rule("to-\(level.rawValue)", ":is(\(above.joined(separator: ", ")), section:not(:has(\(Self.upTo(level)))))")
        }
        return states.joined() + sections.joined() + levels.joined() + people.joined()
    }

    private static func upTo(_ level: Maturity) -> String {
        Maturity.allCases.filter { $0 <= level }.map { ".from-\($0.rawValue)" }.joined(separator: ", ")
    }

    /// Those that leave something out.
    private var levels: [Maturity] { Maturity.allCases.filter { level in content.items.contains { $0.item.maturity > level } } }

    /// Who does the items, by name, and after them the roles of those that nobody has taken.
    private var people: [String] {
        let named = Set(content.items.compactMap(Self.named)).sorted()
        let roles = ItemRole.allCases.filter { role in content.items.contains { Self.named($0) == nil && $0.item.role == role } }
        return named + roles.map(\.title)
    }

    private static func named(_ item: ExportContent.Item) -> String? {
        (item.record?.assignee ?? item.record?.by).map { $0.prefix { $0 != "<" }.trimmed }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func person(of item: ExportContent.Item) -> String {
        let name = Self.named(item) ?? item.item.role.title
        return people.firstIndex(of: name).map { "who-\($0)" } ?? ""
    }

    private func list(_ list: ExportContent.List) -> String {
        let score = list.score.map { score in
            "<p class=\"score\"><strong>\(score.words)</strong>\(score.means.map { ": \(MarkupText.escaped($0))" } ?? "")</p>\n"
        }
        return "<h2>\(MarkupText.escaped(list.title))</h2>\n" + (score ?? "") + list.sections.map(section).joined()
    }

    private func section(_ section: ExportContent.Section) -> String {
        """
        <section id="in-\(section.id)">
        <h3>\(MarkupText.escaped(section.title)) <small>\(section.tally.settled) of \(section.tally.total)</small></h3>
        \(Self.bar(section.tally, section.title))
        <ul>
        \(section.items.map { HTMLItem(item: $0, person: person(of: $0)).text }.joined())</ul>
        </section>

        """
    }
}
