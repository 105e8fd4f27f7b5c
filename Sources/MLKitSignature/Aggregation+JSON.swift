public import MLKitCore

extension Aggregation {
    /// `{"band": 10}`, `{"prefix": 3}`, `{"period": "month"}`.
    public var json: JSON {
        switch self {
        case .band(let width): ["band": .int(width)]
        case .prefix(let count): ["prefix": .int(count)]
        case .period(let period): ["period": .string(period.rawValue)]
        }
    }

    /// Reads what `json` wrote; `nil` for anything else.
    public init?(json: JSON) {
        if let width = json["band"]?.int, width > 0 {
            self = .band(width)
        } else if let count = json["prefix"]?.int, count > 0 {
            self = .prefix(count)
        } else if let period = json["period"]?.string.flatMap({ Period(rawValue: $0) }) {
            self = .period(period)
        } else {
            return nil
        }
    }
}
