/// How far one column alone tells the target, as it does in nearly all rows where it was made from it: a state that is set once the
/// outcome is known, a price in another currency.
struct NearLeak {
    /// Of what is there to tell, the share that is told: errors that are spared of those made without the column (Goodman and Kruskal's
    /// lambda), or R² of a straight line.
    let strength: Double
    /// "in 995 of 1000 rows looked at".
    let words: String

    /// With numbers a straight line has to be closer, since amounts that go along with each other are common.
    var isClose: Bool { strength >= bound }
    /// Whether it tells much less than a column that is close.
    var isFar: Bool { strength < 0.9 }

    private let bound: Double
    /// Fewer errors without the column tell nothing of how many it spares.
    private static let leastErrors = 20
    /// A text that stands in fewer rows on average tells them by heart.
    private static let rowsPerText = 20

    /// - Parameter number: the target, of the same rows.
    init?(_ values: Column, number: Column) {
        guard case .numeric(let feature) = values, case .numeric(let wanted) = number else { return nil }
        let correlation = LeakCheck.correlation(feature, wanted)
        (strength, bound) = (correlation * correlation, 0.99)
        words = "nearly: R² of a straight line is \(Double(Int(strength * 10_000)) / 10_000)"
    }

    /// - Parameter classes: of the same rows.
    init?(_ values: Column, classes: [Int]) {
        let counts = classes.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        let without = classes.count - (counts.values.max() ?? 0)
        let told: Int? =
            switch values {
            case .numeric(let numbers): Self.told(numbers, classes)
            case .text(let texts): Self.told(texts, classes)
            }
        guard without >= Self.leastErrors, let told else { return nil }
        strength = 1 - Double(classes.count - told) / Double(without)
        bound = 0.95
        words = "in \(told) of \(classes.count) rows looked at"
    }

    /// Rows of the class that most rows with their text have.
    private static func told(_ texts: TextColumn, _ classes: [Int]) -> Int? {
        guard texts.categories.count * rowsPerText <= classes.count else { return nil }
        var counts: [Int32: [Int: Int]] = [:]
        for (code, label) in zip(texts.codes, classes) { counts[code, default: [:]][label, default: 0] += 1 }
        return counts.values.reduce(0) { $0 + ($1.values.max() ?? 0) }
    }

    /// Of two classes, rows on their class's side of the number that parts them best.
    private static func told(_ numbers: [Double], _ classes: [Int]) -> Int? {
        let labels = Set(classes).sorted()
        guard labels.count == 2 else { return nil }
        let order = numbers.indices.filter { !numbers[$0].isNaN }.sorted { numbers[$0] < numbers[$1] }
        guard order.count * 10 >= numbers.count * 9 else { return nil }
        let firsts = order.count { classes[$0] == labels[0] }
        var (below, seen, best) = (0, 0, 0)
        for (place, row) in order.enumerated() {
            if classes[row] == labels[0] { below += 1 }
            seen += 1
            guard place + 1 == order.count || numbers[order[place + 1]] != numbers[row] else { continue }
            let right = below + (order.count - seen) - (firsts - below)
            best = max(best, right, order.count - right)
        }
        return best
    }
}
