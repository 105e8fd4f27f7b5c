internal import MLKitCore
internal import MLKitSpec

/// The lines that a table's columns give.
struct PlotLines {
    /// What the axis along the bottom counts.
    let x: String
    let lines: [(name: String, points: [(x: Double, y: Double)])]

    /// Columns that count something, if there is one, are the axis.
    private static let counters = ["step", "epoch", "round", "iteration"]

    /// - Throws: `Failure` if a column that is named is not there, or none holds a number.
    init(_ table: NumberTable, _ plot: PlotSpec, path: String) throws {
        let numeric = table.numeric
        for name in [plot.x].compactMap({ $0 }) + plot.y where !numeric.contains(name) {
            throw Failure(
                "`\(path)` has no numbers under `\(name)`", hint: Suggestion.hint(for: name, among: numeric))
        }
        let counter = plot.x ?? Self.counters.first { numeric.contains($0) && !plot.y.contains($0) }
        let names = plot.y.isEmpty ? numeric.filter { $0 != counter } : plot.y
        guard !names.isEmpty else { throw Failure("`\(path)` holds no numbers to draw") }
        let places = counter.flatMap { table[$0] }
        x = counter ?? "row"
        lines = names.map { name in
            let values = table[name] ?? []
            return (name, values.enumerated().map { (places?[$0.offset] ?? Double($0.offset + 1), $0.element) })
        }
    }
}
