public import SystemPackage

/// A file of the user's that a new project begins with. It is part of no template, and in no commit of mlkit's: whether data go
/// into git is for people to decide.
public struct BroughtFile: Sendable {
    /// Where it stands now.
    public let source: FilePath
    /// Where the project has it.
    public let path: String
    /// Whether the project has only a link to it.
    public let isLinked: Bool

    public init(source: FilePath, path: String, isLinked: Bool) {
        (self.source, self.path, self.isLinked) = (source, path, isLinked)
    }

    /// Bytes up to which data are copied; beyond, people know better where they are to be.
    public static let copyLimit = 1 << 30
}
