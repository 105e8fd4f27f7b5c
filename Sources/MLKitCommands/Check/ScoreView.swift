internal import MLKitChecklist
internal import MLKitCore

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
