internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// How many parts rows are cut into for cross-validation.
public enum FoldChoice: Hashable, Sendable {
    case parts(Int)
    /// As many as it takes where the validation split is too small to tell models apart, else none.
    case automatic

    /// With fewer validation rows models are compared on folds. On 1,000 rows the shares of right answers of two models that differ on one
    /// row in ten are known to 1 percent (one standard error); differences between good candidates are hardly larger, and what
    /// folds cost grows with the rows.
    static let enough = 1000
    private static let standard = 5

    /// - Parameters:
    ///   - targets: a class index or value for each row that is dealt to parts.
    ///   - isClassified: whether these are classes.
    ///   - validation: how many validation rows there are.
    /// - Returns: `nil` where there are to be no folds, or too few rows for them.
    func count(_ targets: [Double], isClassified: Bool, validation: Int) -> Int? {
        switch self {
        case .parts(let count): return count
        case .automatic:
            guard validation < Self.enough else { return nil }
            let count = min(Self.standard, targets.count / 2)
            guard isClassified else { return count < 2 ? nil : count }
            // Where any part is held out, rows of two classes have to be left.
            let repeated = Dictionary(grouping: targets) { $0 }.values.count { $0.count > 1 }
            return count < 2 || repeated < 2 ? nil : count
        }
    }

    /// The parts that rows are cut into; `nil` where there are to be none.
    ///
    /// - Parameter validation: how many validation rows there are.
    /// - Throws: `Failure` where there is to be a number of parts, and there are too few rows, groups or times for it.
    func parts(of rows: TrainingRows, validation: Int, seed: Int) throws -> FoldParts? {
        guard let count = count(rows.targets, isClassified: rows.isClassified, validation: validation) else { return nil }
        guard self == .automatic, rows.foldsBy != nil else { return try FoldParts(count, of: rows, seed: seed) }
        // As many as groups or times allow, if there are two classes to learn from for each.
        for fewer in (2...count).reversed() {
            guard let parts = try? FoldParts(fewer, of: rows, seed: seed) else { continue }
            if !rows.isClassified || parts.hasClasses(rows.targets) { return parts }
        }
        return nil
    }

    static var type: KeyType<FoldChoice> {
        let (word, number) = ("auto", KeyType<Int>.integer(2...100))
        return KeyType(
            .either([number.schema, .choice([word])]),
            read: { node in node.text == word ? .automatic : number.value(node).map { .parts($0) } },
            write: { choice in
                switch choice {
                case .parts(let count): .int(count)
                case .automatic: .string(word)
                }
            })
    }
}
