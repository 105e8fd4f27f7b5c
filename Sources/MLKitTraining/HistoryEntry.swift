internal import MLKitCore

/// The state of training after one pass, round or iteration.
package struct HistoryEntry: Equatable {
    /// From 1.
    package let step: Int
    /// Mean over rows: the log-loss, or half the squared error.
    package let trainLoss: Double
    /// `nil` where training does not look at it.
    package var validLoss: Double?

    /// One line for the log; six decimal places tell neighbouring epochs apart.
    func description(of unit: String) -> String {
        let valid = validLoss.map { ", validation \($0.briefFigure(6))" } ?? ""
        return "\(unit) \(step): loss: training \(trainLoss.briefFigure(6))\(valid)"
    }

    /// An entry of `history.json`.
    var json: JSON {
        var members = [JSON.Member("step", .int(step)), .init("train_loss", .double(trainLoss))]
        if let validLoss { members.append(.init("valid_loss", .double(validLoss))) }
        return .object(members)
    }
}
