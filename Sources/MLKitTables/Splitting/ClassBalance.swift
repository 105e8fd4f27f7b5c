/// How often each training row is written so that all classes have as many.
public enum ClassBalance: String, CaseIterable, Sendable {
    /// Rows of rarer classes are there several times.
    case oversample
    /// Rows of more frequent classes are left out.
    case undersample

    /// - Parameters:
    ///   - classes: of each row the number of its class; -1 for a row that is not trained on, which is written once.
    ///   - numbers: by which rows of a class are chosen, the least first: one a row, without a pattern.
    /// - Returns: one a row.
    func copies(_ classes: [Int32], numbers: [UInt64]) -> [Int32] {
        var members: [Int32: [Int]] = [:]
        for (row, name) in classes.enumerated() where name >= 0 { members[name, default: []].append(row) }
        let sizes = members.values.map(\.count)
        let wanted = (self == .oversample ? sizes.max() : sizes.min()) ?? 0
        var copies = [Int32](repeating: 1, count: classes.count)
        for rows in members.values {
            let ranked = rows.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
            let (whole, rest) = wanted.quotientAndRemainder(dividingBy: rows.count)
            for (place, row) in ranked.enumerated() { copies[row] = Int32(whole + (place < rest ? 1 : 0)) }
        }
        return copies
    }
}
