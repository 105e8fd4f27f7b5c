internal import MLKitCore
internal import MLKitReports
internal import MLKitTables

extension FeatureEncoder {
    /// What became of each column, in the order of the schema.
    var preparation: [TrainingReport.Preparation] {
        columns.compactMap { column in
            if let encoder = numeric.first(where: { $0.name.utf8.elementsEqual(column.name.utf8) }) {
                let date = dates.first { $0.name.utf8.elementsEqual(column.name.utf8) }
                return .init(
                    column: column.name, form: date == nil ? .number : .dateParts, inputs: 1 + (date?.width ?? 0),
                    missing: encoder.missingRows)
            }
            return categorical.first { $0.name.utf8.elementsEqual(column.name.utf8) }.map { encoder in
                .init(
                    column: column.name, form: encoder.isNative ? .native : .oneHot, inputs: encoder.width,
                    missing: encoder.missingRows, categories: encoder.categories.count, rare: encoder.rareCategories)
            }
        }
    }

    /// Columns of which the model sees little, most rows being of categories that are too rare to be told apart.
    var warnings: [String] {
        categorical.filter { 2 * $0.rareRows > $0.rows }.map { encoder in
            "of the column `\(encoder.name)`, \(plural(encoder.rareCategories, "category", "categories")) in "
                + "\(encoder.rareRows) of \(plural(encoder.rows, "training row")) are too rare to be told apart; lower "
                + "`min_count` or `min_share` of `features.categorical`"
        }
    }
}
