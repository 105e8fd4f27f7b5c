internal import MLKitSpec
internal import MLKitTables

/// How one text column becomes one model input per category, 1 where the row has it, else 0; or, with `isNative`, one
/// input, the number of the category.
///
/// The inputs, or numbers, are the categories that are frequent enough, in the order of their bytes, then "missing" where
/// that is a category of its own, then "other" where training had rarer categories; categories that training
/// never saw go to "other" too, or, without it, are all zeros (-1 as a number). An empty text is a missing value. With buckets, all
/// categories are shared out to so many inputs by their hashes, whether training saw them or not.
struct CategoricalEncoder: Equatable {
    let name: String
    /// The categories that have an input of their own.
    let categories: [String]
    let hasMissing: Bool
    let hasOther: Bool
    /// The input that is 1 for a missing value; `nil` for none.
    let missing: Int?
    /// How many are told apart; 0 for a column that has no value at all.
    let levels: Int
    let isNative: Bool
    /// How many inputs categories are shared out to; `nil` where each has its own.
    let buckets: Int?
    /// Training rows without a value, and categories that are too rare to be told apart.
    let missingRows: Int
    let rareCategories: Int
    /// Training rows that have one of these, and all there are.
    let rareRows: Int
    let rows: Int

    /// Fits the encoder to the training values.
    init(fitting column: TextColumn, name: String, to configuration: FeatureConfiguration.Categorical) {
        let counts = Self.counts(column)
        let known = column.categories.indices.filter { counts.values[$0] > 0 && !column.categories[$0].isEmpty }
        let least = configuration.leastCount(of: column.codes.count)
        let buckets = configuration.encode == .hash ? configuration.buckets : nil
        let frequent = buckets == nil ? known.filter { counts.values[$0] >= least } : []
        let ownMissing = configuration.impute == .category && counts.missing > 0
        let categories = frequent.map { column.categories[$0] }.sortedByBytes
        self.name = name
        self.categories = categories
        hasMissing = ownMissing && (counts.missing >= least || buckets != nil)
        hasOther = buckets == nil && (frequent.count < known.count || (ownMissing && !hasMissing))
        let first = buckets == nil ? categories.count : known.isEmpty && !hasMissing ? 0 : configuration.buckets
        levels = first + (hasMissing ? 1 : 0) + (hasOther ? 1 : 0)
        self.buckets = buckets
        isNative = configuration.encode == .native
        missingRows = counts.missing
        rows = column.codes.count
        rareCategories = buckets == nil ? known.count - frequent.count : 0
        let presentRows = column.codes.count - counts.missing
        rareRows = buckets == nil ? presentRows - frequent.reduce(0) { $0 + counts.values[$1] } : 0
        let other = hasOther ? levels - 1 : nil
        switch configuration.impute {
        case .none: missing = nil
        case .category: missing = hasMissing ? first : other
        case .mostFrequent:
            let top = known.map { counts.values[$0] }.max()
            let modes = known.filter { counts.values[$0] == top }.map { column.categories[$0] }.sortedByBytes
            let positions = Self.positions(categories)
            missing = modes.first.flatMap { mode in buckets.map { Self.bucket(mode, $0) } ?? positions[Array(mode.utf8)] } ?? other
        }
    }

    /// The input of a category that training saw rarely or not at all; `nil` for none.
    var other: Int? { hasOther ? levels - 1 : nil }

    /// How many inputs there are.
    var width: Int { isNative ? min(levels, 1) : levels }

    var inputs: [FeatureInput] {
        if isNative { return levels > 0 ? [FeatureInput(name: name, column: name, kind: .category)] : [] }
        return featureNames.map { FeatureInput(name: $0, column: name, kind: .part) }
    }

    /// The names of what is told apart.
    var featureNames: [String] {
        (0..<(levels > 0 ? buckets ?? 0 : 0)).map { "\(name) #\($0 + 1)" }
            + categories.map { "\(name)=\($0)" } + (hasMissing ? ["\(name) missing"] : [])
            + (hasOther ? ["\(name) other"] : [])
    }

    /// The place of each row among what is told apart; -1 for none.
    func places(_ column: TextColumn) -> [Int] {
        let positions = Self.positions(categories)
        let places = column.categories.map { category in
            if category.isEmpty { return missing ?? -1 }
            return buckets.map { levels > 0 ? Self.bucket(category, $0) : -1 } ?? positions[Array(category.utf8)] ?? other ?? -1
        }
        let absent = missing ?? -1
        return column.codes.map { $0 < 0 ? absent : places[Int($0)] }
    }

    /// Writes the column's inputs to `output`, whose rows are `stride` long, from element `start` of each.
    func encode(_ column: TextColumn, into output: inout [Float], start: Int, stride: Int) {
        guard levels > 0 else { return }
        var row = start
        for place in places(column) {
            if isNative {
                output[row] = Float(place)
            } else if place >= 0 {
                output[row + place] = 1
            }
            row += stride
        }
    }

    private static func bucket(_ category: String, _ buckets: Int) -> Int { Int(MurmurHash.hash(category)) % buckets }

    /// The categories' places by their bytes. To Swift two texts are equal if they only differ in how accents
    /// are composed; to the exported model, which compares bytes, they are not.
    private static func positions(_ categories: [String]) -> [[UInt8]: Int] {
        Dictionary(categories.enumerated().map { (Array($1.utf8), $0) }) { first, _ in first }
    }

    private static func counts(_ column: TextColumn) -> (values: [Int], missing: Int) {
        var values = [Int](repeating: 0, count: column.categories.count)
        var missing = 0
        for code in column.codes {
            if code < 0 || column.categories[Int(code)].isEmpty { missing += 1 } else { values[Int(code)] += 1 }
        }
        return (values, missing)
    }
}
