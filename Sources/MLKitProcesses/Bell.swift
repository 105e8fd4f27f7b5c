internal import Glibc

/// Wakes a thread that sleeps in `poll`: a pipe that is read and written without waiting, and that no child inherits.
struct Bell {
    /// Readable after a ring.
    let descriptor: Int32
    /// Rung by writing a byte, which a signal handler may do.
    let rope: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, rope) = (ends[0], ends[1])
    }

    func ring() {
        var byte: UInt8 = 0
        write(rope, &byte, 1)
    }

    func silence() {
        withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) == buffer.count {}
        }
    }

    func close() {
        Glibc.close(descriptor)
        Glibc.close(rope)
    }
}
