internal import Glibc
internal import MLKitTables

/// How much a column tells of the target, in nats: by how much its value makes the target's less uncertain (Shannon, 1948), of numbers in
/// tenths of the rows, with what chance makes of it taken off (Miller, 1955; Madow, 1955). Below 0 where chance explains more than all.
struct MutualInformation {
    private static let (ranges, mostValues) = (10, 50)
    /// The class or the range of each row's target.
    private let targets: [Int]

    /// - Parameter targets: a class index or a value for each row.
    init(_ targets: [Double], isClassified: Bool) {
        self.targets = isClassified ? targets.map { Int($0) } : Self.ranges(of: targets)
    }

    func of(_ column: Column) -> Double {
        let places: [Int]
        switch column {
        case .numeric(let values): places = Self.ranges(of: values)
        case .text(let texts): places = Self.frequent(texts)
        }
        var (own, others, both) = ([Int: Int](), [Int: Int](), [Int: Int]())
        for (place, target) in zip(places, targets) {
            own[place, default: 0] += 1
            others[target, default: 0] += 1
            both[(place + 1) << 32 | (target + 1), default: 0] += 1
        }
        let count = Double(targets.count)
        guard count > 0 else { return 0 }
        func uncertainty(_ counts: some Collection<Int>) -> Double {
            counts.sorted().reduce(0) { $0 - Double($1) / count * log(Double($1) / count) }
        }
        let chance = Double(both.count - own.count - others.count + 1) / (2 * count)
        return uncertainty(own.values) + uncertainty(others.values) - uncertainty(both.values) - chance
    }

    /// The range of each number, with about as many rows each; equal numbers are in one, and what is missing in one of its own.
    private static func ranges(of values: [Double]) -> [Int] {
        let sorted = values.filter { !$0.isNaN }.sorted()
        guard !sorted.isEmpty else { return values.map { _ in -1 } }
        let edges = (1..<ranges).map { sorted[$0 * sorted.count / ranges] }
        return values.map { value in value.isNaN ? -1 : edges.count { $0 <= value } }
    }

    /// The place of each text among the most frequent; all others are one.
    private static func frequent(_ texts: TextColumn) -> [Int] {
        var counts = [Int](repeating: 0, count: texts.categories.count)
        for code in texts.codes where code >= 0 { counts[Int(code)] += 1 }
        let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
        var places = [Int](repeating: mostValues, count: counts.count)
        for (place, category) in order.prefix(mostValues).enumerated() { places[category] = place }
        return texts.codes.map { $0 < 0 ? -1 : places[Int($0)] }
    }
}
