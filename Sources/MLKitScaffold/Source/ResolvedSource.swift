public import MLKitCore
public import SystemPackage

/// A template's folder, found or fetched.
public struct ResolvedSource: Sendable {
    public let folder: FilePath
    /// 40 hexadecimal digits: the commit that was taken, for a template from git.
    public let commit: String?
    /// As a user writes it, without passwords.
    public let description: String
    /// What did not go as it should, but did not stop it.
    public let warnings: [Diagnostic]
}
