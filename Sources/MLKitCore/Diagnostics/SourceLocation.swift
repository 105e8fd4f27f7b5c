/// A place in a text file: line and column count from 1, columns in characters, as editors show them.
public struct SourceLocation: Hashable, Sendable {
    /// The file as the user would name it, relative to the project where possible.
    public var file: String
    public var line: Int
    public var column: Int
    /// How many characters of the line are meant; at least 1.
    public var length: Int
    /// The text of the line, without its newline, or `nil` where it is not known.
    public var sourceLine: String?

    public init(file: String, line: Int, column: Int, length: Int = 1, sourceLine: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.length = max(length, 1)
        self.sourceLine = sourceLine
    }
}

extension SourceLocation: Comparable {
    public static func < (lhs: SourceLocation, rhs: SourceLocation) -> Bool {
        (lhs.file, lhs.line, lhs.column) < (rhs.file, rhs.line, rhs.column)
    }
}
