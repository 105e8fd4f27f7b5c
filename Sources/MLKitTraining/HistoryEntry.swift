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

extension HistoryEntry {
    /// For a checkpoint: the very numbers, NaN and infinity too.
    var exact: JSON {
        func text(_ number: Double) -> JSON { .string(String(number.bitPattern, radix: 16)) }
        return .array([.int(step), text(trainLoss), validLoss.map(text) ?? .null])
    }

    /// - Returns: `nil` for what `exact` has not made.
    init?(exact json: JSON) {
        func number(_ json: JSON) -> Double? { json.string.flatMap { UInt64($0, radix: 16) }.map { Double(bitPattern: $0) } }
        guard let parts = json.array, parts.count == 3, let step = parts[0].int, let loss = number(parts[1]) else { return nil }
        self.init(step: step, trainLoss: loss, validLoss: number(parts[2]))
    }
}

extension [HistoryEntry] {
    /// Steps from 1 on, as a checkpoint has them; `nil` for anything else.
    init?(_ json: JSON?) {
        let entries = json?.array?.compactMap { HistoryEntry(exact: $0) }
        guard let entries, entries.count == json?.array?.count, entries.map(\.step) == Array<Int>(1..<entries.count + 1) else { return nil }
        self = entries
    }
}
