/// Rows of named columns in memory, stored by column.
public struct Table: Sendable {
    public struct NamedColumn: Sendable {
        public var name: String
        public var values: Column

        public init(name: String, values: Column) {
            self.name = name
            self.values = values
        }
    }

    /// The columns in the order of the source; all have `rowCount` values.
    public var columns: [NamedColumn]
    public var rowCount: Int

    public init(columns: [NamedColumn], rowCount: Int) {
        self.columns = columns
        self.rowCount = rowCount
    }

    /// The column whose name has the same bytes, or `nil`.
    public subscript(name: String) -> Column? {
        columns.first { $0.name.utf8.elementsEqual(name.utf8) }?.values
    }
}

/// The values of one column.
public enum Column: Sendable {
    /// One number per row; NaN where the value is missing.
    case numeric([Double])
    case text(TextColumn)
}

/// A column of texts, stored as indices into its distinct values.
public struct TextColumn: Sendable {
    /// The distinct values, in order of first appearance.
    public var categories: [String]
    /// One index into `categories` per row; -1 where the value is missing.
    public var codes: [Int32]

    public init(categories: [String], codes: [Int32]) {
        self.categories = categories
        self.codes = codes
    }

    /// The text of a row, or `nil` where it is missing.
    public subscript(row: Int) -> String? {
        codes[row] < 0 ? nil : categories[Int(codes[row])]
    }
}
