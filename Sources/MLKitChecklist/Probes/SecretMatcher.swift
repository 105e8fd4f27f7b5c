/// Finds secrets in a line: tokens by their form, and quoted texts assigned to names that say so.
///
/// Written by hand rather than with regular expressions, since every byte of every tracked file passes through it.
enum SecretMatcher {
    /// A token that begins with a fixed text and goes on with characters of a set.
    private struct Token {
        var kind: String
        var prefix: [UInt8]
        /// How many characters follow at least.
        var length: Int
        var accepts: @Sendable (UInt8) -> Bool

        init(_ kind: String, _ prefix: String, _ length: Int, _ accepts: @escaping @Sendable (UInt8) -> Bool) {
            self.kind = kind
            self.prefix = Array(prefix.utf8)
            self.length = length
            self.accepts = accepts
        }
    }

    private static let upper: @Sendable (UInt8) -> Bool = { (0x41...0x5A).contains($0) || TextLines.isDigit($0) }
    private static let plain: @Sendable (UInt8) -> Bool = { TextLines.isLetter($0) || TextLines.isDigit($0) }
    private static let dashed: @Sendable (UInt8) -> Bool = { TextLines.isWord($0) || $0 == 0x2D }

    private static let tokens: [Token] =
        ["AKIA", "ASIA"].map { Token("an AWS access key", $0, 16, upper) }
        + ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map { Token("a GitHub token", $0, 36, plain) }
        + ["xoxb-", "xoxa-", "xoxp-", "xoxr-", "xoxs-"].map { Token("a Slack token", $0, 10, dashed) }
        + [
            Token("a GitHub token", "github_pat_", 22, dashed), Token("a GitLab token", "glpat-", 20, dashed),
            Token("a Google API key", "AIza", 35, dashed), Token("a Hugging Face token", "hf_", 30, plain),
            Token("an OpenAI key", "sk-", 32, dashed),
        ]

    /// The tokens by the byte they begin with.
    private static let byFirst: [[Token]] = {
        var table = [[Token]](repeating: [], count: 256)
        for token in tokens { table[Int(token.prefix[0])].append(token) }
        return table
    }()

    private static let privateKey = Array("PRIVATE KEY-----".utf8)
    private static let begin = Array("-----BEGIN ".utf8)
    private static let names = ["password", "secret", "token", "api_key"].map { Array($0.utf8) }

    /// What stands in the line; `nil` for no secret.
    static func find(in line: UnsafeRawBufferPointer) -> String? {
        for place in 0..<line.count {
            let byte = line[place]
            if byte == 0x3D || byte == 0x3A, isAssignment(line, place) { return "a secret in quotes" }
            if byte == 0x2D, TextLines.starts(line, at: place, with: begin), TextLines.contains(line, privateKey) {
                return "a private key"
            }
            guard place == 0 || !TextLines.isWord(line[place - 1]) else { continue }
            for token in byFirst[Int(byte)] where matches(token, line, place) { return token.kind }
            if byte == 0x65, isWebToken(line, place) { return "a JSON web token" }
        }
        return nil
    }

    private static func matches(_ token: Token, _ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard TextLines.starts(line, at: place, with: token.prefix) else { return false }
        return run(line, place + token.prefix.count, token.accepts) >= token.length
    }

    /// How many characters of a set stand from a place on.
    private static func run(_ line: UnsafeRawBufferPointer, _ start: Int, _ accepts: (UInt8) -> Bool) -> Int {
        var end = start
        while end < line.count, accepts(line[end]) { end += 1 }
        return end - start
    }

    /// Three parts with dots between them, the first two JSON in base64 (`{"` is `eyJ`).
    private static func isWebToken(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        var place = place
        for part in 0..<3 {
            if part < 2, !TextLines.starts(line, at: place, with: Array("eyJ".utf8)) { return false }
            let length = run(line, place, dashed)
            guard length >= 10 else { return false }
            place += length
            if part < 2 {
                guard place < line.count, line[place] == 0x2E else { return false }
                place += 1
            }
        }
        return true
    }

    /// Whether `=` or `:` at the place stands between a name that ends in one of `names`, perhaps in quotes, and a
    /// quoted text of 8 characters or more.
    private static func isAssignment(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        var end = place
        while end > 0, line[end - 1] == 0x20 || line[end - 1] == 0x3A { end -= 1 }
        if end > 0, isQuote(line[end - 1]) { end -= 1 }
        guard names.contains(where: { endsWith($0, line, end) }) else { return false }
        var start = place + 1
        while start < line.count, line[start] == 0x20 || line[start] == 0x3D || line[start] == 0x3E { start += 1 }
        guard start < line.count, isQuote(line[start]) else { return false }
        let quote = line[start]
        let length = run(line, start + 1) { $0 != quote }
        return length >= 8 && start + 1 + length < line.count
    }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }

    private static func endsWith(_ name: [UInt8], _ line: UnsafeRawBufferPointer, _ end: Int) -> Bool {
        let start = end - name.count
        guard start >= 0 else { return false }
        for index in name.indices {
            let byte = line[start + index]
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            if lower != name[index] { return false }
        }
        return true
    }
}
