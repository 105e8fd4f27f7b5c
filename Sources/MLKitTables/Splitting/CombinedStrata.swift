/// Strata of what several columns are together.
///
/// A combination of too few rows to give each part one has no shares to keep: its rows are shared out with all such rows that
/// have the same rarest value, as iterative stratification starts from the rarest label (K. Sechidis, G. Tsoumakas and I. Vlahavas, "On the
/// stratification of multi-label data", ECML PKDD 2011).
struct CombinedStrata {
    /// Of each row the place of its stratum in `sizes`.
    let strata: [Int32]
    /// Of each stratum its kept rows; the strata in the order of their values, combinations first.
    let sizes: [Int]
    /// Combinations that are too rare, and their kept rows.
    let rare: (combinations: Int, rows: Int)

    /// - Parameters:
    ///   - columns: of each the place of every row's value among its different ones, in the order of these.
    ///   - least: the fewest rows of a combination that is a stratum of its own.
    init(_ columns: [[Int32]], isKept: [Bool], least: Int) {
        var counts: [[Int32]: Int] = [:]
        var ofValue = columns.map { _ in [Int32: Int]() }
        for row in isKept.indices where isKept[row] {
            counts[columns.map { $0[row] }, default: 0] += 1
            for (place, column) in columns.enumerated() { ofValue[place][column[row], default: 0] += 1 }
        }
        func order(_ one: [Int32], _ other: [Int32]) -> Bool { one.lexicographicallyPrecedes(other) }
        let common = counts.filter { $0.value >= least }.map(\.key).sorted(by: order)
        let few = counts.filter { $0.value < least }
        // A value by the place of its column and its own.
        func rarest(_ combination: [Int32]) -> [Int32] {
            let place = combination.indices.min {
                (ofValue[$0][combination[$0]] ?? 0, $0) < (ofValue[$1][combination[$1]] ?? 0, $1)
            } ?? 0
            return [Int32(place), combination[place]]
        }
        let values = Set(few.keys.map(rarest)).sorted(by: order)
        var places: [[Int32]: Int32] = [:]
        for (place, combination) in common.enumerated() { places[combination] = Int32(place) }
        let ofRare = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32(common.count + $0)) })
        for combination in few.keys { places[combination] = ofRare[rarest(combination)] }
        strata = isKept.indices.map { row in isKept[row] ? places[columns.map { $0[row] }] ?? 0 : 0 }
        var sizes = [Int](repeating: 0, count: max(common.count + values.count, 1))
        for row in isKept.indices where isKept[row] { sizes[Int(strata[row])] += 1 }
        self.sizes = sizes
        rare = (few.count, few.values.reduce(0, +))
    }
}
