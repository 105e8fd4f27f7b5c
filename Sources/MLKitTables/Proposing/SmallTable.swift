internal import MLKitCore

/// What a project cannot do with few rows.
package struct SmallTable {
    /// The key of stages that quantize which few rows change.
    package static let dropName = "max_accuracy_drop"

    let rows: Int
    /// Of the validation split.
    let valid: Int
    let isClassified: Bool

    /// Fewer than this are no rows for a network of some thousand weights.
    private static let networkRows = 200
    /// The bound where one row does not count for more.
    private static let usualDrop = 0.005

    /// Why there is no network among the models; `nil` where there may be.
    var models: String? {
        rows < Self.networkRows ? "\(plural(rows, "row")) are too few for a network" : nil
    }

    /// How far accuracy may fall by quantization: by two rows.
    var drop: TableProposal.Decision? {
        guard valid > 0 else { return nil }
        guard isClassified else {
            guard valid < 400 else { return nil }
            return TableProposal.Decision([Self.dropName], 0.02, "of R²; \(plural(valid, "validation row")) do not tell less apart")
        }
        let share = (2 / Double(valid) * 1000).rounded(.up) / 1000
        guard share > Self.usualDrop else { return nil }
        return TableProposal.Decision(
            [Self.dropName], .double(share), "two of \(plural(valid, "validation row")): fewer do not tell models apart")
    }
}
