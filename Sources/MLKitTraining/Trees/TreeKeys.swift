internal import MLKitSpec

/// Keys that families of trees have alike, each declared once. What differs between families is said by them.
enum TreeKeys {
    private static let depthName = "max_depth"
    private static let depths = 1...64

    static func depth<Root: Sendable>(_ place: any WritableKeyPath<Root, Int> & Sendable) -> Key<Root> {
        Key(depthName, place, .integer(depths), "deepest tree")
    }

    static func boundlessDepth<Root: Sendable>(_ place: any WritableKeyPath<Root, Int?> & Sendable) -> Key<Root> {
        Key(depthName, place, .integer(depths), "deepest tree; no bound if left out")
    }

    static func learningRate<Root: Sendable>(_ place: any WritableKeyPath<Root, Double> & Sendable) -> Key<Root> {
        Key("learning_rate", place, .number(0...), "weight of each round")
    }

    static func subsample<Root: Sendable>(
        _ place: any WritableKeyPath<Root, Double> & Sendable, _ shares: ClosedRange<Double> = 0...1,
        _ words: String = "share of rows per round"
    ) -> Key<Root> {
        Key("subsample", place, .number(shares), words)
    }

    private static let columnsName = "column_sample"

    static func columnSample<Root: Sendable>(_ place: any WritableKeyPath<Root, Double> & Sendable) -> Key<Root> {
        Key(columnsName, place, .number(0...1), "share of columns per tree")
    }

    static func columnSampleOfSplits<Root: Sendable>(_ place: any WritableKeyPath<Root, Double?> & Sendable) -> Key<Root> {
        Key(
            columnsName, place, .number(0.001...1),
            "share of columns that each split chooses from; if left out 0.5, and 0.7 for numbers")
    }

    /// - Parameter most: as many as the engine can have.
    static func bins<Root: Sendable>(_ place: any WritableKeyPath<Root, Int> & Sendable, most: Int) -> Key<Root> {
        Key("max_bins", place, .integer(2...most), "histogram bins per column")
    }
}
