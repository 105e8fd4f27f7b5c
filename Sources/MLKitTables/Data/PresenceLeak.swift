internal import Glibc

/// A column that gives the target away by whether it has a value: one that is filled in only once the target is known, such as the
/// reason of a cancellation.
struct PresenceLeak: Equatable {
    /// Whether it is rows with a value that are of one class, and not those without.
    let isFilled: Bool
    /// How many those are.
    let rows: Int
    /// Whether their class is the first.
    let isNought: Bool

    /// Fewer rows may be of one class by chance, or because a class is small.
    private static let leastRows = 20
    /// The chance that so many rows are of one class though they have nothing to do with it, below which it is no chance.
    private static let chance = 1e-9

    /// - Parameters:
    ///   - values: of a sample.
    ///   - classes: of the same rows.
    /// - Returns: `nil` where both rows with a value and rows without are of several classes.
    init?(_ values: Column, classes: [Int]) {
        let missing = Self.missing(values)
        guard missing.count == classes.count else { return nil }
        let counts = classes.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        for isFilled in [true, false] {
            let own = classes.indices.filter { missing[$0] != isFilled }.map { classes[$0] }
            guard own.count >= Self.leastRows, own.count < classes.count, let label = own.first, own.allSatisfy({ $0 == label })
            else { continue }
            let share = Double(counts[label] ?? 0) / Double(classes.count)
            guard Double(own.count) * log(share) < log(Self.chance) else { continue }
            (self.isFilled, rows, isNought) = (isFilled, own.count, label == 0)
            return
        }
        return nil
    }

    private static func missing(_ values: Column) -> [Bool] {
        switch values {
        case .numeric(let numbers): numbers.map(\.isNaN)
        case .text(let texts): texts.codes.map { $0 < 0 || texts.categories[Int($0)].isEmpty }
        }
    }
}
