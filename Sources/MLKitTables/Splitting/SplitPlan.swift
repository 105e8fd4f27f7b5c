internal import MLKitCore
internal import MLKitSpec

/// How many rows of each stratum go to which part.
///
/// Walking over the strata in their order, the rows that leave for `valid` and `test` are the rounded share of
/// all rows seen so far, less those that left already; and `valid`'s are the like share of these. So each
/// stratum is within one row of its exact share or two, and the parts as a whole are as exact as whole rows
/// can be, however many strata there are. One row of a stratum always stays in `train`: a class that is never
/// seen cannot be learnt. A stratum of one row stays there altogether. Where that leaves a part without rows that has some of as
/// many rows in one stratum, the largest stratum gives it one.
struct SplitPlan: Equatable {
    struct Counts: Equatable {
        var valid: Int
        var test: Int
    }

    /// For each stratum; the rest is `train`'s.
    let counts: [Counts]

    /// - Parameter sizes: the rows of each stratum.
    /// - Throws: `Failure` if a part would be left without rows.
    init(sizes: [Int], split: DataConfiguration.Split) throws {
        let rows = sizes.reduce(0, +)
        let planned = Self.counts(sizes, split)
        counts = !Self.isWhole(planned) && Self.isWhole(Self.counts([rows], split)) ? Self.mended(planned, sizes) : planned
        guard !Self.isWhole(counts) else { return }
        throw Failure(
            "\(plural(rows, "row")) \(rows == 1 ? "is" : "are") too few to be split with these shares",
            notes: ["`train`, `valid` and `test` need at least one row each"], hint: Self.remedy(sizes, rows, split))
    }

    private static func counts(_ sizes: [Int], _ split: DataConfiguration.Split) -> [Counts] {
        let away = split.valid + split.test
        var seen = 0
        var (left, leftForValid) = (0, 0)
        return sizes.map { size in
            guard size > 1 else { return Counts(valid: 0, test: 0) }
            seen += size
            let leaving = max(min(rounded(Double(seen) * away) - left, size - 1), 0)
            left += leaving
            let valid = max(min(rounded(Double(left) * split.valid / away) - leftForValid, leaving), 0)
            leftForValid += valid
            return Counts(valid: valid, test: leaving - valid)
        }
    }

    private static func rounded(_ value: Double) -> Int { Int(value.rounded()) }

    /// Whether no part is without rows.
    private static func isWhole(_ counts: [Counts]) -> Bool {
        counts.contains { $0.valid > 0 } && counts.contains { $0.test > 0 }
    }

    /// Of few rows in strata of one or two, the largest gives one to a part that would be left without any.
    private static func mended(_ planned: [Counts], _ sizes: [Int]) -> [Counts] {
        var counts = planned
        for part in [\Counts.valid, \Counts.test] where !counts.contains(where: { $0[keyPath: part] > 0 }) {
            let left = zip(sizes, counts).map { $0 - $1.valid - $1.test }
            guard let most = left.indices.max(by: { (left[$0], $1) < (left[$1], $0) }), left[most] > 1 else { continue }
            counts[most][keyPath: part] = 1
        }
        return counts
    }

    /// What makes a split possible: values that several rows share, or more rows.
    private static func remedy(_ sizes: [Int], _ rows: Int, _ split: DataConfiguration.Split) -> String? {
        if sizes.count > 1, isWhole(counts([rows], split)) {
            return "it takes values to stratify by that several rows share, or a split without `stratify`"
        }
        let enough = (rows + 1...rows + 1000).first { isWhole(counts([$0], split)) }
        return enough.map { "\(plural($0, "row")) are the fewest that can be; models are told apart by some hundred" }
    }

    /// - Throws: `Failure` for shares that are not above 0, or do not add up to 1.
    static func check(_ split: DataConfiguration.Split) throws {
        if let (name, share) = split.shares.first(where: { !($0.1 > 0) }) {
            throw Failure("the share of `\(name)` is \(share), and must be above 0")
        }
        let sum = split.train + split.valid + split.test
        guard abs(sum - 1) < 1e-9 else {
            throw Failure("the shares of the split add up to \((sum * 1e6).rounded() / 1e6), not to 1")
        }
    }
}
