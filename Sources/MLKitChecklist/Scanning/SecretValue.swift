/// What is written in a secret's place: whether it can be the secret itself, rather than a word that stands for it.
struct SecretValue {
    let bytes: [UInt8]
    private let text: String

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        text = String(decoding: self.bytes, as: UTF8.self).lowercased()
    }

    /// What brings a value from elsewhere.
    private static let references = [
        "${", "{{", "<%", "$(", "#{", "%{", "%(", "os.environ", "process.env", "getenv", "env[", "env(", "secrets.",
        "vault:", "arn:aws", "/run/secrets",
    ]
    /// What people write for want of the value.
    private static let fillers = [
        "example", "changeme", "change_me", "change-me", "change-this", "placeholder", "your", "dummy", "redacted", "xxxx",
        "****", "....", "insert", "replace", "todo", "fixme", "notasecret", "not-a-secret", "not_a_secret", "fake",
        "masked", "removed", "lorem", "goes-here", "goes_here", "goeshere", "goes here", "secret_here", "token_here",
        "key_here", "password_here",
    ]
    private static let words: Set<String> = [
        "password", "passwd", "passphrase", "pass", "pwd", "secret", "secrets", "token", "tokens", "key", "keys", "api",
        "auth", "access", "user", "username", "name", "login", "none", "null", "nil", "true", "false", "string", "str",
        "text", "required", "optional", "default", "value", "field", "input", "type", "test", "public", "private",
        "client", "id", "my", "the", "new", "old", "refresh", "csrf", "bearer", "basic", "oauth", "jwt", "session",
        "header", "param", "prompt", "enter", "please", "reset", "forgot", "confirm", "invalid", "incorrect", "wrong",
        "is", "are", "of", "for", "to", "in", "and", "or", "a", "an", "some", "db", "database", "admin", "root",
        "account", "service", "server", "app", "credential", "credentials", "hidden", "empty", "missing", "unset",
        "undefined", "unknown", "disabled", "enabled", "personal", "signing", "encryption", "hash", "hashed", "bcrypt",
        "sha", "md5", "config", "settings", "env", "file", "path", "url", "uri", "data", "info", "request", "response",
        "error", "message", "label", "title", "description", "id_token", "authorization", "code", "grant", "provider",
        "manager", "store", "reader", "writer", "github", "gitlab", "google", "aws", "azure", "slack", "openai",
    ]

    /// Whether it stands for a value that is kept elsewhere, or was never filled in.
    var isPlaceholder: Bool {
        guard let first = bytes.first, let last = bytes.last else { return true }
        if Self.references.contains(where: text.contains) || Self.fillers.contains(where: text.contains) { return true }
        if "$<{[(@%!&/~".utf8.contains(first) || last == 0x28 || text.hasPrefix("./") || text.hasPrefix("../") { return true }
        if ["http://", "https://", "file:", "sha1-", "sha256-", "sha384-", "sha512-", "sha256:", "md5:", "enc[", "enc("]
            .contains(where: text.hasPrefix)
        { return true }
        if bytes.contains(where: TextLines.isSpace) || Set(bytes).count < 4 { return true }
        return isSpokenOf || isIdentifier || isFileName
    }

    /// Whether it is made of words that speak of secrets.
    private var isSpokenOf: Bool {
        let parts = Self.parts(bytes)
        return !parts.isEmpty && parts.allSatisfy(Self.words.contains)
    }

    /// A name in capitals, or with dots between words: what is named has the value.
    private var isIdentifier: Bool {
        guard !bytes.contains(where: TextLines.isDigit) else { return false }
        let isConstant = bytes.allSatisfy { TextLines.isUpper($0) || $0 == 0x5F } && bytes.contains(0x5F)
        let isMember = bytes.allSatisfy { TextLines.isWord($0) || $0 == 0x2E } && bytes.dropFirst().dropLast().contains(0x2E)
        return isConstant || isMember
    }

    private static let endings = [
        ".pem", ".key", ".json", ".txt", ".yaml", ".yml", ".crt", ".p12", ".jks", ".env", ".ini", ".toml", ".py", ".js",
    ]
    private var isFileName: Bool { Self.endings.contains(where: text.hasSuffix) }

    /// The words in lower case: runs of letters, cut where the case rises.
    private static func parts(_ bytes: [UInt8]) -> [String] {
        var parts = [String]()
        var part = [UInt8]()
        func cut() { if !part.isEmpty { parts.append(String(decoding: part, as: UTF8.self)) }; part = [] }
        var (wasLower, wasDigit) = (false, false)
        for byte in bytes {
            guard TextLines.isLetter(byte) else {
                // `db-password-1` is numbered; what ends in digits at once is not.
                if TextLines.isDigit(byte), !part.isEmpty || wasDigit && parts.isEmpty { return [] }
                wasDigit = TextLines.isDigit(byte)
                cut()
                continue
            }
            if wasDigit { return [] }
            if TextLines.isUpper(byte), wasLower { cut() }
            wasLower = !TextLines.isUpper(byte)
            part.append(byte | 0x20)
        }
        cut()
        return parts
    }

    private var hasDigit: Bool { bytes.contains(where: TextLines.isDigit) }
    private var hasLetter: Bool { bytes.contains(where: TextLines.isLetter) }

    /// Bits per character (Shannon), of the characters it has.
    var entropy: Double {
        var counts = [Double](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        let total = Double(bytes.count)
        return counts.reduce(0) { $1 == 0 ? $0 : $0 - $1 / total * SecretValue.log2($1 / total) }
    }

    /// Good to four digits, which is plenty here, and needs no mathematics library.
    private static func log2(_ value: Double) -> Double {
        let exponent = Double(value.exponent)
        let fraction = value.significand - 1
        return exponent + fraction * (1.4424 + fraction * (-0.7165 + fraction * (0.4494 + fraction * -0.1753)))
    }

    /// Whether it looks like something that nobody would say: letters and digits, all over the place.
    var isRandom: Bool { hasDigit && hasLetter && entropy >= 2.75 }

    /// Whether it is a long run of all kinds of characters, as programs make for salts.
    private var isNoise: Bool {
        bytes.count >= 32 && bytes.count(where: TextLines.isDigit) >= 3 && isMixed
            && bytes.count { !TextLines.isWord($0) && !TextLines.isSpace($0) && $0 < 0x80 } >= 8
            && bytes.count(where: TextLines.isSpace) <= 4
    }

    /// Whether it can be a secret, given what its name says.
    ///
    /// - Parameter isCertain: whether the value is surely a text, as in quotes or a file of such values.
    func fits(_ kind: SecretName.Kind, isCertain: Bool) -> Bool {
        let isShortPassword = kind == .password && isCertain && bytes.count >= 6 && hasDigit && hasLetter
        guard bytes.count >= 8 || isShortPassword, bytes.count <= 4096, !isEncrypted else { return false }
        if isCertain, isNoise { return true }
        guard !isPlaceholder else { return false }
        if isRandom || isShortPassword { return true }
        guard isCertain else { return false }
        switch kind {
        case .password: return !bytes.contains(0x2E) || hasDigit
        case .token: return hasDigit && bytes.count >= 8 || bytes.count >= 16 && entropy >= 3.5 && isMixed
        }
    }

    /// What only who has the key can read: `ENC[AES256_GCM,…]` of sops, `ENC(…)` of jasypt, the values of a SealedSecret,
    /// which begin with the length of what is encrypted by RSA.
    private var isEncrypted: Bool {
        text.hasPrefix("enc[") || text.hasPrefix("enc(") || bytes.count >= 600 && bytes.starts(with: [0x41, 0x67]) && (0x41...0x44).contains(bytes[2])
    }

    private var isMixed: Bool { bytes.contains(where: TextLines.isUpper) && bytes.contains { $0 &- 0x61 < 26 } }
}
