/// Texts as C has them, for as long as this object lives.
public final class CTexts: @unchecked Sendable {
    public let count: Int
    /// The texts, and a null pointer behind the last.
    public let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let storage: UnsafeMutablePointer<CChar>

    /// - Parameter texts: without NUL, which ends a text in C.
    public init(_ texts: [String]) {
        let size = texts.reduce(1) { $0 + $1.utf8.count + 1 }
        storage = .allocate(capacity: size)
        pointers = .allocate(capacity: texts.count + 1)
        count = texts.count
        var end = storage
        for (index, text) in texts.enumerated() {
            (pointers + index).initialize(to: end)
            var text = text
            text.withUTF8 { bytes in
                if let start = bytes.baseAddress { UnsafeMutableRawPointer(end).copyMemory(from: start, byteCount: bytes.count) }
                end += bytes.count
            }
            end.initialize(to: 0)
            end += 1
        }
        (pointers + count).initialize(to: nil)
    }

    deinit {
        storage.deallocate()
        pointers.deallocate()
    }

    /// For what takes `const char *const *`.
    public var constants: UnsafePointer<UnsafePointer<CChar>?> {
        UnsafeRawPointer(pointers).assumingMemoryBound(to: UnsafePointer<CChar>?.self)
    }

    /// The same where no pointer may be null: what takes it goes by `count`.
    public var known: UnsafePointer<UnsafePointer<CChar>> {
        UnsafeRawPointer(pointers).assumingMemoryBound(to: UnsafePointer<CChar>.self)
    }

    /// Hands texts to C as an array that lives as long as the call.
    public static func with<Result, Problem>(
        _ texts: [String], _ body: (CTexts) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        let texts = CTexts(texts)
        defer { withExtendedLifetime(texts) {} }
        return try body(texts)
    }
}
