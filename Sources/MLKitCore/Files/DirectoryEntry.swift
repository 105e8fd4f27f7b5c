/// A name in a folder, and what stands there itself: a symbolic link is a link, wherever it leads.
public struct DirectoryEntry: Hashable, Sendable {
    public enum Kind: Sendable {
        case file
        case directory
        case link
        case other
    }

    public let name: String
    public let kind: Kind

    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
