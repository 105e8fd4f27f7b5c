internal import MLKitCore
internal import MLKitSpec

/// How many rows of each stratum go to which part.
///
/// Walking over the strata in their order, the rows that leave for `valid` and `test` are the rounded share of
/// all rows seen so far, less those that left already; and `valid`'s are the like share of these. So each
/// stratum is within one row of its exact share or two, and the parts as a whole are as exact as whole rows
/// can be, however many strata there are. One row of a stratum always stays in `train`: a class that is never
/// seen cannot be learnt. A stratum of one row stays there altogether.
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
        let away = split.valid + split.test
        var seen = 0
        var (left, leftForValid) = (0, 0)
        counts = sizes.map { size in
            guard size > 1 else { return Counts(valid: 0, test: 0) }
            seen += size
            let leaving = max(min(Self.rounded(Double(seen) * away) - left, size - 1), 0)
            left += leaving
            let valid = max(min(Self.rounded(Double(left) * split.valid / away) - leftForValid, leaving), 0)
            leftForValid += valid
            return Counts(valid: valid, test: leaving - valid)
        }
        try check(rows: sizes.reduce(0, +))
    }

    private static func rounded(_ value: Double) -> Int { Int(value.rounded()) }

    private func check(rows: Int) throws {
        guard counts.contains(where: { $0.valid > 0 }), counts.contains(where: { $0.test > 0 }) else {
            throw Failure(
                "\(plural(rows, "row")) \(rows == 1 ? "is" : "are") too few to be split with these shares",
                notes: ["`train`, `valid` and `test` need at least one row each"])
        }
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
