internal import CLibCrypto

/// The SHA-256 of some bytes (FIPS 180-4), computed by the system's libcrypto.
///
/// Everything mlkit calls "the same" is the same by this hash; `sha256sum` checks it.
public struct ContentHash: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    public static let byteCount = 32

    /// The hash of `content`.
    public init(of content: some Sequence<UInt8>) {
        var hasher = ContentHasher()
        hasher.update(Array(content))
        self = hasher.finish()
    }

    /// The hash of a text's UTF-8 bytes.
    public init(of text: String) {
        self.init(of: text.utf8)
    }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes 32 bytes; `nil` for another number of them.
    public init?(raw: [UInt8]) {
        guard raw.count == Self.byteCount else { return nil }
        bytes = raw
    }

    /// Reads 64 hexadecimal digits, with or without a leading `sha256:`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let digits = Array((text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]).utf8)
        guard digits.count == 64 else { return nil }
        var bytes = [UInt8]()
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension ContentHash: CustomStringConvertible {
    /// `sha256:` and the digits: how a hash is written to files.
    public var description: String { "sha256:\(hex)" }
}

/// Computes a content hash piece by piece.
public struct ContentHasher: ~Copyable {
    private let context: OpaquePointer?

    public init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    public consuming func finish() -> ContentHash {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return ContentHash(bytes: digest)
    }
}
