internal import MLKitChecklist
internal import MLKitCore
internal import MLKitSpec

/// The progress as a person reads it: a bar per section and level, then what is in the way.
struct ProgressView {
    let progress: Progress
    /// Of the lists that give points or levels.
    let scores: [Score]
    let maturity: Maturity
    let isColoured: Bool
    /// Columns to fit into; `nil` for no limit.
    var width: Int?

    private static let barWidth = 20
    /// How many open items are shown; the rest is counted.
    private static let shown = 8

    var text: String {
        sections + "\n" + ScoreView(scores: scores).text + levels + "\n" + ahead
    }

    /// What the level to reach next asks for; of what comes only after that the name is enough.
    private var sections: String {
        var table = TextTable()
        for section in progress.sections where section.ahead.total > 0 {
            table.add(section.title, bar(section.ahead), words(section.ahead))
        }
        let later = progress.sections.filter { $0.ahead.total == 0 && $0.tally.total > 0 }.map(\.title)
        return table.text() + (later.isEmpty ? "" : "later: \(later.joined(separator: ", "))\n")
    }

    private var levels: String {
        var table = TextTable()
        for level in progress.levels {
            let mark = level.maturity == maturity ? "  <- this project" : ""
            table.add(level.maturity.title, bar(level.tally), words(level.tally) + mark)
        }
        return table.text()
    }

    private func bar(_ tally: Tally) -> String {
        let full = tally.total == 0 ? 0 : tally.settled * Self.barWidth / tally.total
        let filled = String(repeating: "#", count: full).styled(.green, isColoured)
        return "[" + filled + String(repeating: ".", count: Self.barWidth - full) + "]"
    }

    private func words(_ tally: Tally) -> String {
        var parts = ["\(tally.settled) of \(tally.total)"]
        if tally.overdue > 0 { parts.append("\(tally.overdue) overdue".styled(.yellow, isColoured)) }
        if tally.stale > 0 { parts.append("\(tally.stale) stale".styled(.yellow, isColoured)) }
        if tally.failing > 0 { parts.append("\(tally.failing) failing".styled(.red, isColoured)) }
        if tally.unclear > 0 { parts.append("\(tally.unclear) unclear".styled(.yellow, isColoured)) }
        if tally.waived > 0 { parts.append("\(tally.waived) waived") }
        if tally.skipped > 0 { parts.append("\(tally.skipped) not applicable") }
        return parts.joined(separator: ", ")
    }

    /// What stands between the project and the level that it has to reach next.
    private var ahead: String {
        guard let goal = progress.goal else { return "nothing is open\n" }
        let met = goal == maturity ? "" : "nothing is open for \(maturity.title); "
        var table = TextTable()
        for report in progress.ahead.prefix(Self.shown) {
            let reason = report.reason
            let state = report.word.padded(7).styled(report.style, isColoured)
            table.add(state, report.item.id, report.item.title + (reason.isEmpty ? "" : ": \(reason)"))
        }
        return "\(met)open for \(goal.title):\n" + table.text(indent: 2, width: width) + more
    }

    private var more: String {
        let rest = progress.ahead.count - Self.shown
        return rest > 0
            ? "  and \(rest) more: `mlkit check list --open` has all, `mlkit check next` what to begin with\n" : ""
    }
}

/// The scores of lists that give points or levels, as a person reads them.
struct ScoreView {
    let scores: [Score]

    /// A line each and an empty one; nothing without scores.
    var text: String {
        guard !scores.isEmpty else { return "" }
        var table = TextTable()
        for score in scores { table.add(score.title, score.words + (score.means.map { ": \($0)" } ?? "")) }
        return table.text() + "\n"
    }
}
