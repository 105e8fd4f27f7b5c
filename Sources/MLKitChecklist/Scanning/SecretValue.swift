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
        "key_here", "password_here", "mypassword", "mysecret", "mytoken",
        // The key that the emulator of Azure's storage has everywhere.
        "eby8vdm02xnocqflquwjpllmetlcdxj1ouzft50usrz6ifsufq2uvercz4i6tq",
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
        return isSpokenOf || isIdentifier || isFileName || isNumbering || isHost || isAlgorithm
    }

    /// What numbers things: versions, object identifiers.
    private var isNumbering: Bool {
        bytes.count { $0 == 0x2E } >= 2 && bytes.allSatisfy { TextLines.isDigit($0) || $0 == 0x2E }
    }

    /// Where a service listens: `localhost:8080`, `www.example.org:443`.
    private var isHost: Bool {
        guard let colon = bytes.lastIndex(of: 0x3A), (2...5).contains(bytes.count - colon - 1),
            bytes[(colon + 1)...].allSatisfy(TextLines.isDigit)
        else { return false }
        let host = bytes[..<colon]
        return (host.contains(0x2E) || text.hasPrefix("localhost:")) && host.allSatisfy { TextLines.isWord($0) || $0 == 0x2D || $0 == 0x2E }
    }

    private static let algorithms: Set<String> = [
        "aes", "aes128", "aes192", "aes256", "argon2", "argon2i", "argon2id", "bcrypt", "cbc", "chacha20", "cram", "ctr", "des", "digest",
        "dsa",
        "ecdh", "ecdhe", "ecdsa", "ed25519", "es256", "es384", "es512", "gcm", "gssapi", "hmac", "hs256", "hs384", "hs512", "login", "md4",
        "md5",
        "negotiate", "ntlm", "oaep", "oauthbearer", "pbkdf2", "pkcs1", "plain", "plus", "poly1305", "ps256", "rc4", "ripemd160", "rs256",
        "rs384",
        "rs512", "rsa", "scram", "scrypt", "sha", "sha1", "sha224", "sha256", "sha384", "sha512", "x25519", "xoauth2",
        "128", "192", "224", "256", "384", "512", "1024", "2048", "3072", "4096",
    ]
    /// The name of a mechanism or cipher: `CRAM-MD5`, `AES-256-GCM`.
    private var isAlgorithm: Bool {
        let parts = text.split { !$0.isLetter && !$0.isNumber }
        return !parts.isEmpty && parts.allSatisfy { Self.algorithms.contains(String($0)) }
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
        bytes.count >= 32 && !text.hasPrefix("arn:") && bytes.count(where: TextLines.isDigit) >= 3 && isMixed
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
        guard !isPlaceholder, isCertain || !isCall else { return false }
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
        text.hasPrefix("enc[") || text.hasPrefix("enc(")
            || bytes.count >= 600 && bytes.starts(with: [0x41, 0x67]) && (0x41...0x44).contains(bytes[2])
    }

    /// Code that brings the value: `format(Piecewise((1`.
    private var isCall: Bool {
        guard let open = bytes.firstIndex(of: 0x28), open > 0 else { return false }
        return bytes[..<open].allSatisfy { TextLines.isWord($0) || $0 == 0x2E }
    }

    private var isMixed: Bool { bytes.contains(where: TextLines.isUpper) && bytes.contains { $0 &- 0x61 < 26 } }
}

/// A password with blanks in it.
enum SecretPhrase {
    /// A value without its blanks, if few words stand in it and most have more in them than letters: `p@ss w0rd 9x`.
    static func joined(_ value: [UInt8]) -> SecretValue? {
        let words = value.split(whereSeparator: TextLines.isSpace)
        guard (2...4).contains(words.count), 2 * words.count(where: { !$0.allSatisfy(TextLines.isLetter) }) > words.count,
            !SecretValue(value.filter { !TextLines.isSpace($0) }).isPlaceholder
        else { return nil }
        return SecretValue(words.joined())
    }
}
