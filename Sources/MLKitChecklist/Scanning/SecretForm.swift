/// Secrets that have a form, but no beginning of their own provider's.
enum SecretForm {
    /// What begins at a place, before which no word goes on.
    static func find(_ line: UnsafeRawBufferPointer, _ place: Int) -> String? {
        switch line[place] {
        case 0x61 where isAccount(line, place, pair), 0x48 where isAccount(line, place, basic): "a password of a request"
        case 0x64, 0x77: isWebhook(line, place) ? "a webhook" : nil
        case 0x65 where isWebToken(line, place): "a JSON web token"
        case 0x73 where isSignature(line, place): "a shared access signature"
        case 0x6C where isCall(line, place, login, TextLines.isHex): "a key that logs in"
        case 0x43 where isCall(line, place, client, { TextLines.isDigit($0) || TextLines.isLetter($0) }): "a key that a client is made with"
        case 0x4C where isEncodedKey(line, place): "a private key"
        case 0x4D...0x4F where isBotToken(line, place): "a Discord token"
        case 0x30...0x39 where isNumberedToken(line, place): "a Telegram token"
        default: nil
        }
    }

    private static let web = Array("eyJ".utf8)

    /// Three parts with dots between them, the first two JSON in base64 (`{"` is `eyJ`).
    private static func isWebToken(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        var place = place
        for part in 0..<3 {
            if part < 2, !TextLines.starts(line, at: place, with: web) { return false }
            let length = TextLines.run(line, place, isURLSafe)
            guard length >= 10 else { return false }
            place += length
            if part < 2 {
                guard place < line.count, line[place] == 0x2E else { return false }
                place += 1
            }
        }
        return true
    }

    private static func isURLSafe(_ byte: UInt8) -> Bool { TextLines.isWord(byte) || byte == 0x2D }

    private static let pair = Array("auth=(".utf8)
    private static let basic = Array("HTTPBasicAuth(".utf8)

    /// `auth=("ada", "…")`: the second text.
    private static func isAccount(_ line: UnsafeRawBufferPointer, _ place: Int, _ name: [UInt8]) -> Bool {
        guard TextLines.starts(line, at: place, with: name) else { return false }
        let inside = line[(place + name.count)...].prefix { $0 != 0x29 }
        let parts = inside.split(separator: 0x2C)
        guard parts.count == 2 else { return false }
        let text = parts[1].drop(while: TextLines.isSpace)
        guard let quote = text.first, TextLines.isQuote(quote) else { return false }
        return SecretValue(text.dropFirst().prefix { $0 != quote }).fits(.password, isCertain: true)
    }

    private static let webhooks = ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/", "webhook.office.com/webhookb2/"].map {
        Array($0.utf8)
    }

    /// An address that lets everybody write who has it.
    private static func isWebhook(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard let start = webhooks.first(where: { TextLines.starts(line, at: place, with: $0) }) else { return false }
        let length = TextLines.run(line, place + start.count) { isURLSafe($0) || $0 == 0x2F || $0 == 0x40 }
        return length >= 60 && SecretValue(line[(place + start.count)..<(place + start.count + length)]).entropy >= 3.3
    }

    private static let signature = Array("sig=".utf8)

    /// The signature of an address that lets in who has it (Azure's shared access signatures).
    private static func isSignature(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard TextLines.starts(line, at: place, with: signature), place > 0, [0x3F, 0x26, 0x3B].contains(line[place - 1]) else {
            return false
        }
        let length = TextLines.run(line, place + 4) {
            TextLines.isLetter($0) || TextLines.isDigit($0) || [0x25, 0x2B, 0x2F, 0x3D].contains($0)
        }
        let value = SecretValue(line[(place + 4)..<(place + 4 + length)])
        return (43...60).contains(length) && value.isRandom && value.entropy >= 4
    }

    private static let login = Array("login(".utf8)
    private static let client = Array("Client(".utf8)

    /// `wandb.login(key="…")`, `cohere.Client("…")`: a long value of some characters among what a call is given.
    private static func isCall(
        _ line: UnsafeRawBufferPointer, _ place: Int, _ name: [UInt8], _ accepts: (UInt8) -> Bool
    ) -> Bool {
        guard TextLines.starts(line, at: place, with: name) else { return false }
        let rest = line[(place + name.count)...].prefix { $0 != 0x29 }
        let values = rest.split(whereSeparator: { TextLines.isQuote($0) || $0 == 0x5C })
        return values.contains { value in
            guard value.count >= 32, value.allSatisfy(accepts) else { return false }
            let value = SecretValue(value)
            return value.isRandom && value.entropy >= 3.2
        }
    }

    private static let encoded = Array("LS0tLS1CRUdJTi".utf8)
    /// The beginnings of `PRIVATE KEY` in base64, for each place that it can have among three bytes.
    private static let encodedKeys = ["UFJJVkFURSBLRV", "BSSVZBVEUgS0VZ", "QUklWQVRFIEtFW"].map { Array($0.utf8) }

    /// `-----BEGIN … PRIVATE KEY` in base64, as Kubernetes and variables of CI services have it.
    private static func isEncodedKey(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        guard TextLines.starts(line, at: place, with: encoded) else { return false }
        let header = UnsafeRawBufferPointer(rebasing: line[place..<min(place + 60, line.count)])
        return encodedKeys.contains { TextLines.contains(header, $0) }
    }

    /// The number of an account in base64, six characters and the rest, with dots between them.
    private static func isBotToken(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        let lengths = [(23...28), (6...7), (27...40)] as [ClosedRange<Int>]
        var start = place
        for (part, length) in lengths.enumerated() {
            let found = TextLines.run(line, start, isURLSafe)
            guard length.contains(found) else { return false }
            if part == 0, !isNumber(line[start..<(start + found)]) { return false }
            start += found + 1
            guard part == 2 || start < line.count && line[start - 1] == 0x2E else { return false }
        }
        return true
    }

    /// Whether base64 stands for digits: in each four characters the first three of every byte are those of `0` to `9`.
    private static func isNumber(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var (bits, count) = (0, 0)
        for byte in text {
            guard let value = letters.firstIndex(of: byte) else { return false }
            (bits, count) = (bits << 6 | value, count + 6)
            guard count >= 8 else { continue }
            count -= 8
            guard TextLines.isDigit(UInt8(truncatingIfNeeded: bits >> count)) else { return false }
            bits &= 1 << count - 1
        }
        return true
    }

    /// 8 to 10 digits, a colon, `AA` and 33 characters.
    private static func isNumberedToken(_ line: UnsafeRawBufferPointer, _ place: Int) -> Bool {
        let digits = TextLines.run(line, place, TextLines.isDigit)
        guard (8...10).contains(digits), TextLines.starts(line, at: place + digits, with: Array(":AA".utf8)) else { return false }
        return TextLines.run(line, place + digits + 3, isURLSafe) == 33
    }
}
