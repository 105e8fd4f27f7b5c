/// A template in a git repository.
public struct GitAddress: Hashable, Sendable {
    /// What git is given.
    public var url: String
    /// A branch, a tag or a commit; `nil` for the branch that the repository itself has checked out.
    public var reference: String?
    /// The template's folder in the repository; `nil` for its root.
    public var folder: String?
}

extension GitAddress: CustomStringConvertible {
    /// As a user writes it, without a password.
    public var description: String {
        publicURL + (reference.map { "@\($0)" } ?? "") + (folder.map { "#\($0)" } ?? "")
    }

    /// The URL without the password that some hosts have in it.
    var publicURL: String {
        guard let start = url.firstRange(of: "://")?.upperBound else { return url }
        let host = url[start...].prefix { $0 != "/" }
        guard let at = host.lastIndex(of: "@"), let colon = host[..<at].firstIndex(of: ":") else { return url }
        return String(url[..<colon] + url[at...])
    }

    /// The reference, if a commit's id may begin so: seven digits at least, which is how git shows ids.
    var commitPrefix: String? {
        reference.flatMap { name in
            (7...40).contains(name.utf8.count) && name.allSatisfy { $0.isASCII && $0.isHexDigit } ? name : nil
        }
    }

    /// Whether the reference is a whole commit id, which never comes to mean something else.
    var isCommit: Bool { commitPrefix?.utf8.count == 40 }
}
