public import SystemPackage

extension Repository {
    /// Who commits made in a folder are by, like `Ada Example <ada@example.com>`; outside git, who they would be
    /// by.
    ///
    /// - Throws: `Failure` if git does not know, with the commands that tell it.
    public static func author(in folder: FilePath, environment: GitEnvironment) throws -> String {
        let repository = try discover(from: folder, environment: environment)
        let settings = try repository.map { try Configuration(of: $0) } ?? Configuration(environment)
        let identity = try Identity(.author, settings, environment)
        return "\(identity.name) <\(identity.email)>"
    }
}
