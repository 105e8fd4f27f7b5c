/// Something that a project says of itself, and the file that says it.
public struct ProjectFact: Hashable, Sendable {
    public let value: String
    public let source: String

    public init(value: String, source: String) {
        self.value = value
        self.source = source
    }
}
