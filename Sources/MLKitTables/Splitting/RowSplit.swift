internal import MLKitCore

/// The part of each row of a source.
struct RowSplit {
    /// One number a row: a part's place among `Part.allCases`, or `RowParts.none`.
    let parts: [UInt8]
    /// How many strata have one row only.
    let singles: Int

    /// Shares out the rows that are kept, each stratum for itself.
    ///
    /// - Parameters:
    ///   - strata: the place of each row's stratum in `sizes`; `nil` where there is one alone.
    ///   - sizes: of each stratum its kept rows, in the order in which strata are served.
    /// - Throws: `Failure` if a part would be left without rows.
    ///   - order: one number a row by which the rows are put in order, the least first to leave for a part: a row's own, or
    ///     one that it shares with others, which then stay together.
    init(
        isKept: [Bool], strata: [Int32]?, sizes: [Int], order keys: [UInt64], split: DataConfiguration.Split
    ) throws {
        let plan = try SplitPlan(sizes: sizes, split: split)
        singles = sizes.count { $0 == 1 }
        let leaves = split.time == nil ? plan.counts.map { ($0.valid, $0.test) } : plan.counts.map { ($0.test, $0.valid) }
        var ofStratum = sizes.map { size -> [UInt64] in
            var keys = [UInt64]()
            keys.reserveCapacity(size)
            return keys
        }
        for row in isKept.indices where isKept[row] { ofStratum[Int(strata?[row] ?? 0)].append(keys[row]) }
        // Of each stratum the keys up to which rows go to the part that is served first, and to the second.
        let bounds = zip(leaves, ofStratum.indices).map { counts, index -> (first: UInt64?, second: UInt64?) in
            let bounds = (
                Self.smallest(counts.0, &ofStratum[index]), Self.smallest(counts.0 + counts.1, &ofStratum[index])
            )
            ofStratum[index] = []
            return bounds
        }
        let train = Part.train.number
        // By time, the test split is what came last: its keys are the least.
        let (first, second) = split.time == nil ? (Part.valid.number, Part.test.number) : (Part.test.number, Part.valid.number)
        parts = isKept.indices.map { row in
            guard isKept[row] else { return RowParts.none }
            let bounds = bounds[Int(strata?[row] ?? 0)]
            if let bound = bounds.first, keys[row] <= bound { return first }
            if let bound = bounds.second, keys[row] <= bound { return second }
            return train
        }
        if let name = split.group ?? split.time { try checkParts(isKept, by: name, isTime: split.time != nil) }
    }

    /// Rows that stay together may leave nothing to a part.
    private func checkParts(_ isKept: [Bool], by name: String, isTime: Bool) throws {
        let empty = Part.allCases.filter { !parts.contains($0.number) }
        guard !empty.isEmpty else { return }
        let what = isTime ? "have one time" : "belong to one group"
        throw Failure(
            "no row goes to \(Suggestion.list(empty.map(\.rawValue))): too many of the \(plural(isKept.count { $0 }, "row")) \(what) by "
                + "the column `\(name)`, and stay together",
            hint: isTime ? "name a finer time, give the part a larger share, or leave `time` out"
                : "give the part a larger share, or leave `group` out")
    }

    /// Puts each row that is kept where its own number says, whatever other rows there are: the shares are met by chance.
    ///
    /// - Parameter numbers: one a row, all 64 bits of it without a pattern.
    /// - Throws: `Failure` if a part is left without rows.
    init(isKept: [Bool], fixedBy numbers: [UInt64], split: DataConfiguration.Split) throws {
        parts = isKept.indices.map { row in
            guard isKept[row] else { return RowParts.none }
            let share = RowNumber.share(numbers[row])
            if share < split.valid { return Part.valid.number }
            return share < split.valid + split.test ? Part.test.number : Part.train.number
        }
        singles = 0
        for part in Part.allCases where !parts.contains(part.number) {
            throw Failure(
                "no row goes to `\(part.rawValue)`, of \(plural(isKept.count { $0 }, "row")): a fixed split meets its shares by chance",
                hint: "with so few rows leave `fixed` out, or take another `seed`")
        }
    }

    /// The `count`-th smallest of some keys, which are numbers without a pattern; `nil` for none.
    private static func smallest(_ count: Int, _ keys: inout [UInt64]) -> UInt64? {
        guard count > 0, count <= keys.count else { return nil }
        guard keys.count > 1 << 14 else {
            keys.sort()
            return keys[count - 1]
        }
        var histogram = [Int](repeating: 0, count: 1 << 12)
        for key in keys { histogram[Int(key >> 52)] += 1 }
        var (bucket, before) = (0, 0)
        while before + histogram[bucket] < count {
            before += histogram[bucket]
            bucket += 1
        }
        let inside = keys.filter { Int($0 >> 52) == bucket }.sorted()
        return inside[count - before - 1]
    }

    /// How many rows are the same in every column as one in another part.
    ///
    /// - Parameter fingerprints: one a row; of 62 bits of each.
    func sharedRows(_ fingerprints: [UInt64]) -> Int {
        var marked = [UInt64]()
        marked.reserveCapacity(fingerprints.count)
        for (row, fingerprint) in fingerprints.enumerated() where parts[row] != RowParts.none {
            marked.append(fingerprint & ~3 | UInt64(parts[row]))
        }
        marked.sort()
        var (shared, start) = (0, 0)
        while start < marked.count {
            var end = start + 1
            while end < marked.count, marked[end] & ~3 == marked[start] & ~3 { end += 1 }
            if marked[start] != marked[end - 1] { shared += end - start }
            start = end
        }
        return shared
    }
}
