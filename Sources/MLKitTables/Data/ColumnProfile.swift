internal import MLKitSignature

/// What the values of a column look like before it has a type.
struct ColumnProfile: Equatable {
    let name: String
    /// Rows with a value.
    var present = 0
    var missing = 0
    /// Different texts among the values.
    var distinct = 0
    /// Values that are integers, numbers (with the integers), truth values, and `nan`.
    var integers = 0
    var numbers = 0
    var booleans = 0
    var notNumbers = 0
    /// The first value that is neither a number nor `nan`.
    var firstText: String?

    /// The narrowest type that all values have.
    var type: ColumnType {
        if integers > 0, integers + notNumbers == present { return .integer }
        if numbers > 0, numbers + notNumbers == present { return .number }
        return booleans == present && present > 0 ? .boolean : .text
    }

    /// Whether the values are few enough, each often enough, to be taken for categories.
    func isCategorical(limit: Int) -> Bool { distinct <= limit && distinct * 2 <= present }
}
