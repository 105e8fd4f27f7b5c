extension Tensor {
    /// The values if they are floats, else `nil`.
    public var floats: [Float]? {
        guard case .float(let values) = values else { return nil }
        return values
    }

    /// The values if they are 64-bit integers, else `nil`.
    public var int64s: [Int64]? {
        guard case .int64(let values) = values else { return nil }
        return values
    }

    /// The values if they are texts, else `nil`.
    public var strings: [String]? {
        guard case .string(let values) = values else { return nil }
        return values
    }
}
