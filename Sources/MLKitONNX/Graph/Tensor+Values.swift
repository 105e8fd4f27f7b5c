extension Tensor {
    /// The values if they are floats, else `nil`.
    public var floats: [Float]? {
        guard case .float(let values) = values else { return nil }
        return values
    }

    /// The values as doubles if they are floats of any size, else `nil`.
    public var reals: [Double]? {
        switch values {
        case .float(let values): values.map(Double.init)
        case .double(let values): values
        case .float16(let values): values.map { Double($0) }
        case .bfloat16(let values): values.map { Double($0.float) }
        default: nil
        }
    }

    /// The values if they are 64-bit integers, else `nil`.
    public var int64s: [Int64]? {
        guard case .int64(let values) = values else { return nil }
        return values
    }

    /// The values if they are whole numbers of 32 or 64 bits, else `nil`.
    public var wholes: [Int]? {
        switch values {
        case .int64(let values): values.map { Int($0) }
        case .int32(let values): values.map { Int($0) }
        default: nil
        }
    }

    /// The values if they are truth values, or whole numbers of which 0 is false; else `nil`.
    public var flags: [Bool]? {
        if case .bool(let values) = values { return values }
        return wholes.map { numbers in numbers.map { $0 != 0 } }
    }

    /// The values if they are texts, else `nil`.
    public var strings: [String]? {
        guard case .string(let values) = values else { return nil }
        return values
    }
}
