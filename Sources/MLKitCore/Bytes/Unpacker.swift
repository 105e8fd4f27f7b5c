/// Unpacks what a program packed, piece by piece.
public protocol Unpacker: AnyObject {
    /// Unpacks as much of the input as there is room for in the output, which is not empty.
    ///
    /// - Parameter input: nothing where it has come to its end: what is still held back is written then.
    /// - Throws: `BrokenPacking` for bytes that are not packed so, or break off.
    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws(BrokenPacking) -> UnpackingStep

    /// Begins with another piece that was packed by itself.
    func restart() throws(BrokenPacking)
}

/// What one step came to.
public struct UnpackingStep: Sendable {
    /// Bytes of the input that were used.
    public let taken: Int
    /// Bytes of the output that were written.
    public let made: Int
    /// Whether that was the end of what was packed, or of a part of it that was packed by itself.
    public let isEnd: Bool

    public init(taken: Int, made: Int, isEnd: Bool) {
        (self.taken, self.made, self.isEnd) = (taken, made, isEnd)
    }
}

/// Bytes that cannot be unpacked.
public struct BrokenPacking: Error {
    /// In the words of the library that unpacks them.
    public let reason: String

    public init(reason: String) { self.reason = reason }

    /// The bytes end before what is packed in them does.
    public static var brokenOff: BrokenPacking { BrokenPacking(reason: "unexpected end of file") }
}
