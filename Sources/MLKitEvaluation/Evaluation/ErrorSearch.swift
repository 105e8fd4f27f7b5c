/// How many rows there are, and the sums of what is wrong with them and of its squares.
struct ErrorSums: Hashable {
    var count = 0.0
    var sum = 0.0
    var squares = 0.0

    init() {}

    init(_ losses: [Double], _ rows: some Sequence<Int>) {
        for row in rows { add(losses[row]) }
    }

    mutating func add(_ loss: Double) {
        count += 1
        sum += loss
        squares += loss * loss
    }

    /// NaN without rows.
    var mean: Double { sum / count }

    func without(_ part: ErrorSums) -> ErrorSums {
        var rest = self
        rest.count -= part.count
        rest.sum -= part.sum
        rest.squares -= part.squares
        return rest
    }

    /// For `RateTest.welch`.
    var moments: (count: Double, mean: Double, variance: Double) {
        (count, mean, max(squares - count * mean * mean, 0) / max(count - 1, 1))
    }
}

/// Groups of rows with their errors, and how likely rates as high as theirs are by chance.
struct ErrorSearch {
    /// A group that was looked at.
    struct Group {
        var columns: [String]
        var values: [String]
        var sums: ErrorSums
        var chance: Double
    }

    private let losses: [Double]
    private let all: ErrorSums
    /// Whether losses are errors to be counted.
    private let isExact: Bool
    private let minRows: Double
    private(set) var found = [Group]()

    /// Columns whose pairs are looked at: those in which a group is the least likely.
    private static let mostColumns = 12

    init(_ losses: [Double], _ all: ErrorSums, exact: Bool, minRows: Int) {
        (self.losses, self.all, isExact, self.minRows) = (losses, all, exact, Double(minRows))
    }

    /// A column's groups, what each row is of, and their sums.
    private struct Coded {
        var column: String
        var names: [String]
        var codes: [Int32]
        var sums: [ErrorSums]
        var least: Double
    }

    mutating func look(in columns: [(column: String, groups: [SliceMeasuring.RowGroup])], pairs: Bool) {
        var coded = [Coded]()
        for (column, groups) in columns {
            var codes = [Int32](repeating: 0, count: losses.count)
            for (place, group) in groups.enumerated() { for row in group.rows { codes[row] = Int32(place) } }
            let sums = groups.map { ErrorSums(losses, $0.rows) }
            let names = groups.map { $0.value ?? SliceMeasuring.missing }
            var least = 1.0
            for (name, sums) in zip(names, sums) where isLarge(sums) {
                let chance = chance(sums, within: all)
                found.append(Group(columns: [column], values: [name], sums: sums, chance: chance))
                least = min(least, chance)
            }
            coded.append(Coded(column: column, names: names, codes: codes, sums: sums, least: least))
        }
        guard pairs else { return }
        let chosen = coded.enumerated().sorted { ($0.element.least, $0.offset) < ($1.element.least, $1.offset) }.prefix(Self.mostColumns)
            .sorted { $0.offset < $1.offset }.map(\.element)
        for first in chosen.indices {
            for second in chosen.indices where second > first { look(at: chosen[first], and: chosen[second]) }
        }
    }

    /// A group is to be large enough to tell, and there has to be something besides it.
    private func isLarge(_ sums: ErrorSums) -> Bool { sums.count >= minRows && all.count - sums.count >= minRows }

    private mutating func look(at one: Coded, and other: Coded) {
        var cells = [ErrorSums](repeating: ErrorSums(), count: one.names.count * other.names.count)
        for row in losses.indices { cells[Int(one.codes[row]) * other.names.count + Int(other.codes[row])].add(losses[row]) }
        for (place, sums) in cells.enumerated() {
            let (first, second) = (place / other.names.count, place % other.names.count)
            let (parent, sibling) = (one.sums[first], other.sums[second])
            // What is all of one of its columns is that column's group.
            guard isLarge(sums), sums.count < parent.count, sums.count < sibling.count else { continue }
            found.append(
                Group(
                    columns: [one.column, other.column], values: [one.names[first], other.names[second]], sums: sums,
                    chance: max(chance(sums, within: parent), chance(sums, within: sibling), chance(sums, within: all))))
        }
    }

    /// How likely a rate as high as that of some of the rows is, were they drawn from all of these at random.
    private func chance(_ part: ErrorSums, within whole: ErrorSums) -> Double {
        let rest = whole.without(part)
        guard rest.count > 0, part.mean > rest.mean else { return 1 }
        return isExact
            ? RateTest.fisher(found: Int(part.sum), rows: Int(part.count), errors: Int(whole.sum), of: Int(whole.count))
            : rest.count > 1 && part.count > 1 ? RateTest.welch(part.moments, rest.moments) : 1
    }
}
