internal import CLibZ

/// Unpacks what zlib and its kin packed, piece by piece (RFC 1951).
public final class Inflater: Unpacker {
    /// What stands around the packed bytes.
    public enum Frame: Sendable {
        /// As zlib writes it (RFC 1950).
        case zlib
        /// As a file of gzip has it, which may have several members, one behind the other (RFC 1952).
        case gzip
        /// Nothing, as in a zip archive.
        case none

        /// zlib's window bits: with 16 more it speaks gzip, below zero there is no frame.
        fileprivate var window: Int32 {
            switch self {
            case .zlib: 15
            case .gzip: 15 + 16
            case .none: -15
            }
        }
    }

    /// zlib keeps its address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    public init(_ frame: Frame) throws(BrokenPacking) {
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, frame.window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw BrokenPacking(reason: "no memory")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    public func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws(BrokenPacking) -> UnpackingStep {
        // zlib does not write to its input; its type is older than `const`. It counts in 32 bits.
        let (given, room) = (min(input.count, 1 << 30), min(output.count, 1 << 30))
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(given)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let code = inflate(stream, Z_NO_FLUSH)
        let (taken, made) = (given - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
            throw BrokenPacking(reason: stream.pointee.msg.map { String(cString: $0) } ?? "it cannot be unpacked")
        }
        guard code == Z_STREAM_END || taken + made > 0 else { throw .brokenOff }
        return UnpackingStep(taken: taken, made: made, isEnd: code == Z_STREAM_END)
    }

    public func restart() { inflateReset(stream) }

    /// All that is packed in some bytes, with nothing behind it.
    ///
    /// - Parameter charge: is told how many bytes come to those that are there, before they are kept, and may throw.
    /// - Throws: `BrokenPacking`, or what `charge` throws.
    public func unpacked(_ bytes: [UInt8], charge: (Int) throws -> Void) throws -> [UInt8] {
        var output = [UInt8]()
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        var start = 0
        while true {
            let step = try bytes.withUnsafeBytes { input in
                try piece.withUnsafeMutableBytes { try self.step(UnsafeRawBufferPointer(rebasing: input[start...]), into: $0) }
            }
            try charge(step.made)
            output += piece[..<step.made]
            start += step.taken
            guard step.isEnd else { continue }
            if start == bytes.count { return output }
            restart()
        }
    }
}
