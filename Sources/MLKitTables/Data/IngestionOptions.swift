internal import MLKitCore
internal import MLKitSignature

/// What holds for all columns.
struct IngestionOptions {
    var cleaning: Cleaning
    var formats: [DateFormat]
    /// The places of the columns to predict.
    var targets: [Int]
    /// The places of columns whose values are kept as numbers among their different ones.
    var keyed: [Int]
    /// The place of the column by which rows are put in an order.
    var ordered: Int?
    var dropsDuplicates: Bool
    /// The places of the columns that tell rows apart; none where that is not asked.
    var rowKey: [Int] = []
    /// Better labels, with the places of the columns that they go by.
    var labels: (corrections: LabelCorrections, key: Int, target: Int)?
    /// What takes the place of values that name people, with the places of their columns.
    var names: (pseudonyms: Pseudonyms, places: [Int])?
    /// Decides row by row; `nil` where all rows stay, or all have to be known for that.
    var sample: DataConfiguration.Sample?
    /// Rows that do not stay; `nil` where that is still to be found out, or all do.
    var mask: RowMask?
    /// Whether rows are taken from where they were written with their types.
    var isTyped = false
    /// Whether rows are noted of which more is known than their typed values tell.
    var recordsOdd = false
    /// Told now and then how many rows were read.
    var told: (Int) -> Void = { _ in }
}
