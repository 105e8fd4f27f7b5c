internal import MLKitReports

/// What trials are measured on before the best of them go on: first on one part of the training rows, fitted on some of the others; then
/// fitted on all others; then on all parts.
struct SearchRung: Equatable {
    /// One in so many of the rows that are not held out is fitted on.
    let divisor: Int
    /// How many parts are measured on, from the first.
    let folds: Int

    /// Below so many rows the half of trials is told apart by all of them.
    private static let few = 4000
    /// As many are enough to tell the better half apart.
    private static let enough = 20_000

    /// - Parameters:
    ///   - rows: training rows.
    ///   - folds: the parts that they are cut into.
    static func all(rows: Int, folds: Int) -> [SearchRung] {
        let whole = [SearchRung(divisor: 1, folds: 1), SearchRung(divisor: 1, folds: folds)]
        guard rows >= few else { return whole }
        return [SearchRung(divisor: max(4, rows / enough), folds: 1)] + whole
    }

    /// How much there is to fit, in training rows; on the last rung what was done on the one before is not done again.
    func work(after before: SearchRung?) -> Double {
        let known = before?.divisor == divisor ? before?.folds ?? 0 : 0
        return Double(folds - known) / Double(divisor)
    }

    /// - Parameters:
    ///   - rows: training rows.
    ///   - folds: the parts that they are cut into.
    func report(rows: Int, folds parts: Int) -> TrialsReport.Rung {
        .init(rows: (rows - rows / parts) / divisor, folds: folds)
    }
}
