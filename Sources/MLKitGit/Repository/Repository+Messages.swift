internal import CLibGit2
internal import MLKitCore

/// What a commit says of itself.
public struct CommitWords: Hashable, Sendable {
    public var message: String
    /// Whether it carries a signature, of whatever kind; nobody has looked whether it is right.
    public var isSigned: Bool

    /// The values of a trailer: lines `Name: value` in the last paragraph (git-interpret-trailers(1)).
    public func trailers(_ name: String) -> [String] {
        let paragraphs = message.split(separator: "\n\n", omittingEmptySubsequences: true)
        return Self.values(of: name, in: paragraphs.last ?? "")
    }

    /// The same in any paragraph, also indented: a commit that several were squashed into has the messages of all.
    public func trailersAnywhere(_ name: String) -> [String] { Self.values(of: name, in: message[...]) }

    private static func values(of name: String, in text: Substring) -> [String] {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix(name + ": ") }
            .map { $0.dropFirst(name.count + 2).trimmed }
    }
}

extension Repository {
    /// The message of a commit, and whether it is signed; `nil` if it is not here.
    public func words(of id: ObjectID) throws -> CommitWords? {
        var oid = id.oid
        var commit: OpaquePointer?
        let code = git_commit_lookup(&commit, pointer, &oid)
        guard code != GIT_ENOTFOUND.rawValue else { return nil }
        try check(code, "read commit \(id.short)")
        defer { git_commit_free(commit) }
        let message = git_commit_message(commit).map { String(cString: $0) } ?? ""
        let header = git_commit_raw_header(commit).map { String(cString: $0) } ?? ""
        return CommitWords(message: message, isSigned: header.contains("\ngpgsig"))
    }
}
