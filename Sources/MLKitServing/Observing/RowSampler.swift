/// Chooses the requests whose rows are counted: all of them while few are asked, and of many so that about as many rows are
/// counted in a second as `limit` says.
///
/// How many one stands for comes from the second before. Which one it is, is drawn, so that a client that goes round the same
/// rows is not always counted at the same one.
struct RowSampler {
    private let limit: Int
    private var second = 0
    /// Rows of this second so far.
    private var rows = 0
    /// Requests of which one is counted.
    private var stride = 1
    /// Requests to be left out before the next that is counted.
    private var rest = 0

    /// - Parameter limit: rows of a second, 1 or more.
    init(limit: Int) { self.limit = limit }

    /// Whether a request is counted.
    ///
    /// - Parameters:
    ///   - rows: of the request.
    ///   - now: seconds by the clock.
    mutating func takes(_ rows: Int, at now: Int) -> Bool {
        if now != second {
            stride = max(self.rows / limit, 1)
            (second, self.rows) = (now, 0)
            if stride == 1 { rest = 0 }
        }
        self.rows += rows
        guard rest == 0 else {
            rest -= 1
            return false
        }
        if stride > 1 { rest = .random(in: 0...(2 * (stride - 1))) }
        return true
    }
}
