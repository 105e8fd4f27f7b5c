internal import MLKitCore
internal import MLKitSignature

// Values that have their type already, in the place of texts.

extension ColumnReader {
    /// Takes values as a Parquet file has them that this reader's plan wrote.
    ///
    /// - Parameters:
    ///   - first: the number of the first row in the source, from 0.
    ///   - hashes, mask: as `read` takes them.
    func take(_ vector: ColumnVector, first: Int, hashes: UnsafeMutablePointer<UInt64>?, mask: RowMask?) {
        begin()
        for row in 0..<vector.rowCount {
            var hash: UInt64?
            if mask?.leavesOut(first + row) == true {
                hash = leaveOut()
            } else if vector.isPresent(row) {
                hash = typed(vector, row, first + row)
            } else {
                // What stood there for a missing value is not known.
                odd?.insert(first + row)
                hash = leaveOut()
                countMissing(first + row)
            }
            if recordsKeys { addKey(hash ?? Self.missingHash) }
            if let hashes { hashes[row] = DistinctCounter.mixed(hashes[row] &* 31 &+ (hash ?? Self.missingHash)) }
        }
    }

    private func typed(_ vector: ColumnVector, _ row: Int, _ number: Int) -> UInt64? {
        guard let data = vector.data else { return nil }
        switch plan.type {
        case .integer:
            let whole = data.assumingMemoryBound(to: Int64.self)[row]
            takeWhole(whole, number)
            return UInt64(bitPattern: whole)
        case .number:
            let value = data.assumingMemoryBound(to: Double.self)[row]
            takeReal(value, number)
            return (value == 0 ? 0.0 : value).bitPattern
        case .boolean:
            takeTruth()
            return data.assumingMemoryBound(to: Bool.self)[row] ? 1 : 2
        case .date: return takeMoment(Int64(data.assumingMemoryBound(to: Int32.self)[row]) * Calendar.microsecondsADay)
        case .timestamp: return takeMoment(data.assumingMemoryBound(to: Int64.self)[row])
        case .text, .identifier: return takeKept(vector.field(row).bytes, number)
        }
    }
}
