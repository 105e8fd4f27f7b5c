/// A named check of a text.
public struct TextPattern: Sendable {
    /// What fits, for messages: "lower-case letters, digits and `-`".
    public let summary: String
    /// The same as a regular expression for the whole text, in the words that JSON Schema and Swift share; `nil` where
    /// none can say it.
    public let expression: String?
    /// The check itself; an expression would cost milliseconds to compile.
    public let accepts: @Sendable (String) -> Bool

    public init(_ summary: String, expression: String? = nil, accepts: @escaping @Sendable (String) -> Bool) {
        self.summary = summary
        self.expression = expression
        self.accepts = accepts
    }
}
