/// Finds secrets in a text: tokens by their form, and texts given to names that say so.
///
/// Written by hand rather than with regular expressions, since every byte of every tracked file passes through it.
struct SecretScanner {
    private let style: FileStyle
    private let name: String
    /// What the line before says of the value in this one: `<key>Password</key>`.
    private var announced: SecretName.Kind?
    private var named = NamedValue()

    private static let begin = Array("-----BEGIN ".utf8)
    private static let privateKey = Array("PRIVATE KEY".utf8)
    private static let scheme = Array("://".utf8)
    private static let slackHook = Array("hooks.slack.com/services/T".utf8)
    private static let putty = Array("PuTTY-User-Key-File-".utf8)
    private static let hashes = ["$1$", "$5$", "$6$", "$y$", "$apr1$", "$2a$", "$2b$", "$2y$", "$argon2"].map { Array($0.utf8) }

    init(path: String) {
        style = FileStyle(of: path)
        name = path.split(separator: "/").last.map(String.init) ?? ""
    }

    /// What stands in a line; `nil` for no secret.
    mutating func find(in line: UnsafeRawBufferPointer) -> String? {
        let kind = announced
        announced = style == .settings ? SecretElement(line).flatMap { SecretName.kind(of: $0.name) } : nil
        if let kind, let value = Self.value(line), SecretValue(value).fits(kind, isCertain: true) { return "a secret given to a name" }
        if named.isSecret(line) { return "a secret given to a name" }
        if let found = whole(line) { return found }
        let assignment = SecretAssignment(line: line, style: style)
        for place in 0..<line.count {
            if let found = form(line, place) { return found }
            switch line[place] {
            case 0x3D, 0x3A, 0x3E, 0x2C, 0x20: if assignment.isSecret(at: place) { return "a secret given to a name" }
            default: break
            }
        }
        return nil
    }

    private static let opening = ["<value>", "<string>"].map { Array($0.utf8) }

    /// What stands in the element that a line begins with.
    private static func value(_ line: UnsafeRawBufferPointer) -> [UInt8]? {
        let start = TextLines.run(line, 0, TextLines.isSpace)
        guard let tag = opening.first(where: { TextLines.starts(line, at: start, with: $0) }) else { return nil }
        return Array(line[(start + tag.count)...].prefix { $0 != 0x3C })
    }

    /// What a line is as a whole, in files that are there for secrets.
    private func whole(_ line: UnsafeRawBufferPointer) -> String? {
        switch name {
        case ".netrc", "_netrc", ".authinfo": return netrc(line)
        case ".pgpass", "pgpass.conf":
            let fields = line.split(separator: 0x3A, maxSplits: 4, omittingEmptySubsequences: false)
            return fields.count == 5 && line.first != 0x23 && !SecretValue(fields[4]).isPlaceholder ? "a password" : nil
        case "master.key", ".vault_pass", ".vault-pass":
            return line.count >= 16 && SecretValue(line).isRandom ? "a key" : nil
        default:
            return account(line) ?? SecretOption.find(in: line) ?? SecretStatement.find(in: line) ?? (style == .prose ? told(line) : nil)
        }
    }

    private static let telling = "password `".utf8.map { $0 }

    /// ``password `…` `` in a text for people.
    private func told(_ line: UnsafeRawBufferPointer) -> String? {
        guard let start = line.indices.first(where: { TextLines.starts(line, at: $0, with: Self.telling) }) else { return nil }
        let value = SecretValue(line[(start + Self.telling.count)...].prefix { $0 != 0x60 })
        let isPlain = value.bytes.allSatisfy { TextLines.isLetter($0) || TextLines.isDigit($0) || "!#%&*+?@".utf8.contains($0) }
        return isPlain && value.bytes.count >= 8 && value.isRandom && value.entropy >= 3 && !value.isPlaceholder ? "a password" : nil
    }

    private static let user = Array("\"username\"".utf8)
    private static let key = Array("\"key\"".utf8)

    /// `{"username": "…", "key": "…"}`, as services for data have it.
    private func account(_ line: UnsafeRawBufferPointer) -> String? {
        guard line.first == 0x7B, TextLines.contains(line, Self.user), TextLines.contains(line, Self.key) else { return nil }
        let quoted = line.split(separator: 0x22)
        return quoted.contains { $0.count >= 32 && $0.allSatisfy(TextLines.isHex) } ? "the key of an account" : nil
    }

