/// E-mail addresses in a line of bytes.
enum EmailAddress {
    /// Endings of domains in use: the general ones that people have mail at, and all of two letters (ISO 3166).
    private static let endings: Set<String> = [
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "name", "pro", "coop", "aero", "museum", "jobs",
        "mobi", "travel", "post", "cat", "tel", "asia", "eco", "dev", "app", "cloud", "online", "site", "store", "tech",
        "shop", "blog", "email", "company", "team", "work", "group", "agency", "studio", "digital", "health", "care",
        "science", "university", "school", "academy", "bank", "finance", "law", "legal", "berlin", "hamburg", "koeln",
        "wien", "london", "paris", "nyc", "swiss", "bayern", "scot", "wales", "one", "xyz", "live", "life", "world",
    ]
    /// Of two letters as well, and more often that of a file or of a member.
    private static let notCountries: Set<String> = ["py", "rs", "md", "sh", "so", "pl", "js", "ts", "cc", "mm"]
    /// Domains that are nobody's (RFC 2606, RFC 6761) and those that people make up.
    private static let nobodys: Set<String> = [
        "example.com", "example.org", "example.net", "example.edu", "domain.com", "yourdomain.com", "company.com",
        "yourcompany.com", "email.com", "foo.com", "bar.com", "acme.com", "test.com", "mydomain.com", "host.com",
        "users.noreply.github.com", "server.com", "site.com", "mysite.com", "organization.com", "abc.com",
    ]
    private static let reserved = [".example", ".test", ".invalid", ".localhost", ".local", ".internal"]
    private static let objects: Set<String> = ["self", "this", "cls", "np", "torch", "tf", "jnp", "x", "model"]
    private static let machines: Set<String> = ["git", "svn", "hg", "noreply", "no-reply", "donotreply"]

    /// Every address of the line that may be a person's.
    static func all(in line: UnsafeRawBufferPointer) -> [String] {
        (0..<line.count).filter { line[$0] == 0x40 }.compactMap { address(line, $0) }
    }

    /// Whether a domain is nobody's for good (RFC 2606).
    static func isReserved(_ domain: String) -> Bool {
        let labels = domain.split(separator: ".")
        guard labels.count > 1, let top = labels.last else { return false }
        return ["example", "invalid"].contains(top) || labels[labels.count - 2] == "example" && ["com", "org", "net", "edu"].contains(top)
    }

    private static func isPart(_ byte: UInt8) -> Bool { TextLines.isWord(byte) || byte == 0x2D || byte == 0x2E || byte >= 0x80 }

    private static func address(_ line: UnsafeRawBufferPointer, _ at: Int) -> String? {
        var start = at
        while start > 0, isPart(line[start - 1]) || [0x2B, 0x25].contains(line[start - 1]) { start -= 1 }
        while start < at, !TextLines.isWord(line[start]), line[start] < 0x80 { start += 1 }
        var end = at + 1
        while end < line.count, isPart(line[end]) { end += 1 }
        while end > at, line[end - 1] == 0x2E || line[end - 1] == 0x2D { end -= 1 }
        guard start < at, end > at + 1, !isInURL(line, start), end == line.count || line[end] != 0x28 else { return nil }
        let user = String(decoding: line[start..<at], as: UTF8.self).lowercased()
        let domain = String(decoding: line[(at + 1)..<end], as: UTF8.self).lowercased()
        guard !machines.contains(user), !isMessage(user), isSomebodys(domain) else { return nil }
        return String(decoding: line[start..<end], as: UTF8.self)
    }

    /// Whether it numbers a message rather than naming a mailbox (`Message-ID`, RFC 5322).
    private static func isMessage(_ user: String) -> Bool {
        user.utf8.count >= 20 && user.utf8.allSatisfy { TextLines.isDigit($0) || $0 == 0x2E }
    }

    /// What stands before the `@` of `https://user@host` is no mailbox.
    private static func isInURL(_ line: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        var place = start
        while place > 0, ![0x20, 0x09, 0x22, 0x27, 0x3C, 0x28].contains(line[place - 1]) {
            if place > 1, line[place - 1] == 0x2F, line[place - 2] == 0x2F { return true }
            place -= 1
        }
        return false
    }

    private static func isSomebodys(_ domain: String) -> Bool {
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ !$0.isEmpty }), let top = labels.last.map(String.init) else { return false }
        let isCountry = top.utf8.count == 2 && top.utf8.allSatisfy(TextLines.isLetter) && !notCountries.contains(top)
        guard isCountry || endings.contains(top), !objects.contains(String(labels[0])) else { return false }
        return !nobodys.contains { domain == $0 || domain.hasSuffix("." + $0) } && !reserved.contains(where: domain.hasSuffix)
    }
}
