internal import CEngines

/// Up to 2048 values of one column, as they stand in DuckDB's memory.
struct ColumnVector {
    let type: Int32
    let rowCount: Int
    let data: UnsafeMutableRawPointer?
    /// One bit a row, set where there is a value; `nil` where all rows have one.
    let validity: UnsafeMutablePointer<UInt64>?

    func isPresent(_ row: Int) -> Bool {
        guard let validity else { return true }
        return validity[row >> 6] >> UInt64(row & 63) & 1 == 1
    }

    /// Whether the values are numbers.
    static func isNumeric(_ type: Int32) -> Bool { DuckDBType(rawValue: type)?.isNumeric ?? false }

    /// Appends the values as numbers, NaN where one is missing. Integers beyond 2^53 lose their last digits.
    func append(to numbers: inout [Double]) {
        guard let data, let type = DuckDBType(rawValue: type) else { return }
        switch type {
        case .tinyInteger: append(data, as: Int8.self, &numbers)
        case .smallInteger: append(data, as: Int16.self, &numbers)
        case .integer: append(data, as: Int32.self, &numbers)
        case .bigInteger: append(data, as: Int64.self, &numbers)
        case .unsignedTinyInteger: append(data, as: UInt8.self, &numbers)
        case .unsignedSmallInteger: append(data, as: UInt16.self, &numbers)
        case .unsignedInteger: append(data, as: UInt32.self, &numbers)
        case .unsignedBigInteger: append(data, as: UInt64.self, &numbers)
        case .float:
            let values = data.assumingMemoryBound(to: Float.self)
            for row in 0..<rowCount { numbers.append(isPresent(row) ? Double(values[row]) : .nan) }
        case .double:
            let values = data.assumingMemoryBound(to: Double.self)
            for row in 0..<rowCount { numbers.append(isPresent(row) ? values[row] : .nan) }
        case .hugeInteger:
            // The lower half without a sign, the upper with one.
            let low = data.assumingMemoryBound(to: UInt64.self), high = data.assumingMemoryBound(to: Int64.self)
            for row in 0..<rowCount {
                let (upper, lower) = (high[row * 2 + 1], low[row * 2])
                // What 64 bits hold keeps all its digits.
                let isSmall = upper == 0 ? lower >> 63 == 0 : upper == -1 && lower >> 63 == 1
                let value = isSmall ? Double(Int64(bitPattern: lower)) : Double(upper) * 0x1p64 + Double(lower)
                numbers.append(isPresent(row) ? value : .nan)
            }
        case .boolean, .varchar, .date, .timestamp: break
        }
    }

    private func append<Value: BinaryInteger>(
        _ data: UnsafeMutableRawPointer, as type: Value.Type, _ numbers: inout [Double]
    ) {
        let values = data.assumingMemoryBound(to: type)
        for row in 0..<rowCount { numbers.append(isPresent(row) ? Double(values[row]) : .nan) }
    }

    /// A text of a row, up to 12 bytes in the vector itself, behind their length; its bytes stay while the chunk does.
    func field(_ row: Int) -> Field {
        guard let data, isPresent(row) else { return .missing }
        let text = data.assumingMemoryBound(to: duckdb_text.self) + row
        let count = Int(text.pointee.inside.length)
        let start =
            count <= 12
            ? UnsafeRawPointer(text) + MemoryLayout<UInt32>.size : UnsafeRawPointer(text.pointee.elsewhere.pointer)
        return Field(start: start?.assumingMemoryBound(to: UInt8.self), count: count)
    }

    /// Hands over the values as texts, `nil` where one is missing; truth values as `true` and `false`.
    func forEachText(_ body: (UnsafeBufferPointer<UInt8>?) -> Void) {
        guard let data else { return }
        if type == DuckDBType.boolean.rawValue {
            let values = data.assumingMemoryBound(to: Bool.self)
            for row in 0..<rowCount { Self.spelled(isPresent(row) ? values[row] : nil, body) }
            return
        }
        for row in 0..<rowCount { body(isPresent(row) ? field(row).bytes : nil) }
    }

    private static func spelled(_ value: Bool?, _ body: (UnsafeBufferPointer<UInt8>?) -> Void) {
        guard let value else { return body(nil) }
        let text: StaticString = value ? "true" : "false"
        body(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
