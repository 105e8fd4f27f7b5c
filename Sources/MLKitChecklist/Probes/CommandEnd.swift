/// How a command of a probe ended.
public struct CommandEnd: Sendable {
    /// Its exit code.
    public var status: Int
    /// What it wrote to both of its outputs, or the beginning and the end of that.
    public var output: String

    public init(status: Int, output: String = "") {
        self.status = status
        self.output = output
    }
}
