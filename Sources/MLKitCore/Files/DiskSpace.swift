internal import Glibc
public import SystemPackage

/// How much room a disk has.
public enum DiskSpace {
    /// What to do about a full one.
    public static let hint = "make room on the disk and try again; `mlkit cache gc` drops what nothing needs"

    /// Whether next to nothing can be written any more where a file is. A disk that does not say is not full.
    public static func isFull(at path: FilePath) -> Bool { free(at: path).map { $0 < least } ?? false }

    /// Bytes that can still be written where a file is; `nil` if the disk does not say.
    public static func free(at path: FilePath) -> Int? {
        var disk = statvfs()
        // Disks without a size of their own, as some in memory, say nought of both.
        guard path.withPlatformString({ statvfs($0, &disk) }) == 0, disk.f_blocks > 0 else { return nil }
        return Int(clamping: disk.f_bavail.multipliedReportingOverflow(by: disk.f_frsize).partialValue)
    }

    /// Less than this, in bytes, holds no file worth the name; the last blocks are often left over by a failed write.
    private static let least = 16 << 10
}
