internal import Glibc

/// The memory of this process, from proc(5).
enum ProcessMemory {
    /// Bytes; `nil` where /proc is not there.
    static func resident() -> Int? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return nil }
        let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
        return words.count > 1 ? Int(words[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}

/// Time that the processor has worked for a thread: unlike that of a clock, it is the same however much else the machine has to do.
enum ProcessorTime {
    /// Of this thread, in nanoseconds.
    static func ofThread() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }
}
