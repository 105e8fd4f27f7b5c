internal import MLKitSignature

// What there is to say of the rows that are kept.

extension ColumnReader {
    /// Takes the values of the rows that are kept, as they stand in a vector.
    func summarize(_ vector: OutputVector, isKept: [Bool]) {
        switch plan.type {
        case .integer:
            guard let values = vector.values(as: Int64.self) else { return }
            let validity = vector.readableValidity
            figures.add(wholes: isKept.indices.filter { isKept[$0] && Self.isPresent($0, validity) }.map { values[$0] })
        case .timestamp: if let values = vector.values(as: Int64.self) { gather(values, vector, isKept) { Double($0) } }
        case .date: if let values = vector.values(as: Int32.self) { gather(values, vector, isKept) { Double($0) } }
        case .number: if let values = vector.values(as: Double.self) { gather(values, vector, isKept) { $0 } }
        case .boolean:
            guard let values = vector.values(as: Bool.self) else { return }
            let validity = vector.readableValidity
            for row in isKept.indices where isKept[row] && Self.isPresent(row, validity) {
                if values[row] { trues += 1 } else { falses += 1 }
            }
        case .text, .identifier: for row in isKept.indices where isKept[row] { texts.count(codes[row]) }
        }
    }

    private func gather<Value>(
        _ values: UnsafeMutablePointer<Value>, _ vector: OutputVector, _ isKept: [Bool], _ number: (Value) -> Double
    ) {
        let validity = vector.readableValidity
        gathered.removeAll(keepingCapacity: true)
        for row in isKept.indices where isKept[row] && Self.isPresent(row, validity) { gathered.append(number(values[row])) }
        gathered.withUnsafeBufferPointer { figures.add($0) }
    }

    @inline(__always)
    private static func isPresent(_ row: Int, _ validity: UnsafeMutablePointer<UInt64>?) -> Bool {
        validity.map { $0[row >> 6] >> UInt64(row & 63) & 1 == 1 } ?? true
    }

    /// What the values look like, with what is known only at the end.
    var finished: ColumnProfile {
        var profile = profile
        profile.distinct = distinct
        profile.isIncreasing = figures.count > 1 && figures.isIncreasing
        if plan.type == .date || plan.type == .timestamp, let format = plan.format,
            let index = formats.firstIndex(of: format), breaches[.type] == nil
        {
            profile.dates[index] = profile.present
        }
        return profile
    }
}
