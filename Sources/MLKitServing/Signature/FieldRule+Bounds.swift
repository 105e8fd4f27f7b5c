internal import MLKitCore
internal import MLKitSignature

extension FieldRule.Column {
    /// Whether its values are dates or time stamps.
    var isMoment: Bool { kind == .date || kind == .timestamp }

    /// The least and the greatest number that its values can be, as the model takes them; `nil` for no bound.
    ///
    /// Moments are those of the years 0 to 9999, which four digits can write.
    var bounds: (least: Double?, most: Double?) {
        switch kind {
        case .date: (-719_528, 2_932_896)
        case .timestamp: (-719_528 * 86_400, 2_932_897 * 86_400 - 1)
        default: (minimum, maximum)
        }
    }

    /// What is wrong with a finite number; `nil` if nothing is.
    func problem(of number: Double) -> String? {
        if kind == .date, number != number.rounded() { return "a date is a whole number of days since 1970-01-01, not \(number)" }
        if let least = bounds.least, number < least { return "\(number.brief(6)) is below the least there may be, \(least.brief(6))" }
        if let most = bounds.most, number > most { return "\(number.brief(6)) is above the greatest there may be, \(most.brief(6))" }
        return nil
    }
}
