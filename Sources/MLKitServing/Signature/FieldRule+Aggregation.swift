internal import MLKitSignature

extension FieldRule.Column {
    /// What a number becomes where values are made coarser: of a day its own period's first, in the model's units.
    func coarser(_ number: JSONNumber) -> JSONNumber {
        guard let aggregation, number.double.isFinite else { return number }
        switch kind {
        case .integer:
            guard let whole = Int64(exactly: number.double) else { return number }
            return .whole(Int(aggregation.whole(whole)))
        case .number: return .real(aggregation.number(number.double))
        case .date:
            guard let days = Int64(exactly: number.double.rounded(.down)) else { return number }
            return .real(Double(aggregation.days(days)))
        case .timestamp:
            guard let microseconds = Int64(exactly: (number.double * 1e6).rounded(.down)) else { return number }
            return .real(Double(aggregation.microseconds(microseconds)) / 1e6)
        case .text, .identifier, .boolean: return number
        }
    }

    func coarser(_ text: String) -> String { aggregation?.text(text) ?? text }
}
