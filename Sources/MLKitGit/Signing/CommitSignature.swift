internal import MLKitCore

/// What git finds of a commit's signature (git-log(1), `%G?`).
public enum CommitSignature: String, Sendable {
    case good = "G"
    case bad = "B"
    /// Good, by a key that nobody said to trust.
    case untrusted = "U"
    case expired = "X"
    case expiredKey = "Y"
    case revokedKey = "R"
    case unknownKey = "E"
    /// There is one, and git is not set up to look at it.
    case unchecked
    case missing = "N"

    /// What is wrong with it, as the end of a sentence about the commit; `nil` if nothing is.
    public var fault: String? {
        switch self {
        case .good: nil
        case .bad: "has a signature that is not of what it says"
        case .untrusted: "is signed by a key that git is not told to trust"
        case .expired: "has a signature that has expired"
        case .expiredKey: "is signed by a key that has expired"
        case .revokedKey: "is signed by a key that was revoked"
        case .unknownKey: "is signed by a key that is not known here"
        case .unchecked: "has a signature that git cannot check here: for one by ssh it needs `gpg.ssh.allowedSignersFile`"
        case .missing: "is not signed, as commits here are to be"
        }
    }
}

extension Repository {
    /// Has git look at the signatures of commits, by the keys that this user has and trusts.
    ///
    /// - Returns: of each that carries one what git finds; what it cannot be asked about is `unchecked`.
    /// - Throws: `Failure` if there is no git.
    public func signatures(of commits: Set<ObjectID>) throws -> [ObjectID: CommitSignature] {
        let signed = try commits.filter { try words(of: $0)?.isSigned == true }
        guard !signed.isEmpty else { return [:] }
        let ids = signed.map(\.hex).sorted().joined(separator: "\n") + "\n"
        let arguments = ["-c", "log.showSignature=false", "log", "--no-walk=unsorted", "--stdin", "--no-color", "--format=tformat:%H %G?"]
        let result = try GitCommand(self).run(arguments, input: Array(ids.utf8), ["GIT_NO_REPLACE_OBJECTS": "1"])
        let lines = result.outputText.split(separator: "\n").map { $0.split(separator: " ") }.filter { $0.count == 2 }
        let found = Dictionary(lines.map { (String($0[0]), CommitSignature(rawValue: String($0[1])) ?? .unchecked) }) { $1 }
        return Dictionary(uniqueKeysWithValues: signed.map { id in
            let signature = found[id.hex] ?? .unchecked
            return (id, signature == .missing ? .unchecked : signature)
        })
    }
}
