/// Something that was found and not taken over, and why.
public struct LeftOut: Hashable, Sendable {
    /// "stage `train` of dvc.yaml".
    public let what: String
    public let why: String
}
