internal import MLKitCore
internal import MLKitEvaluation

/// Rows cut into parts. Of each is told by a model that has learned from others: dealt at random or by groups from all others, by time from
/// those that are earlier.
struct FoldParts {
    /// How many there are.
    let count: Int
    /// The part of each row; -1 for one that is in none, as the earliest rows are by time.
    let parts: [Int]
    /// By time, the place of each row's time among all of them; `nil` where parts have no order.
    let times: [Int]?

    /// Dealt at random: every part has about the same share of each class.
    ///
    /// - Parameters:
    ///   - targets: a class index or value for each row.
    ///   - isClassified: whether they are classes.
    init(_ count: Int, of targets: [Double], isClassified: Bool, seed: Int) {
        var random = RandomSource(seed: seed)
        var order = Array(targets.indices)
        random.shuffle(&order)
        if isClassified { order = Self.sorted(order, by: targets) }
        var parts = [Int](repeating: 0, count: targets.count)
        for (place, row) in order.enumerated() { parts[row] = place % count }
        (self.count, self.parts, times) = (count, parts, nil)
    }

    /// Parts that are one more in the order of time: rows of the first are in none, and those of each other one part.
    ///
    /// - Parameter times: of each row the place of its time among all, from 0.
    /// - Returns: `nil` where there are too few times.
    init?(_ count: Int, inOrderOf times: [Int]) {
        var sizes = [Int](repeating: 0, count: (times.max() ?? -1) + 1)
        for time in times { sizes[time] += 1 }
        guard sizes.count > count else { return nil }
        var (blocks, block, seen, filled) = ([Int](), 0, 0, false)
        for (time, size) in sizes.enumerated() {
            let isFull = seen * (count + 1) >= times.count * (block + 1)
            if filled, block < count, isFull || sizes.count - time <= count - block { block += 1 }
            blocks.append(block - 1)
            (seen, filled) = (seen + size, true)
        }
        (self.count, parts, self.times) = (count, times.map { blocks[$0] }, times)
    }

    /// Parts that leave all rows of a group in one, and have about the same share of each class. The largest groups are dealt first,
    /// each to the part that its classes are rarest in so far (as scikit-learn's `StratifiedGroupKFold` goes about it).
    ///
    /// - Parameter groups: the number of each row's group, from 0.
    /// - Returns: `nil` where there are too few groups.
    init?(_ count: Int, keeping groups: [Int], of targets: [Double], isClassified: Bool, seed: Int) {
        let number = (groups.max() ?? -1) + 1
        guard number >= count else { return nil }
        let classes = isClassified ? (targets.max().map { Int($0) } ?? 0) + 1 : 1
        var has = [[Double]](repeating: [Double](repeating: 0, count: classes), count: number)
        for (row, group) in groups.enumerated() { has[group][isClassified ? Int(targets[row]) : 0] += 1 }
        let all = (0..<classes).map { place in max(has.reduce(0) { $0 + $1[place] }, 1) }
        var random = RandomSource(seed: seed)
        var order = Array(0..<number)
        random.shuffle(&order)
        let sizes = has.map { $0.reduce(0, +) }
        order = order.enumerated().sorted { (-sizes[$0.element], $0.offset) < (-sizes[$1.element], $1.offset) }.map(\.element)
        var dealt = [[Double]](repeating: [Double](repeating: 0, count: classes), count: count)
        var partOf = [Int](repeating: 0, count: number)
        for group in order {
            let costs = dealt.map { part in
                (0..<classes).reduce(0) { $0 + part[$1] * has[group][$1] / (all[$1] * all[$1]) }
            }
            let rows = dealt.map { $0.reduce(0, +) }
            let best = (0..<count).min { (costs[$0], rows[$0], $0) < (costs[$1], rows[$1], $1) } ?? 0
            for place in 0..<classes { dealt[best][place] += has[group][place] }
            partOf[group] = best
        }
        (self.count, parts, times) = (count, groups.map { partOf[$0] }, nil)
    }

    /// The rows of a part.
    func held(_ part: Int) -> [Int] { parts.indices.filter { parts[$0] == part } }

    /// The rows that the model of a part may learn from: by time the earlier ones, else all others.
    func others(_ part: Int) -> [Int] { parts.indices.filter { times == nil ? parts[$0] != part : parts[$0] < part } }

    /// The rows that are in a part.
    var measured: [Int] { parts.indices.filter { parts[$0] >= 0 } }

    /// What the model of a part learns from, and what says when its training stops: by time the latest of the earlier rows, since the
    /// validation rows are later than the part; else `nil`, for these.
    func learning(_ part: Int) -> (rows: [Int], stops: [Int]?) {
        let others = others(part)
        guard let times else { return (others, nil) }
        let late = latest(of: others, times)
        return (others.filter { !late.contains($0) }, late.sorted())
    }

    /// About a fifth of some rows, by whole times; of rows of one time every fifth.
    private func latest(of rows: [Int], _ times: [Int]) -> Set<Int> {
        let share = (rows.count + 4) / 5
        let found = Dictionary(grouping: rows) { times[$0] }
        let order = found.keys.sorted()
        guard order.count > 1 else { return Set(rows.enumerated().filter { $0.offset % 5 == 4 }.map(\.element)) }
        var late = Set<Int>()
        for time in order.dropFirst().reversed() where late.count < share { late.formUnion(found[time] ?? []) }
        return late
    }

    /// Whether what is learned from for each part has two classes at least.
    func hasClasses(_ targets: [Double]) -> Bool {
        (0..<count).allSatisfy { part in Set(learning(part).rows.map { targets[$0] }).count > 1 }
    }

    /// In the order of classes, and where these are the same in the order that they had.
    private static func sorted(_ order: [Int], by targets: [Double]) -> [Int] {
        order.enumerated().sorted { (targets[$0.element], $0.offset) < (targets[$1.element], $1.offset) }.map(\.element)
    }
}

extension FoldParts {
    /// As the rows' data are split: at random, by groups, or by time.
    ///
    /// - Throws: `Failure` if there are fewer rows, groups or times than parts need.
    init(_ count: Int, of rows: TrainingRows, seed: Int, key: String = "`\(TrainConfiguration.foldsName)`") throws {
        guard rows.count >= 2 * count else {
            throw Failure(
                "\(plural(rows.count, "training row")) cannot be cut into \(count) parts of some rows each", hint: "lower \(key)")
        }
        let found: FoldParts?
        let (column, what): (String, String)
        if let group = rows.foldsBy?.group {
            let groups = try rows.places(of: group)
            found = FoldParts(count, keeping: groups, of: rows.targets, isClassified: rows.isClassified, seed: seed)
            (column, what) = (group, "\(plural((groups.max() ?? -1) + 1, "group")) of the column `\(group)` cannot be dealt to \(count) parts")
        } else if let time = rows.foldsBy?.time {
            let times = try rows.places(of: time, isTime: true)
            found = FoldParts(count, inOrderOf: times)
            (column, what) = (time, "\(plural((times.max() ?? -1) + 1, "time")) of the column `\(time)` cannot be cut into \(count) parts and one before them")
        } else {
            self.init(count, of: rows.targets, isClassified: rows.isClassified, seed: seed)
            return
        }
        guard let found else { throw Failure(what, hint: "lower \(key), or split the data by another column than `\(column)`") }
        self = found
    }
}
