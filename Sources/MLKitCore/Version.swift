internal import SystemPackage

/// The version of this mlkit.
public enum Version {
    public static let current = "0.1.0"

    /// What `--version` prints: the version, and the commit it was built from where `make install` or a package has noted it
    /// (`0.1.0 (1a2b3c4)`). The note is read only when `arguments` ask for it.
    public static func described(for arguments: [String], environment: [String: String]) -> String {
        guard arguments.contains("--version"), let resources = try? Installation.current(environment: environment).resources,
            let commit = try? LocalFileSystem().readText(resources.appending("commit")).trimmed, !commit.isEmpty
        else { return current }
        return "\(current) (\(commit))"
    }
}
