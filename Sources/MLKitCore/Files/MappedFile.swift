internal import Glibc
public import SystemPackage

/// The bytes of a file as memory that the system fills when it is looked at, and may take back: for what is larger than memory.
///
/// Somebody who shortens the file meanwhile ends the process, so this is for files that nothing else fits.
public final class MappedFile: @unchecked Sendable {
    public let bytes: UnsafeRawBufferPointer

    /// - Throws: `Failure` if there is no such file, or it cannot be mapped.
    public init(_ path: FilePath) throws {
        let file = try OpenFile(path, O_RDONLY, for: "read")
        let size = try file.information().size
        guard size > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.descriptor, 0), start != MAP_FAILED else {
            throw SystemFailure.failure("read", path)
        }
        bytes = UnsafeRawBufferPointer(start: start, count: size)
    }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }
}
