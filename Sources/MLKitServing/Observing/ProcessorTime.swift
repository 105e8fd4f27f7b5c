internal import Glibc

/// Time that the processor has worked for a thread: unlike that of a clock, it is the same however much else the machine has to do.
enum ProcessorTime {
    /// Of this thread, in nanoseconds.
    static func ofThread() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }
}
