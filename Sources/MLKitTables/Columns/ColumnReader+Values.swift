internal import MLKitSignature

extension ColumnReader {
    /// The value that a row's key stands for; `nil` for a missing one.
    ///
    /// - Parameter keys: distinct ones.
    func names(of keys: [UInt64]) -> [String?] {
        switch plan.type {
        case .text, .identifier:
            let known = Dictionary(zip(texts.hashes, texts.texts)) { first, _ in first }
            return keys.map { known[$0] }
        case .boolean: return keys.map { $0 == Self.missingHash ? nil : $0 == 1 ? "true" : "false" }
        case .date: return keys.map {
            $0 == Self.missingHash ? nil : Calendar.date(days: Int64(bitPattern: $0) / Calendar.microsecondsADay)
        }
        case .integer, .timestamp: return keys.map { $0 == Self.missingHash ? nil : String(Int64(bitPattern: $0)) }
        case .number: return keys.map { $0 == Self.missingHash ? nil : "\(Double(bitPattern: $0))" }
        }
    }

    /// The different values of a column of few, in no order.
    var values: [String] {
        switch plan.type {
        case .text, .identifier: texts.texts
        case .boolean: (trues > 0 ? ["true"] : []) + (falses > 0 ? ["false"] : [])
        case .integer: figures.distinct.values.map { String(Int64(bitPattern: $0)) }
        default: figures.distinct.values.map { Int(exactly: Double(bitPattern: $0)).map(String.init) ?? "\(Double(bitPattern: $0))" }
        }
    }
}
