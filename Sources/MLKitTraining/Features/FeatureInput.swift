/// One input of a model behind the preprocessing.
package struct FeatureInput: Hashable, Sendable {
    package enum Kind: Sendable {
        /// A whole column of numbers, a date as its days or seconds among them.
        case number
        /// A whole column of categories, as their numbers; below 0 for one that training did not see.
        case category
        /// One of several inputs that a column becomes.
        case part
    }

    package let name: String
    /// The raw column that it comes from.
    package let column: String
    package let kind: Kind

    package init(name: String, column: String, kind: Kind) {
        self.name = name
        self.column = column
        self.kind = kind
    }
}
