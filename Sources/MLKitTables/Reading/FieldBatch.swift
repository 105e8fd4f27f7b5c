/// The bytes of one value as it stands in a source; `start` is `nil` where a source has none.
struct Field: @unchecked Sendable {
    var start: UnsafePointer<UInt8>?
    var count: Int

    static let missing = Field(start: nil, count: 0)

    @inline(__always)
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }
}

/// Some rows of a source, row by row: [rows, columns]. The bytes belong to the source, and stay until its next rows.
final class FieldBatch {
    let columns: Int
    let capacity: Int
    var rows = 0
    let fields: UnsafeMutablePointer<Field>

    /// - Parameter capacity: the most rows.
    init(columns: Int, capacity: Int) {
        self.columns = columns
        self.capacity = capacity
        fields = .allocate(capacity: max(columns * capacity, 1))
        fields.initialize(repeating: .missing, count: max(columns * capacity, 1))
    }

    deinit { fields.deallocate() }
}

/// A file of the source that hands over its rows.
protocol RowSource: AnyObject {
    /// Fills a batch with the next rows, its columns in the order in which they were asked for.
    ///
    /// - Returns: whether there were any.
    func next(_ batch: FieldBatch) throws -> Bool
}
