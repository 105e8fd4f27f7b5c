internal import CEngines
internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// Unpacks what xz packed, by the library that Debian and Python bring along, loaded at run time.
final class XZUnpacker: Unpacker {
    private typealias Stream = UnsafeMutablePointer<xz_stream>

    private struct Library {
        let begin: @convention(c) (Stream?, UInt64, UInt32) -> Int32
        let step: @convention(c) (Stream?, Int32) -> Int32
        let end: @convention(c) (Stream?) -> Void
    }

    private let library: Library
    /// The library keeps its address.
    private let stream = Stream.allocate(capacity: 1)

    /// Four times what the strongest of xz's usual settings takes.
    private static let memory: UInt64 = 256 << 20

    // Codes of lzma/base.h and lzma/container.h.
    private static let (ok, streamEnd, memoryLimit, bufferError): (Int32, Int32, Int32, Int32) = (0, 1, 6, 10)
    private static let (run, finish): (Int32, Int32) = (0, 3)
    /// Several files behind each other, with noughts between them, are one.
    private static let concatenated: UInt32 = 0x08

    /// - Throws: `Failure` if the library is not installed.
    init() throws {
        stream.initialize(to: xz_stream())
        do {
            let file = try Packing.xz.library("liblzma.so.5", package: "liblzma5")
            library = Library(
                begin: try file.function("lzma_stream_decoder"), step: try file.function("lzma_code"),
                end: try file.function("lzma_end"))
        } catch {
            stream.deallocate()
            throw error
        }
        try restart()
    }

    deinit {
        library.end(stream)
        stream.deallocate()
    }

    func restart() throws(BrokenPacking) {
        guard library.begin(stream, Self.memory, Self.concatenated) == Self.ok else { throw BrokenPacking(reason: "no memory") }
    }

    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws(BrokenPacking) -> UnpackingStep {
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = input.count
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = output.count
        let code = library.step(stream, input.isEmpty ? Self.finish : Self.run)
        let (taken, made) = (input.count - stream.pointee.avail_in, output.count - stream.pointee.avail_out)
        switch code {
        case Self.ok where taken + made > 0, Self.streamEnd:
            return UnpackingStep(taken: taken, made: made, isEnd: code == Self.streamEnd)
        case Self.ok, Self.bufferError: throw .brokenOff
        case Self.memoryLimit: throw BrokenPacking(reason: "it takes more than 256 MiB of memory to unpack")
        default: throw BrokenPacking(reason: "incorrect data")
        }
    }
}
