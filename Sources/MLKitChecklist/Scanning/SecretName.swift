/// Names of settings whose values are secret.
enum SecretName {
    enum Kind: Hashable, Sendable {
        /// Chosen by a person: it need not look random.
        case password
        /// Made by a machine.
        case token
    }

    /// How names end, in lower case and without what joins their words.
    private static let passwords = ["password", "passwd", "passphrase", "pwd", "passwort"].map { Array($0.utf8) }
    private static let tokens = [
        "secret", "token", "apikey", "accesskey", "secretkey", "privatekey", "authkey", "accountkey", "signingkey",
        "encryptionkey", "masterkey", "sharedkey", "servicekey", "sessionkey", "hmackey", "fernetkey", "appkey",
        "licensekey", "deploykey", "storagekey", "apisecret", "keysecret", "credential", "credentials", "secretkeybase",
        "secretaccesskey", "authorization", "personalaccesstoken", "webhooksecret", "secrettext",
        "secretvalue", "tokenvalue", "keydata", "kagglekey", "openaikey", "anthropickey", "mistralkey", "coherekey", "geminikey", "groqkey",
        "wandbkey", "huggingfacekey", "stripekey", "sendgridkey", "pineconekey", "replicatekey",
    ].map { Array($0.utf8) }
    /// The same as words of their own, since other words end in them too.
    private static let words: [(Kind, [UInt8])] = [
        (.password, Array("pass".utf8)), (.password, Array("pw".utf8)), (.token, Array("psk".utf8)),
        (.token, Array("auth".utf8)), (.token, Array("creds".utf8)), (.token, Array("salt".utf8)),
    ]
    /// What models of language and pages of results call tokens.
    private static let others: Set<String> = [
        "pad", "eos", "bos", "unk", "mask", "sep", "cls", "stop", "start", "end", "special", "image", "audio", "video",
        "next", "page", "sync", "continuation", "continue", "begin", "text", "target", "source", "prefix", "suffix",
        "decoder", "encoder", "lang", "language", "system", "user", "assistant", "eot", "bot", "eol", "newline", "control",
        "blank", "space", "placeholder", "last", "first", "prev", "previous", "current", "lookahead", "per", "csrf", "xsrf",
        "sequence", "starting", "forward", "backward", "idempotency", "clientrequest", "pagination", "resume", "cursor",
        "publickey",
    ]

    /// What names a secret that stands elsewhere, as Kubernetes has them: `existingSecret`, `imagePullSecret`.
    private static let named: Set<String> = ["existing", "pull", "tls", "registry"]

    /// What a name says of its value; `nil` for nothing.
    static func kind(of name: ArraySlice<UInt8>) -> Kind? {
        let name = name.drop { !TextLines.isWord($0) }
        guard name.count >= 2, name.count <= 100 else { return nil }
        var plain = name.filter { TextLines.isLetter($0) || TextLines.isDigit($0) }.map { $0 | (TextLines.isUpper($0) ? 0x20 : 0) }
        while let last = plain.last, TextLines.isDigit(last) { plain.removeLast() }
        if passwords.contains(where: { plain.suffix($0.count).elementsEqual($0) }) { return .password }
        if let ending = tokens.first(where: { plain.suffix($0.count).elementsEqual($0) }) {
            let before = String(decoding: plain.dropLast(ending.count), as: UTF8.self)
            let isOther = ending.elementsEqual("token".utf8) && others.contains(where: before.hasSuffix)
            let isNamed = ending.elementsEqual("secret".utf8) && named.contains(where: before.hasSuffix)
            return isOther || isNamed ? nil : .token
        }
        return words.first { isLastWord($0.1, of: name) }?.0
    }

    /// Whether a name ends in a word, with a joint or a change of case before it.
    private static func isLastWord(_ word: [UInt8], of name: ArraySlice<UInt8>) -> Bool {
        guard name.count >= word.count else { return false }
        let end = name.suffix(word.count)
        guard zip(end, word).allSatisfy({ ($0 | 0x20) == $1 }) else { return false }
        guard let before = name.dropLast(word.count).last else { return true }
        if !TextLines.isLetter(before) { return true }
        return !TextLines.isUpper(before) && end.first.map(TextLines.isUpper) ?? false
    }
}
