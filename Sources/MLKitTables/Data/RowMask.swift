/// Which rows of a source do not stay, as far as that is known only when all of them were read.
struct RowMask {
    enum Place: UInt8 {
        case stays
        /// Left out, as if the row was not in the source.
        case leftOut
        /// None of the sample: what columns are is told by the row all the same.
        case outOfSample
    }

    /// One a row.
    private(set) var places: [Place]
    private(set) var isEmpty = true

    init(rows: Int) {
        places = [Place](repeating: .stays, count: rows)
    }

    subscript(row: Int) -> Place {
        get { places[row] }
        set {
            places[row] = newValue
            if newValue != .stays { isEmpty = false }
        }
    }

    /// How many rows are left out.
    var leftOut: Int { places.count { $0 == .leftOut } }

    @inline(__always)
    func leavesOut(_ row: Int) -> Bool { places[row] == .leftOut }
}
