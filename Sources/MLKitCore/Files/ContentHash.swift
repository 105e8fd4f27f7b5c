internal import CLibCrypto

/// The SHA-256 of some bytes (FIPS 180-4), computed by the system's libcrypto.
///
/// Everything mlkit calls "the same" is the same by this hash; `sha256sum` checks it.
public struct ContentHash: Hashable, Sendable {
    /// The 32 bytes, eight to a word, so that a hash needs no memory of its own: there may be very many.
    private let words: SIMD4<UInt64>

    public static let byteCount = 32

    /// The hash of `content`.
    public init(of content: some Sequence<UInt8>) {
        var hasher = ContentHasher()
        let isDone: Void? = content.withContiguousStorageIfAvailable { hasher.update(UnsafeRawBufferPointer($0)) }
        if isDone == nil { hasher.update(Array(content)) }
        self = hasher.finish()
    }

    /// The hash of bytes in memory.
    public init(of bytes: UnsafeRawBufferPointer) {
        var hasher = ContentHasher()
        hasher.update(bytes)
        self = hasher.finish()
    }

    /// The hash of a text's UTF-8 bytes.
    public init(of text: String) {
        self.init(of: text.utf8)
    }

    /// - Parameter bytes: 32 of them.
    init(bytes: UnsafeRawBufferPointer) {
        var words = SIMD4<UInt64>()
        for index in 0..<4 {
            words[index] = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        }
        self.words = words
    }

    /// Takes 32 bytes; `nil` for another number of them.
    public init?(raw: [UInt8]) {
        guard raw.count == Self.byteCount else { return nil }
        self = raw.withUnsafeBytes { ContentHash(bytes: $0) }
    }

    /// Reads 64 hexadecimal digits, with or without a leading `sha256:`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let hash = text.withUTF8({ ContentHash(digits: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = hash
    }

    /// The same from UTF-8.
    public init?(digits text: UnsafeRawBufferPointer) {
        let prefix = Self.prefix.utf8.count
        let hasPrefix = text.count == 64 + prefix && text.prefix(prefix).elementsEqual(Self.prefix.utf8)
        let digits = UnsafeRawBufferPointer(rebasing: text[(hasPrefix ? prefix : 0)...])
        guard digits.count == 64 else { return nil }
        var words = SIMD4<UInt64>()
        for index in 0..<64 {
            guard let value = Self.value(digits[index]) else { return nil }
            words[index / 16] = words[index / 16] << 4 | UInt64(value)
        }
        self.words = words
    }

    private static let prefix = "sha256:"

    /// 32 bytes.
    public var bytes: [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
    }

    /// 64 lower-case hexadecimal digits.
    public var hex: String {
        String(unsafeUninitializedCapacity: 64) { buffer in
            writeDigits(to: UnsafeMutableRawBufferPointer(buffer))
            return 64
        }
    }

    /// - Parameter buffer: takes 64 digits.
    public func writeDigits(to buffer: UnsafeMutableRawBufferPointer) {
        for word in 0..<4 {
            // Eight digits at a time, each in a byte of its own.
            for half in 0..<2 {
                let part = UInt32(truncatingIfNeeded: words[word] >> UInt64(32 - 32 * half))
                buffer.storeBytes(of: Self.digits(part), toByteOffset: 16 * word + 8 * half, as: UInt64.self)
            }
        }
    }

    /// The eight hexadecimal digits of a number as they stand in memory.
    private static func digits(_ number: UInt32) -> UInt64 {
        var value = UInt64(number)
        value = (value << 16 | value) & 0x0000_FFFF_0000_FFFF
        value = (value << 8 | value) & 0x00FF_00FF_00FF_00FF
        value = (value << 4 | value) & 0x0F0F_0F0F_0F0F_0F0F
        // One in each byte that is ten or more.
        let letters = (value &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (value &+ 0x3030_3030_3030_3030 &+ letters &* 39).bigEndian
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
    private var context = SHA256_CTX()

    public init() { SHA256_Init(&context) }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    public consuming func finish() -> ContentHash {
        var digest = [UInt8](repeating: 0, count: 32)
        SHA256_Final(&digest, &context)
        return digest.withUnsafeBytes { ContentHash(bytes: $0) }
    }
}
