internal import Glibc

/// Pieces of a file on their way from the thread that reads them to the one that hashes them.
final class ChunkPipe: @unchecked Sendable {
    /// Bytes of a piece. Large ones keep a disk busy that is written to without the system's cache.
    static let size = 4 << 20
    private static let slots = 3
    /// What disks want of addresses, places and counts where their own memory is written from directly.
    static let alignment = 4096

    private let memory: UnsafeMutableRawPointer
    // Each slot is the reader's or the hasher's, never both's: the semaphores hand it over.
    private let counts: UnsafeMutablePointer<Int>
    private let free: UnsafeMutablePointer<sem_t>
    private let full: UnsafeMutablePointer<sem_t>

    init() {
        memory = .allocate(byteCount: Self.size * Self.slots, alignment: Self.alignment)
        counts = .allocate(capacity: Self.slots)
        counts.initialize(repeating: 0, count: Self.slots)
        free = .allocate(capacity: 1)
        full = .allocate(capacity: 1)
        sem_init(free, 0, UInt32(Self.slots))
        sem_init(full, 0, 0)
    }

    deinit {
        memory.deallocate()
        counts.deallocate()
        for semaphore in [free, full] {
            sem_destroy(semaphore)
            semaphore.deallocate()
        }
    }

    /// Hands over pieces, each as `fill` leaves it in the buffer it is given, up to one without bytes or an error.
    func send(_ fill: (UnsafeMutableRawBufferPointer) throws -> Int) throws {
        var index = 0
        while true {
            Self.wait(free)
            let slot = UnsafeMutableRawBufferPointer(start: memory + index * Self.size, count: Self.size)
            counts[index] = 0
            defer { sem_post(full) }
            counts[index] = try fill(slot)
            if counts[index] == 0 { return }
            index = (index + 1) % Self.slots
        }
    }

    /// Takes pieces until the last one.
    func receive(_ body: (UnsafeRawBufferPointer) -> Void) {
        var index = 0
        while true {
            Self.wait(full)
            guard counts[index] > 0 else { return }
            body(UnsafeRawBufferPointer(start: memory + index * Self.size, count: counts[index]))
            sem_post(free)
            index = (index + 1) % Self.slots
        }
    }

    private static func wait(_ semaphore: UnsafeMutablePointer<sem_t>) {
        while sem_wait(semaphore) != 0, errno == EINTR {}
    }
}
