internal import MLKitCore
internal import MLKitSignature

/// Decides on a schema from what the columns look like.
struct SchemaInference {
    let profiles: [ColumnProfile]
    let target: String

    /// A text column of at most this many different values is one of categories.
    static let categoryLimit = 50
    /// An integer target of at most this many different values is one of classes.
    static let integerClassLimit = 20
    /// A text target of more different values than this is not one of classes.
    static let classLimit = 1000

    /// The columns whose different values the schema is to list.
    var listed: [Int] {
        profiles.indices.filter { index in
            let profile = profiles[index]
            guard profile.name != target else { return isClassified(profile) }
            return profile.type == .text && profile.isCategorical(limit: Self.categoryLimit)
        }
    }

    /// Texts and truth values are classes, and so are integers that repeat among few.
    private func isClassified(_ profile: ColumnProfile) -> Bool {
        switch profile.type {
        case .text, .boolean: true
        case .integer: profile.isCategorical(limit: Self.integerClassLimit)
        case .number: false
        }
    }

    /// - Parameter values: the different values of each of `listed`, in any order.
    /// - Throws: `Failure` for columns without a value, and a target that nothing can be learnt from.
    func schema(values: [Int: [String]]) throws -> TableSchema {
        let problems = profiles.compactMap(problem)
        guard problems.isEmpty else { throw Failure(problems) }
        let columns = profiles.enumerated().map { index, profile in
            var column = ColumnSchema(name: profile.name, type: profile.type)
            column.nullable = profile.missing > 0 || (column.isNumeric && profile.notNumbers > 0)
            column.categories = column.sorted(values[index] ?? [])
            return column
        }
        return TableSchema(columns: columns, target: target)
    }

    private func problem(_ profile: ColumnProfile) -> Diagnostic? {
        if profile.present == 0 {
            return .error(
                "the column `\(profile.name)` has no values",
                hint: profile.name == target ? nil : "leave it out: add it to `clean.drop`")
        }
        guard profile.name == target else { return nil }
        if profile.distinct == 1 {
            return .error("the target `\(target)` has the same value in every row: there is nothing to predict")
        }
        let tooMany = profile.distinct > Self.categoryLimit && !profile.isCategorical(limit: Self.classLimit)
        guard profile.type == .text, tooMany else { return nil }
        return .error(
            "the target `\(target)` has \(profile.distinct) different texts in \(profile.present) rows: "
                + "too many to be classes")
    }

    /// Columns that are text because of few of their values.
    var warnings: [String] {
        profiles.compactMap { profile in
            let odd = profile.present - profile.numbers - profile.notNumbers
            guard profile.type == .text, odd * 10 <= profile.present, let first = profile.firstText else { return nil }
            return "the column `\(profile.name)` is text because \(odd) of its \(plural(profile.present, "value")) "
                + "\(odd == 1 ? "is" : "are") no number, the first `\(first)`: if that means a missing value, "
                + "add it to `clean.missing`"
        }
    }
}
