internal import CEngines
internal import MLKitCore
internal import MLKitEngines
internal import SystemPackage

/// Unpacks what zstd packed (RFC 8878), by the library that Debian brings along, loaded at run time.
final class ZstandardUnpacker: Unpacker {
    private typealias Stream = UnsafeMutableRawPointer

    private struct Library {
        let create: @convention(c) () -> Stream?
        let step:
            @convention(c) (Stream?, UnsafeMutablePointer<zstandard_output>?, UnsafeMutablePointer<zstandard_input>?) -> Int
        let isError: @convention(c) (Int) -> UInt32
        let errorName: @convention(c) (Int) -> UnsafePointer<CChar>?
        let free: @convention(c) (Stream?) -> Int
    }

    private let library: Library
    private let stream: Stream?

    /// - Throws: `Failure` if the library is not installed.
    init() throws {
        let file = try Packing.zstandard.library("libzstd.so.1", package: "libzstd1")
        library = Library(
            create: try file.function("ZSTD_createDStream"), step: try file.function("ZSTD_decompressStream"),
            isError: try file.function("ZSTD_isError"), errorName: try file.function("ZSTD_getErrorName"),
            free: try file.function("ZSTD_freeDStream"))
        stream = library.create()
        guard stream != nil else { throw BrokenPacking(reason: "no memory") }
    }

    deinit { _ = library.free(stream) }

    /// The library goes on with the next frame by itself.
    func restart() throws(BrokenPacking) {}

    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws(BrokenPacking) -> UnpackingStep {
        var source = zstandard_input(bytes: input.baseAddress, size: input.count, done: 0)
        var target = zstandard_output(bytes: output.baseAddress, size: output.count, done: 0)
        let left = library.step(stream, &target, &source)
        guard library.isError(left) == 0 else {
            throw BrokenPacking(reason: library.errorName(left).map { String(cString: $0) } ?? "incorrect data")
        }
        guard left == 0 || source.done + target.done > 0 else { throw .brokenOff }
        return UnpackingStep(taken: source.done, made: target.done, isEnd: left == 0)
    }
}
