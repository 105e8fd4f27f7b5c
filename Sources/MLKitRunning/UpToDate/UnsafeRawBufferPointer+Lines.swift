internal import Glibc

extension UnsafeRawBufferPointer {
    /// Takes the next line, without its end, off the front; `nil` where no line ends any more.
    mutating func removeLine() -> UnsafeRawBufferPointer? {
        guard let start = baseAddress, let end = memchr(start, 0x0A, count) else { return nil }
        let length = UnsafeRawPointer(end) - start
        defer { self = UnsafeRawBufferPointer(rebasing: self[(length + 1)...]) }
        return UnsafeRawBufferPointer(rebasing: self[..<length])
    }
}
