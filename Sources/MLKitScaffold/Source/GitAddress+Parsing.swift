internal import MLKitCore

extension GitAddress {
    /// Reads an address with optional `@reference` and `#folder`; `nil` for what is no address of git's.
    ///
    /// - Throws: `Failure` for a way of transport that is not allowed, and for parts that cannot be.
    init?(parsing text: String) throws {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let start = try Self.pathStart(of: parts[0], whole: text) else { return nil }
        let path = parts[0][start...]
        let end = Self.referenceStart(in: path)
        url = String(parts[0][..<(end ?? parts[0].endIndex)])
        reference = try end.map { try Self.reference(String(path[path.index(after: $0)...]), text) }
        folder = parts.count < 2 ? nil : try Self.folder(parts[1], text)
        guard url[start...].contains(where: { $0 != "/" }) else {
            throw Failure("`\(description)` names no repository", hint: "write it like `https://host/owner/repository`")
        }
    }

    /// Where the path begins, behind host and user, whose `@` means something else; `nil` outside git.
    private static func pathStart(of address: String, whole text: String) throws -> String.Index? {
        guard let separator = address.firstRange(of: "://") else { return try shortPathStart(of: address, text) }
        let scheme = String(address[..<separator.lowerBound])
        guard !scheme.contains("/"), !scheme.hasPrefix(".") else { return nil }
        try check(scheme, address, text)
        let host = address[separator.upperBound...].prefix { $0 != "/" }
        try check(host: host, mayBeEmpty: scheme == "file", text)
        return host.endIndex
    }

    /// `user@host:path`, the short form of `ssh://`.
    private static func shortPathStart(of address: String, _ text: String) throws -> String.Index? {
        if let helper = address.firstRange(of: "::"), !address[..<helper.lowerBound].contains("/") {
            throw refused("`\(address[..<helper.lowerBound])::`", text)
        }
        guard let colon = address.firstIndex(of: ":") else { return nil }
        let host = address[..<colon]
        guard !host.contains("/"), !host.hasPrefix(".") else { return nil }
        guard host.contains("@") else {
            throw Failure(
                "`\(text)` is no template",
                hint: "a repository is `https://host/owner/repository` or `user@host:path`, a folder begins with `./`")
        }
        try check(host: host, mayBeEmpty: false, text)
        return address.index(after: colon)
    }

    private static func check(_ scheme: String, _ address: String, _ text: String) throws {
        switch scheme {
        case "https", "ssh", "file": return
        case "http":
            throw Failure(
                "templates are not fetched over `http://`, where anybody on the way can change them",
                hint: "use `https://\(GitAddress(url: address).publicURL.dropFirst("http://".count))`")
        default: throw refused("`\(scheme)://`", text)
        }
    }

    private static func refused(_ transport: String, _ text: String) -> Failure {
        Failure(
            "templates are not fetched over \(transport)",
            hint: "use `https://…`, `ssh://…`, `user@host:path` or `file://…`")
    }

    private static func check(host: Substring, mayBeEmpty: Bool, _ text: String) throws {
        let name = host.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        let isSound = host.allSatisfy { !$0.isWhitespace && $0.isASCII } && !name.hasPrefix("-") && !host.hasPrefix("-")
        guard isSound, mayBeEmpty || !name.isEmpty else { throw Failure("`\(text)` names no host that can be") }
    }

    /// The `@` before a reference: the first one, as references may hold more, but not at the begin of a name, as in
    /// `https://host/@owner/repository`.
    private static func referenceStart(in path: Substring) -> String.Index? {
        path.indices.first { index in
            path[index] == "@" && index > path.startIndex && path[path.index(before: index)] != "/"
        }
    }

    private static func reference(_ name: String, _ text: String) throws -> String {
        guard !name.isEmpty else {
            throw Failure(
                "`\(text)` has no branch, tag or commit behind the `@`",
                hint: "leave out the `@` for the default branch")
        }
        guard isSound(reference: name) else {
            throw Failure(
                "`\(name)` in `\(text)` cannot be a branch, tag or commit",
                hint: "an `@` that belongs to the path is written `%40`")
        }
        return name
    }

    /// By the rules of `git check-ref-format`; a reference is no option either.
    private static func isSound(reference name: String) -> Bool {
        let names = name.split(separator: "/", omittingEmptySubsequences: false)
        let special = "~^:?*[\\".unicodeScalars
        return names.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
            && !name.hasPrefix("-") && !name.hasSuffix(".") && !name.contains("..") && !name.contains("@{")
            && name != "@"
            && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f && !special.contains($0) }
    }

    private static func folder(_ path: String, _ text: String) throws -> String {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        let inner = names.last == "" ? names.dropLast() : names[...]
        let isSound = inner.allSatisfy { !["", ".", "..", ".git"].contains($0.lowercased()) && !$0.utf8.contains(0) }
        guard !inner.isEmpty, isSound else {
            throw Failure(
                "`\(path)` in `\(text)` is no folder of a repository",
                hint: "write its path from the root, as in `#templates/mine`")
        }
        return inner.joined(separator: "/")
    }
}
