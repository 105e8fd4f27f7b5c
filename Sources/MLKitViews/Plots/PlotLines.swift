internal import MLKitCore
internal import MLKitSpec

/// The lines that a table's columns give.
struct PlotLines {
    /// What the axis along the bottom counts.
    let x: String
    /// Whether it has moments.
    let isTime: Bool
    let lines: [(name: String, points: [(x: Double, y: Double)])]

    /// A column that counts something is the axis, if there is one, else one of dates.
    private static let counters = ["step", "epoch", "round", "iteration"]

    /// - Throws: `Failure` if a column that is named is not there, or none holds a number.
    init(_ table: NumberTable, _ plot: PlotSpec, path: String) throws {
        let numeric = table.numeric
        let times = table.times
        if let name = plot.x, !(numeric + times).contains(name) {
            throw Failure(
                "`\(path)` has neither numbers nor dates under `\(name)`",
                hint: Suggestion.hint(for: name, among: numeric + times))
        }
        for name in plot.y where !numeric.contains(name) {
            throw Failure(
                "`\(path)` has no numbers under `\(name)`", hint: Suggestion.hint(for: name, among: numeric))
        }
        let counter = plot.x ?? Self.counters.first { numeric.contains($0) && !plot.y.contains($0) } ?? times.first
        let names = plot.y.isEmpty ? numeric.filter { $0 != counter } : plot.y
        guard !names.isEmpty else { throw Failure("`\(path)` holds no numbers to draw") }
        let places = counter.flatMap { table[$0] }
        x = counter ?? "row"
        isTime = counter.map(times.contains) ?? false
        lines = names.map { name in
            let values = table[name] ?? []
            return (name, values.enumerated().map { (places?[$0.offset] ?? Double($0.offset + 1), $0.element) })
        }
    }
}
