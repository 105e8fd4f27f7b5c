/// How naive Bayes takes the inputs that an encoder makes.
struct BayesLayout: Equatable {
    /// Those that are numbers, from the first on.
    let numbers: Int
    /// Among them those that say whether a number is missing, as 0 or 1.
    let flags: Range<Int>
    /// Behind them: how many inputs each column of categories has, of which a row has one or none.
    let groups: [Int]
    /// Behind these: how many terms each column of texts has.
    let texts: [Int]

    init(_ encoder: FeatureEncoder) {
        numbers = encoder.numberWidth
        flags = encoder.numbers.count..<(encoder.numbers.count + encoder.indicated.count)
        groups = encoder.groupLevels
        texts = encoder.texts.map(\.width).filter { $0 > 0 }
    }

    /// The numbers that are taken for normal.
    var normal: [Int] { (0..<numbers).filter { !flags.contains($0) } }
    /// Inputs of categories and texts, column by column.
    var columns: [Range<Int>] {
        var start = numbers
        return (groups + texts).map { width in
            defer { start += width }
            return start..<(start + width)
        }
    }
    var width: Int { numbers + groups.reduce(0, +) + texts.reduce(0, +) }
}
