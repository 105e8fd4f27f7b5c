internal import MLKitCore
internal import MLKitTables

/// How one column of categories becomes one number, or one for each class, looked up in a table: how often the category is, its
/// place in their order, or what the target is like in its rows.
struct CategoryTable {
    let categories: CategoricalEncoder
    let encoding: FeatureConfiguration.Encoding
    /// Names of the inputs.
    let names: [String]
    /// For each category, and at the end for what is none, the inputs: [levels + 1, width].
    let values: [Float]
    /// The inputs of the rows that it was fitted on [rows, width], where they are others: each from the rows of other parts.
    let fitted: [Float]?

    var name: String { categories.name }
    var width: Int { names.count }

    /// - Parameters:
    ///   - listed: the categories in the order of the schema, if it lists them.
    ///   - target: what they are told by with `target`.
    /// - Throws: `Failure` if they are to be told by a target, and there is none.
    init(
        fitting column: TextColumn, listed: [String], target: EncodingTarget?, name: String,
        to settings: FeatureConfiguration.Categorical, scale: FeatureConfiguration.Scaling
    ) throws {
        let categories = CategoricalEncoder(fitting: column, name: name, to: settings)
        let places = categories.places(column)
        self.categories = categories
        encoding = settings.encode
        var numbers: [[Double]] = []
        var others: [[Double]]?
        if settings.encode == .target {
            guard let target else { throw Failure("the categories of `\(name)` are to be encoded by the target, and there is none") }
            let encoded = target.columns.map { Self.encoded($0, places, target, categories.levels, settings.smoothing) }
            numbers = encoded.map(\.table)
            others = encoded.map(\.rows)
        } else if settings.encode == .frequency {
            numbers = [Self.shares(categories, places)]
        } else {
            numbers = [Self.order(categories, listed)]
        }
        // By what is learnt from and by what is answered for: of the two one may hardly differ from row to row.
        let scalers = numbers.indices.map { place in
            let table = numbers[place]
            let rows = places.map { table[$0 < 0 ? table.count - 1 : $0] }
            return NumericEncoder(fitting: rows + (others?[place] ?? []), name: name, to: .init(scale: scale))
        }
        let classes = settings.encode == .target ? target?.classes : nil
        guard categories.levels > 0 else {
            (names, values, fitted) = ([], [], nil)
            return
        }
        names = classes.map { $0.map { "\(name) target=\($0)" } } ?? ["\(name) \(settings.encode.rawValue)"]
        values = (0...categories.levels).flatMap { place in zip(numbers, scalers).map { $1.encode($0[place]) } }
        fitted = others.map { others in
            column.codes.indices.flatMap { row in zip(others, scalers).map { $1.encode($0[row]) } }
        }
    }

    /// The inputs of each row [rows, width].
    func encode(_ column: TextColumn) -> [Float] {
        categories.places(column).flatMap { place in
            let start = (place < 0 ? categories.levels : place) * width
            return values[start..<start + width]
        }
    }

    /// The encodings of all categories from all rows, the mean of the target at the end; and for each row that of its category from
    /// the rows of the other parts. Both are drawn to one mean, equally strongly: were it that of the other parts, it would be the lower
    /// the higher the row's own part is, and tell that.
    private static func encoded(
        _ numbers: [Double], _ places: [Int], _ target: EncodingTarget, _ levels: Int, _ smoothing: Double?
    ) -> (table: [Double], rows: [Double]) {
        let all = TargetStatistics(numbers, places, categories: levels, weights: target.weights, smoothing: smoothing) { _ in true }
        var rows = [Double](repeating: all.mean, count: numbers.count)
        for part in 0..<EncodingTarget.partCount {
            let rest = TargetStatistics(
                numbers, places, categories: levels, weights: target.weights, smoothing: all.weight, prior: all.mean
            ) { target.parts[$0] != part }
            for row in rows.indices where target.parts[row] == part && places[row] >= 0 { rows[row] = rest.encodings[places[row]] }
        }
        return (all.encodings + [all.mean], rows)
    }

    /// The share of the rows that have each category; of those too rare to be told apart that of one of them on average. 0 for what
    /// training never saw.
    private static func shares(_ categories: CategoricalEncoder, _ places: [Int]) -> [Double] {
        var counts = [Double](repeating: 0, count: categories.levels + 1)
        for place in places where place >= 0 { counts[place] += 1 }
        if let other = categories.other { counts[other] /= Double(max(categories.rareCategories, 1)) }
        return counts.map { $0 / Double(max(categories.rows, 1)) }
    }

    /// Places from 0 in the order of the schema, or of their bytes where it lists none; -1 for a missing one that is a category of its
    /// own, and one more than the last for what is rare or was never seen.
    private static func order(_ categories: CategoricalEncoder, _ listed: [String]) -> [Double] {
        let ranks = listed.placesByBytes
        let sorted = categories.categories.enumerated().map { (rank: ranks[ByteText($1)] ?? .max, place: $0) }.sorted { $0 < $1 }
        var order = [Double](repeating: 0, count: sorted.count)
        for (rank, entry) in sorted.enumerated() { order[entry.place] = Double(rank) }
        let count = Double(order.count)
        if categories.hasMissing { order.append(-1) }
        if categories.hasOther { order.append(count) }
        return order + [count]
    }
}
