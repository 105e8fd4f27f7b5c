internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

extension FeatureEncoder {
    /// What became of each column, in the order of the schema.
    var preparation: [TrainingReport.Preparation] {
        columns.compactMap { column in
            var preparation = preparation(column)
            let crossed = partners(of: column.name)
            if !crossed.isEmpty { preparation?.crossed = crossed }
            return preparation
        }
    }

    /// The columns that one acts together with, in the order of their crosses.
    private func partners(of name: String) -> [String] {
        let all = products.map { $0.map { numeric[$0].name } } + crosses.map(\.names)
        return all.filter { $0.contains(bytesOf: name) }.map { $0[0].hasSameBytes(as: name) ? $0[1] : $0[0] }
    }

    private func preparation(_ column: ColumnSchema) -> TrainingReport.Preparation? {
        if let encoder = numeric.first(where: { $0.name.utf8.elementsEqual(column.name.utf8) }) {
            let date = dates.first { $0.name.utf8.elementsEqual(column.name.utf8) }
            return .init(
                column: column.name, form: date == nil ? .number : .dateParts, inputs: 1 + (date?.width ?? 0),
                missing: encoder.missingRows, transform: encoder.transformName)
        }
        if let encoder = bins.first(where: { $0.name.utf8.elementsEqual(column.name.utf8) }) {
            return .init(column: column.name, form: .bins, inputs: encoder.levels, missing: encoder.missingRows)
        }
        if let encoder = texts.first(where: { $0.name.utf8.elementsEqual(column.name.utf8) }) {
            let form: TrainingReport.Preparation.Form = encoder.buckets != nil ? .hashedWords
                : encoder.analysis.unit == .words ? .words : .characters
            return .init(
                column: column.name, form: form, inputs: encoder.width, missing: encoder.missingRows,
                terms: encoder.termsFound, weights: encoder.weights.rawValue)
        }
        if let table = tables.first(where: { $0.name.utf8.elementsEqual(column.name.utf8) }) {
            return .init(
                column: column.name, form: table.encoding == .target ? .target : table.encoding == .frequency ? .frequency : .ordinal,
                inputs: table.width, missing: table.categories.missingRows, categories: table.categories.categories.count,
                rare: table.categories.rareCategories)
        }
        return categorical.first { $0.name.utf8.elementsEqual(column.name.utf8) }.map { encoder in
            .init(
                column: column.name, form: encoder.isNative ? .native : encoder.buckets != nil ? .hash : .oneHot, inputs: encoder.width,
                missing: encoder.missingRows, categories: encoder.categories.count, rare: encoder.rareCategories)
        }
    }

    /// Columns of which the model sees little.
    var warnings: [String] { unreadWarnings + emptyWarnings + rareWarnings }

    private var unreadWarnings: [String] {
        unreadTexts.map { name in
            "the column `\(name)` holds free texts, and is taken as categories, which say little of them: "
                + "`features: {text: auto}` makes words of them, and `text: category` leaves it so"
        }
    }

    private var emptyWarnings: [String] {
        texts.filter { $0.width == 0 }.map { encoder in
            "of the texts in the column `\(encoder.name)` no term is in enough training rows: the model sees nothing of it; lower "
                + "`min_rows`, or leave the column out"
        }
    }

    /// Most rows being of categories that are too rare to be told apart.
    private var rareWarnings: [String] {
        (tables.map(\.categories) + categorical).filter { 2 * $0.rareRows > $0.rows }.map { encoder in
            "of the column `\(encoder.name)`, \(plural(encoder.rareCategories, "category", "categories")) in "
                + "\(encoder.rareRows) of \(plural(encoder.rows, "training row")) are too rare to be told apart; lower "
                + "`min_count` or `min_share` of `features.categorical`"
        }
    }
}

extension NumericEncoder {
    /// "log", or "power 0.41" with the exponent of numbers from 0 on.
    fileprivate var transformName: String? {
        transform.map { $0 == .logarithm ? "log" : "power \($0.positive.briefFigure())" }
    }
}
