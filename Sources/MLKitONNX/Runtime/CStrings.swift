/// Texts as C has them, for as long as this object lives.
final class CStrings: @unchecked Sendable {
    let count: Int
    let pointers: UnsafePointer<UnsafePointer<CChar>>
    private let storage: UnsafeMutablePointer<CChar>

    /// - Parameter texts: Without NUL, which ends a text in C.
    init(_ texts: [String]) {
        let size = texts.reduce(1) { $0 + $1.utf8.count + 1 }
        let storage = UnsafeMutablePointer<CChar>.allocate(capacity: size)
        let pointers = UnsafeMutablePointer<UnsafePointer<CChar>>.allocate(capacity: max(texts.count, 1))
        var end = storage
        for (index, text) in texts.enumerated() {
            (pointers + index).initialize(to: UnsafePointer(end))
            var text = text
            text.withUTF8 { bytes in
                if let start = bytes.baseAddress { UnsafeMutableRawPointer(end).copyMemory(from: start, byteCount: bytes.count) }
                end += bytes.count
            }
            end.initialize(to: 0)
            end += 1
        }
        count = texts.count
        self.storage = storage
        self.pointers = UnsafePointer(pointers)
    }

    deinit {
        storage.deallocate()
        pointers.deallocate()
    }
}
