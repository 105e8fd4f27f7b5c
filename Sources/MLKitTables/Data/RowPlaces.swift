/// Where the rows of a source stand, in words.
struct RowPlaces {
    let files: [SourceFile]
    /// The rows of each file.
    let counts: [Int]

    /// "row 3 of `data.csv`"; rows count from 1, without the header.
    ///
    /// - Parameter row: its number in the source, from 0.
    func text(_ row: Int) -> String {
        var row = row
        var file = 0
        while file + 1 < counts.count, row >= counts[file] {
            row -= counts[file]
            file += 1
        }
        return "row \(row + 1) of `\(files[file].name)`"
    }
}
