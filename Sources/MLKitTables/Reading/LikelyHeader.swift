internal import MLKitCore

/// The line of a delimited file that looks like its header, where lines of another kind stand before it, such as a title.
struct LikelyHeader {
    /// How many lines stand before it.
    let skip: Int
    /// How many names it has.
    let columns: Int

    /// How many lines are looked at, and behind how many names at most: a title may have a comma.
    static let (reach, narrow) = (24, 3)

    /// `nil` if the first line may be the header: it has what stands between the values of the rows.
    ///
    /// - Parameters:
    ///   - lines: the beginning of the file, with the first line.
    ///   - line: the number of the first line, from 1.
    init?(behind first: String, _ lines: [String], line: Int) {
        let (own, counts) = (DelimitedHeader.counts(in: first), lines.map { DelimitedHeader.counts(in: $0) })
        // Three lines with as many values are no chance.
        for place in counts.indices.dropFirst().dropLast(2) {
            for delimiter in DelimitedHeader.delimiters where own[delimiter] == 0 {
                let count = counts[place][delimiter] ?? 0
                guard count > 0, counts[place + 1][delimiter] == count, counts[place + 2][delimiter] == count else { continue }
                (skip, columns) = (line - 1 + place, count + 1)
                return
            }
        }
        return nil
    }

    var hint: String {
        "line \(skip + 1) and those behind it have \(columns) values each: if the names of the columns stand there, `read: {skip: \(skip)}`"
    }
}
