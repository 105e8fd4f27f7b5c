internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitSpec

extension TableComparison {
    public struct Options: Hashable, Sendable {
        /// How columns of numbers are compared; by the number of rows if `nil`.
        public var numbers: NumberTest?
        /// The same for texts, truth values, and integers of which there are few.
        public var categories: CategoryTest?
        /// What a distance may be; that of the test if `nil`.
        public var limit: Double?
        /// Differences that are less likely than this are none of chance.
        public var significance = 0.05
        /// Whether chances are corrected for the number of columns.
        public var isCorrected = true
        /// By how much the share of missing values may differ.
        public var missing = 0.1
        /// Names of columns to leave out.
        public var ignored: [String] = []
        /// The column whose values tell rows apart that both tables have; rows are not held against each other if `nil`.
        public var key: String?
        /// In which share of those rows a value may be another one.
        public var changed = 0.0
        /// What holds for single columns, by their names.
        public var columns: [String: ColumnBound] = [:]

        public init() {}

        func bound(of column: String) -> ColumnBound? { columns.first { $0.key.hasSameBytes(as: column) }?.value }

        /// How a column is compared: as is said of it, or else of all columns of its sort; `nil` where nothing is.
        ///
        /// - Throws: `Failure` for a test that is none of its sort.
        func test<Test: DistributionTest>(of column: ComparisonReport.Column, _ usual: Test?) throws -> Test? {
            guard let name = bound(of: column.name)?.test else { return usual }
            if let test = Test(rawValue: name.rawValue) { return test }
            throw Failure(
                "the column `\(column.name)`, of type \(column.type.rawValue), cannot be compared by `\(name.rawValue)`",
                hint: "it can by \(Suggestion.list(Test.allCases.map(\.rawValue)))")
        }
    }

    /// What holds for one column, in place of what does for all.
    public struct ColumnBound: Hashable, Sendable {
        public var test: ColumnTest?
        public var limit: Double?
        public var missing: Double?

        public init() {}
    }

    /// Every way to compare columns.
    public enum ColumnTest: String, CaseIterable, Sendable {
        case kolmogorovSmirnov = "ks"
        case wasserstein
        case populationStability = "psi"
        case jensenShannon = "js"
        case largestDifference = "linf"
        case chiSquared = "chi2"
    }
}

extension TableComparison.ColumnBound {
    static let keys = KeySet<TableComparison.ColumnBound>(
        "a column of `columns`", blank: TableComparison.ColumnBound(),
        [
            Key("test", \.test, .choice, "how it is compared"),
            Key("limit", \.limit, .number(0...), "what its distance may be, or its chance must be"),
            Key("missing", \.missing, .number(0...1), "by how much its share of missing values may differ"),
        ])
}
