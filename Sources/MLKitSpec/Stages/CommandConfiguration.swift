/// A stage of the user's own: any program.
public struct CommandConfiguration: Hashable, Sendable {
    /// The program and its arguments; a shell command becomes `sh -c TEXT`.
    public var arguments: [String]

    public init(arguments: [String]) {
        self.arguments = arguments
    }
}
