internal import MLKitSpec
internal import MLKitTables

/// How one text column becomes one model input per category: 1 where the row has it, else 0.
///
/// The inputs are the categories that are frequent enough, in the order of their bytes, then "missing" where
/// that is a category of its own, then "other" where training had rarer categories; categories that training
/// never saw go to "other" too, or, without it, are all zeros. An empty text is a missing value.
struct CategoricalEncoder: Equatable {
    let name: String
    /// The categories that have an input of their own.
    let categories: [String]
    let hasMissing: Bool
    let hasOther: Bool
    /// The input that is 1 for a missing value; `nil` for none.
    let missing: Int?
    /// How many inputs there are; 0 for a column that has no value at all.
    let width: Int

    /// Fits the encoder to the training values.
    init(fitting column: TextColumn, name: String, to configuration: FeatureConfiguration.Categorical) {
        let counts = Self.counts(column)
        let known = column.categories.indices.filter { counts.values[$0] > 0 && !column.categories[$0].isEmpty }
        let frequent = known.filter { counts.values[$0] >= configuration.minimumCount }
        let ownMissing = configuration.impute == .category && counts.missing > 0
        let categories = frequent.map { column.categories[$0] }.sortedByBytes
        self.name = name
        self.categories = categories
        hasMissing = ownMissing && counts.missing >= configuration.minimumCount
        hasOther = frequent.count < known.count || (ownMissing && !hasMissing)
        width = categories.count + (hasMissing ? 1 : 0) + (hasOther ? 1 : 0)
        let other = hasOther ? width - 1 : nil
        switch configuration.impute {
        case .category: missing = hasMissing ? categories.count : other
        case .mostFrequent:
            let top = known.map { counts.values[$0] }.max()
            let modes = known.filter { counts.values[$0] == top }.map { column.categories[$0] }.sortedByBytes
            missing = modes.first.flatMap { Self.positions(categories)[Array($0.utf8)] } ?? other
        }
    }

    /// The input of a category that training saw rarely or not at all; `nil` for none.
    var other: Int? { hasOther ? width - 1 : nil }

    /// The names of the inputs.
    var featureNames: [String] {
        categories.map { "\(name)=\($0)" } + (hasMissing ? ["\(name) missing"] : [])
            + (hasOther ? ["\(name) other"] : [])
    }

    /// Writes the column's inputs to `output`, whose rows are `stride` long, from element `start` of each.
    func encode(_ column: TextColumn, into output: inout [Float], start: Int, stride: Int) {
        let positions = Self.positions(categories)
        let inputs = column.categories.map { $0.isEmpty ? missing : positions[Array($0.utf8)] ?? other }
        var row = start
        for code in column.codes {
            if let input = code < 0 ? missing : inputs[Int(code)] { output[row + input] = 1 }
            row += stride
        }
    }

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
