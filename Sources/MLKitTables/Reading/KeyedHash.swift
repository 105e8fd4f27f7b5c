internal import CLibCrypto

/// HMAC with SHA-256, as RFC 2104 has it: who does not know the key can neither make a code nor try texts out.
enum KeyedHash {
    private static let blockSize = 64

    /// - Returns: 32 bytes.
    static func code(_ text: [UInt8], key: [UInt8]) -> [UInt8] {
        let short = key.count > blockSize ? hash(key) : key
        let whole = short + [UInt8](repeating: 0, count: blockSize - short.count)
        return hash(whole.map { $0 ^ 0x5C } + hash(whole.map { $0 ^ 0x36 } + text))
    }

    private static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        SHA256(bytes, bytes.count, &digest)
        return digest
    }

    /// Two digits a byte.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
