internal import CLibGit2
internal import MLKitCore
public import SystemPackage

/// Who makes a commit, and when.
struct Identity {
    var name: String
    var email: String
    var time: GitTime

    /// The two roles a person can have in a commit.
    enum Role: String {
        case author
        case committer
    }

    /// By git's rules: `GIT_<ROLE>_…`, then `<role>.…`, then `user.…`. Git would go on to make something up
    /// from the account's name; a record of who did what deserves better.
    ///
    /// - Throws: `Failure` naming all that is not set, with the commands that set it.
    init(_ role: Role, _ settings: Configuration, _ environment: GitEnvironment) throws {
        func value(_ name: String) throws -> String? {
            try environment["GIT_\(role.rawValue)_\(name)".uppercased()]
                ?? settings.string("\(role.rawValue).\(name)") ?? settings.string("user.\(name)")
        }
        let name = try value("name").map(Self.cleaned)
        let email = try (value("email") ?? environment["EMAIL"]).map(Self.cleaned)
        guard let name, let email, !name.isEmpty, !email.isEmpty else { throw Self.unknown(name, email) }
        self.name = name
        self.email = email
        time = try Self.time(role, environment)
    }

    private static func time(_ role: Role, _ environment: GitEnvironment) throws -> GitTime {
        let variable = "GIT_\(role.rawValue.uppercased())_DATE"
        guard let text = environment[variable] else { return environment.time }
        guard let time = GitTime(text) else {
            throw Failure(
                "`\(text)` in \(variable) is no date",
                hint: "write it like `2026-01-31T12:00:00+01:00` or `@1769857200 +0100`")
        }
        return time
    }

    /// Git drops what would break the line of a commit.
    private static func cleaned(_ text: String) -> String {
        String(text.filter { !"<>\n\r\0".contains($0) }.drop { $0 == " " })
    }

    private static func unknown(_ name: String?, _ email: String?) -> Failure {
        var missing: [(setting: String, example: String)] = []
        if name?.isEmpty ?? true { missing.append(("user.name", "Your Name")) }
        if email?.isEmpty ?? true { missing.append(("user.email", "you@example.com")) }
        let commands = missing.map { "`git config --global \($0.setting) \"\($0.example)\"`" }
        return Failure(
            "git does not know who you are: \(Suggestion.list(missing.map(\.setting))) "
                + (missing.count == 1 ? "is not set" : "are not set"),
            hint: "run \(commands.joined(separator: " and "))")
    }
}

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
