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

    private static let barWidth = 20
    /// How many open items are shown; the rest is counted.
    private static let shown = 8

    var text: String {
        sections + "\n" + ScoreView(scores: scores).text + levels + "\n" + blocking
    }

    private var sections: String {
        var table = TextTable()
        for section in progress.sections { table.add(section.title, bar(section.tally), words(section.tally)) }
        return table.text()
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
        var text = "\(tally.settled) of \(tally.total)"
        if tally.overdue > 0 { text += ", \(tally.overdue) overdue" }
        if tally.stale > 0 { text += ", \(tally.stale) stale" }
        if tally.waived > 0 { text += ", \(tally.waived) waived" }
        if tally.skipped > 0 { text += ", \(tally.skipped) not applicable" }
        return text
    }

    private var blocking: String {
        guard !progress.blocking.isEmpty else { return "nothing is open for \(maturity.title)\n" }
        var text = "open for \(maturity.title):\n"
        var table = TextTable()
        for report in progress.blocking.prefix(Self.shown) {
            let reason = report.reason
            let state = report.word.padded(7).styled(report.style, isColoured)
            table.add(state, report.item.id, report.item.title + (reason.isEmpty ? "" : ": \(reason)"))
        }
        text += table.text(indent: 2)
        let rest = progress.blocking.count - Self.shown
        if rest > 0 { text += "  and \(rest) more: `mlkit check list --open`\n" }
        return text
    }
}
