internal import MLKitCore
internal import MLKitSignature
internal import MLKitYAML

extension TableSchema {
    /// The schema as the text of `schema.yaml`: columns in the order of the table, keys in a fixed order, one
    /// category a line, so that edits and merges touch single lines.
    ///
    /// ```yaml
    /// target: income
    /// columns:
    ///   workclass:
    ///     type: text            # integer | number | boolean | text
    ///     nullable: true        # values may be missing; false if left out
    ///     categories:           # no other value is allowed; any is if left out
    ///       - Private
    ///   age:
    ///     type: integer
    ///     minimum: 0            # also `maximum`; never inferred
    /// ```
    public var yaml: String {
        Self.heading + "\ntarget: \(YAMLText.scalar(target))\ncolumns:\n" + columns.map(Self.lines).joined()
    }

    private static let heading = """
        # What each column of the data must be. mlkit wrote this from the first data it saw, and holds later data
        # to it. Review it and edit it by hand; remove it to have it inferred anew.
        #
        # type: integer | number | boolean | text
        # nullable: whether values may be missing (false if left out)
        # categories: the only values allowed (any if left out); an integer target with categories is classified
        # minimum, maximum: bounds of a number (none if left out)

        """

    private static func lines(_ column: ColumnSchema) -> String {
        var text = "  \(YAMLText.scalar(column.name)):\n    type: \(column.type.rawValue)\n"
        if column.nullable { text += "    nullable: true\n" }
        if let minimum = column.minimum { text += "    minimum: \(number(minimum))\n" }
        if let maximum = column.maximum { text += "    maximum: \(number(maximum))\n" }
        guard !column.categories.isEmpty else { return text }
        let isText = column.type == .text
        let items = column.categories.map { "      - \(isText ? YAMLText.scalar($0) : $0)\n" }
        return text + "    categories:\n" + items.joined()
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? value.description
    }
}
