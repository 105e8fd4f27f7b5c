/// Rows of which most numbers are 0: only the others are kept, row by row ("compressed sparse rows").
package struct SparseMatrix {
    /// Where each row's entries begin, and the last row's end: [rows + 1].
    package private(set) var starts = [0]
    /// The column of each entry.
    package private(set) var places: [Int32] = []
    package private(set) var values: [Float] = []

    package init() {}

    mutating func append(_ value: Float, at place: Int) {
        guard value != 0 else { return }
        places.append(Int32(place))
        values.append(value)
    }

    mutating func endRow() { starts.append(places.count) }
}
