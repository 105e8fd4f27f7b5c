/// The value of one column in each row, as a number among its different values.
struct StratumKeys {
    /// One a row, a place among `values`.
    private(set) var codes: [Int32] = []
    private var places: [UInt64: Int32] = [:]
    private(set) var values: [UInt64] = []
    /// Whether there are more different values than anything can be split by.
    private(set) var isOverfull = false

    /// The most different values.
    static let limit = 1 << 16

    mutating func append(_ keys: [UInt64]) {
        guard !isOverfull else { return }
        for key in keys {
            if let place = places[key] {
                codes.append(place)
                continue
            }
            guard values.count < Self.limit else {
                (isOverfull, codes, values, places) = (true, [], [], [:])
                return
            }
            codes.append(Int32(values.count))
            places[key] = Int32(values.count)
            values.append(key)
        }
    }
}
