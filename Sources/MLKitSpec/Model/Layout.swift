/// Where a project keeps what stages write, relative to its root.
public struct Layout: Hashable, Sendable {
    public var name: String
    public var data: String
    public var models: String
    public var reports: String
    public var deploy: String
    public var logs: String

    /// Data by split, logs, notebooks, and one `src` folder.
    public static let classic = Layout(
        name: "classic", data: "data", models: "models", reports: "reports", deploy: "deploy", logs: "logs")

    static let names = ["classic"]
}
