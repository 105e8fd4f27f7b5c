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
                let value = Double(high[row * 2 + 1]) * 0x1p64 + Double(low[row * 2])
                numbers.append(isPresent(row) ? value : .nan)
            }
        case .boolean, .varchar: break
        }
    }

    private func append<Value: BinaryInteger>(
        _ data: UnsafeMutableRawPointer, as type: Value.Type, _ numbers: inout [Double]
    ) {
        let values = data.assumingMemoryBound(to: type)
        for row in 0..<rowCount { numbers.append(isPresent(row) ? Double(values[row]) : .nan) }
    }

    /// Hands over the values as texts, `nil` where one is missing; truth values as `true` and `false`.
    func forEachText(_ body: (UnsafeBufferPointer<UInt8>?) -> Void) {
        guard let data else { return }
        if type == DuckDBType.boolean.rawValue {
            let values = data.assumingMemoryBound(to: Bool.self)
            for row in 0..<rowCount { Self.spelled(isPresent(row) ? values[row] : nil, body) }
            return
        }
        let texts = data.assumingMemoryBound(to: duckdb_text.self)
        for row in 0..<rowCount {
            guard isPresent(row) else {
                body(nil)
                continue
            }
            Self.bytes(texts + row, body)
        }
    }

    private static func spelled(_ value: Bool?, _ body: (UnsafeBufferPointer<UInt8>?) -> Void) {
        guard let value else { return body(nil) }
        let text: StaticString = value ? "true" : "false"
        body(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Texts of up to 12 bytes stand in the vector itself, behind their length.
    private static func bytes(
        _ text: UnsafeMutablePointer<duckdb_text>, _ body: (UnsafeBufferPointer<UInt8>?) -> Void
    ) {
        let count = Int(text.pointee.inside.length)
        let start =
            count <= 12
            ? UnsafeRawPointer(text) + MemoryLayout<UInt32>.size : UnsafeRawPointer(text.pointee.elsewhere.pointer)
        guard let start else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
        body(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count))
    }
}
