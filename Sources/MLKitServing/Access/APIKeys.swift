internal import MLKitCore

/// The keys that clients must show, as a file holds them: one a line, its name, roles and hash.
///
/// ```
/// # name roles hash
/// frontend predict sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
/// grafana read sha256:…
/// ```
///
/// Keys are 256 random bits, so that one round of SHA-256 keeps them: there is nothing to guess. Looking a hash up
/// tells nothing by the time it takes, as nobody can choose hashes.
public struct APIKeys: Sendable {
    public struct Entry: Hashable, Sendable {
        public var name: String
        public var roles: Set<Role>

        public init(name: String, roles: Set<Role>) {
            self.name = name
            self.roles = roles
        }
    }

    private var entries: [ContentHash: Entry] = [:]

    /// - Throws: `Failure` that names the line that is wrong.
    public init(parsing text: String, file: String) throws {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" }
            if words.isEmpty || words[0].hasPrefix("#") { continue }
            let place = SourceLocation(file: file, line: index + 1, column: 1)
            guard words.count == 3, let hash = ContentHash(words[2]) else {
                throw Failure("a line of keys is `NAME ROLES sha256:HASH`", at: place, hint: "make one with `mlkit deploy key`")
            }
            let roles = words[1].split(separator: ",").map { Role(rawValue: String($0)) }
            guard !roles.contains(nil), !roles.isEmpty else {
                let known = Suggestion.list(Role.allCases.map(\.rawValue))
                throw Failure("`\(words[1])` is not a list of roles", at: place, hint: "roles are \(known)")
            }
            entries[hash] = Entry(name: String(words[0]), roles: Set(roles.compactMap { $0 }))
        }
    }

    /// The entry of the key in an `Authorization: Bearer KEY` field; `nil` if there is none.
    func entry(authorization: String?) -> Entry? {
        guard let words = authorization?.split(separator: " ", maxSplits: 1), words.count == 2, words[0].lowercased() == "bearer"
        else { return nil }
        return entries[ContentHash(of: String(words[1].trimmingSpaces))]
    }

    /// The line of a file for a new key.
    public static func line(name: String, roles: Set<Role>, key: String) -> String {
        let names = Role.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ",")
        return "\(name) \(names) sha256:\(ContentHash(of: key).hex)\n"
    }
}
