/// Something that is wrong with a cache.
public struct CacheDamage: Hashable, Sendable {
    public enum Kind: String, Sendable {
        /// It was there with other bytes than it should have, and has been removed.
        case damaged
        case missing
    }

    public var kind: Kind
    /// Relative to the project.
    public var path: String
    /// Stages and outputs that need it, as "train: models/net/model.onnx".
    public var neededBy: [String]
}
