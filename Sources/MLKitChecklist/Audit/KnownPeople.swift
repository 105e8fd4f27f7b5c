internal import MLKitCore
internal import MLKitGit

/// Who is who among those that records and commits name.
struct KnownPeople {
    private let mailmap: Mailmap
    /// Of what says so.
    let key: String

    init(_ folder: RecordFolder) throws {
        mailmap = try Mailmap(folder.repository)
        key = try folder.repository.blob(at: ".mailmap").map { ContentHash(of: $0).hex } ?? ""
    }

    func address(of author: CommitAuthor) -> String { mailmap.address(of: author.name, author.email).lowercased() }

    /// Whether a text such as `Ada Example <ada@example.com>` means the author of a commit.
    func areOne(_ text: String, _ author: CommitAuthor) -> Bool {
        let parts = text.split(separator: "<", maxSplits: 1)
        guard parts.count == 2 else { return false }
        let email = String(parts[1].prefix { $0 != ">" })
        return mailmap.address(of: parts[0].trimmed, email).lowercased() == address(of: author)
    }
}

extension CommitAuthor {
    /// As records name people.
    var words: String { "\(name) <\(email)>" }
}
