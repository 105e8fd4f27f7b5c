/// A picture, and the name of the file it goes into.
public struct Plot: Sendable {
    /// `train.network.history.svg`.
    public let fileName: String
    /// What it shows, for a list.
    public let title: String
    public let svg: String
}
