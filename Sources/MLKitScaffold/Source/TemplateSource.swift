public import MLKitCore
public import SystemPackage

/// Where a template is, as a user says it.
public enum TemplateSource: Hashable, Sendable {
    /// The name of one that comes with mlkit.
    case builtIn(String)
    case folder(FilePath)
    case git(GitAddress)

    /// Reads `tabular`, `./folder`, `~/folder`, `https://host/repository@v1#folder`, `git@host:repository`.
    ///
    /// - Parameters:
    ///   - directory: what a folder is relative to.
    ///   - home: the user's own folder.
    /// - Throws: `Failure` for an address that git is not to be trusted with, or that cannot be understood.
    public init(parsing text: String, directory: FilePath, home: FilePath? = nil) throws {
        if let address = try GitAddress(parsing: text) {
            self = .git(address)
        } else if text == "~" || text.hasPrefix("~/") {
            guard let home else { throw Failure("cannot find `\(text)`: the variable HOME is not set") }
            self = .folder(home.pushing(FilePath(String(text.dropFirst(2)))).lexicallyNormalized())
        } else if text.contains("/") || text.hasPrefix(".") {
            self = .folder(directory.pushing(FilePath(text)).lexicallyNormalized())
        } else {
            self = .builtIn(text)
        }
    }
}

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