    /// What has a form of its own.
    private func form(_ line: UnsafeRawBufferPointer, _ place: Int) -> String? {
        switch line[place] {
        case 0x2D where TextLines.starts(line, at: place, with: Self.begin) && TextLines.contains(line, Self.privateKey):
            return "a private key"
        case 0x50 where TextLines.starts(line, at: place, with: Self.putty): return "a private key"
        case 0x3A where TextLines.starts(line, at: place, with: Self.scheme) && hasPassword(line, place + 3):
            return "a password in an address"
        case 0x3A where TextLines.starts(line, at: place, with: Self.scheme) && hasToken(line, place + 3):
            return "a token in an address"
        case 0x24 where Self.hashes.contains(where: { TextLines.starts(line, at: place, with: $0) }) && isHash(line, place):
            return "the hash of a password"
        case 0x68 where TextLines.starts(line, at: place, with: Self.slackHook)
            && TextLines.run(line, place + Self.slackHook.count, { TextLines.isWord($0) || $0 == 0x2F }) >= 30:
            return "a Slack webhook"
        default: break
        }
        guard place == 0 || !TextLines.isWord(line[place - 1]) else { return nil }
        if let token = SecretToken.find(line, place) { return token }
        return SecretForm.find(line, place) ?? bearer(line, place)
    }

    private static let repositories = Array("github://".utf8)

    /// `user:password@host` from a place on. `github://organisation:repository@commit` is none.
    private func hasPassword(_ line: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        guard !TextLines.starts(line, at: start - Self.repositories.count, with: Self.repositories) else { return false }
        func part(_ byte: UInt8) -> Bool {
            !TextLines.isSpace(byte) && !TextLines.isQuote(byte) && ![0x2F, 0x40, 0x3A, 0x3C, 0x3E, 0x2C].contains(byte)
        }
        let user = TextLines.run(line, start, part)
        let colon = start + user
        guard colon < line.count, line[colon] == 0x3A else { return false }
        let length = TextLines.run(line, colon + 1) { part($0) || $0 == 0x3A }
        let end = colon + 1 + length
        guard length >= 3, end + 1 < line.count, line[end] == 0x40, TextLines.isWord(line[end + 1]) || line[end + 1] == 0x5B
        else { return false }
        let password = line[(colon + 1)..<end].map { $0 }
        let host = line[(end + 1)...].prefix { TextLines.isWord($0) || $0 == 0x2D || $0 == 0x2E }
        guard !EmailAddress.isReserved(String(decoding: host, as: UTF8.self).lowercased()) else { return false }
        return !password.elementsEqual(line[start..<colon]) && !SecretValue(password).isPlaceholder
    }

    private static let reporting = Array("sentry".utf8)

    /// `token@host` from a place on. Where errors are reported to (Sentry's DSN) is no secret.
    private func hasToken(_ line: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        let length = TextLines.run(line, start) { TextLines.isWord($0) || $0 == 0x2D }
        let end = start + length
        guard length >= 20, end + 1 < line.count, line[end] == 0x40, TextLines.isWord(line[end + 1]) else { return false }
        let value = SecretValue(line[start..<end])
        return value.isRandom && value.entropy >= 3.3 && !value.isPlaceholder && !TextLines.contains(line, Self.reporting)
    }

    /// The hash of a password as `crypt(5)` has it.
    private func isHash(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        let accepted = { (byte: UInt8) in TextLines.isWord(byte) || [0x24, 0x2E, 0x2F, 0x3D, 0x2C, 0x2B].contains(byte) }
        let length = TextLines.run(line, place, accepted)
        return length >= 30 && line[place..<(place + length)].count { $0 == 0x24 } >= 3
    }

    /// How requests say who sends them, and whether that word alone is enough to tell.
    private static let schemes: [(name: [UInt8], isEnough: Bool)] =
        [("bearer ", true), ("basic ", true), ("token ", false), ("apikey ", false)].map { (Array($0.utf8), $1) }
    private static let header = Array("uthorization".utf8)

    /// `Authorization: Bearer …`, with something that is random enough.
    private func bearer(_ line: UnsafeRawBufferPointer, _ place: Int) -> String? {
        guard [0x62, 0x74, 0x61].contains(line[place] | 0x20) else { return nil }
        for (scheme, isEnough) in Self.schemes where place + scheme.count < line.count {
            guard zip(scheme, line[place...]).allSatisfy({ $0 == ($1 | 0x20) }),
                isEnough || TextLines.contains(UnsafeRawBufferPointer(rebasing: line[..<place]), Self.header)
            else { continue }
            let length = TextLines.run(line, place + scheme.count) {
                TextLines.isWord($0) || [0x2D, 0x2E, 0x2F, 0x2B, 0x3D, 0x7E].contains($0)
            }
            let value = SecretValue(line[(place + scheme.count)..<(place + scheme.count + length)])
            if length >= 16, !value.isPlaceholder, value.isRandom, value.entropy >= 3.3 { return "credentials of a request" }
        }
        return nil
    }

    /// `machine HOST login NAME password WORD`.
    private func netrc(_ line: UnsafeRawBufferPointer) -> String? {
        let words = line.split(whereSeparator: TextLines.isSpace)
        guard let index = words.firstIndex(where: { $0.elementsEqual("password".utf8) }), index + 1 < words.count else {
            return nil
        }
        return SecretValue(words[index + 1]).isPlaceholder ? nil : "a password"
    }
}
