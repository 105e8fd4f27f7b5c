internal import CEngines
internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// Unpacks what bzip2 packed, by the library that Debian and Python bring along, loaded at run time.
final class BZip2Unpacker: Unpacker {
    private typealias Stream = UnsafeMutablePointer<bzip2_stream>

    private struct Library {
        let begin: @convention(c) (Stream?, Int32, Int32) -> Int32
        let step: @convention(c) (Stream?) -> Int32
        let end: @convention(c) (Stream?) -> Int32
    }

    private let library: Library
    /// The library keeps its address.
    private let stream = Stream.allocate(capacity: 1)

    // Codes of bzlib.h.
    private static let (ok, streamEnd): (Int32, Int32) = (0, 4)

    /// - Throws: `Failure` if the library is not installed.
    init() throws {
        stream.initialize(to: bzip2_stream())
        do {
            let file = try Packing.bzip2.library("libbz2.so.1.0", package: "libbz2-1.0")
            library = Library(
                begin: try file.function("BZ2_bzDecompressInit"), step: try file.function("BZ2_bzDecompress"),
                end: try file.function("BZ2_bzDecompressEnd"))
        } catch {
            stream.deallocate()
            throw error
        }
        try begin()
    }

    deinit {
        _ = library.end(stream)
        stream.deallocate()
    }

    private func begin() throws(BrokenPacking) {
        guard library.begin(stream, 0, 0) == Self.ok else { throw BrokenPacking(reason: "no memory") }
    }

    func restart() throws(BrokenPacking) {
        _ = library.end(stream)
        stream.pointee = bzip2_stream()
        try begin()
    }

    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws(BrokenPacking) -> UnpackingStep {
        // It does not write to its input, and counts in 32 bits.
        let (given, room) = (min(input.count, 1 << 30), min(output.count, 1 << 30))
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?.assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_in = UInt32(given)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_out = UInt32(room)
        let code = library.step(stream)
        let (taken, made) = (given - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
        guard code == Self.ok || code == Self.streamEnd else { throw BrokenPacking(reason: "incorrect data") }
        guard code == Self.streamEnd || taken + made > 0 else { throw .brokenOff }
        return UnpackingStep(taken: taken, made: made, isEnd: code == Self.streamEnd)
    }
}
