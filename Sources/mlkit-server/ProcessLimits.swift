internal import CProcesses
internal import Glibc
internal import MLKitCore

/// What the system grants this process.
enum ProcessLimits {
    /// Descriptors that are no connections: the listener, the log, models, event loops.
    private static let reserved = 64

    /// Has this thread alone give way to others, as Linux takes it: the one that loads versions beside those that answer. And
    /// gives back the memory that reading the first ones took.
    @Sendable static func settle() {
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 15)
        malloc_trim(0)
    }

    /// Raises the limit of descriptors as far as it goes, and lowers that of connections to what it allows.
    ///
    /// Memory goes back to the system: two arenas in place of one a core, and large pieces on pages of their own, as a
    /// large request is seldom followed by another.
    static func adapted(_ limits: ServerLimits) -> ServerLimits {
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 1 << 20)
        mallopt(M_TRIM_THRESHOLD, 1 << 21)
        var limits = limits
        var descriptors = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors) == 0 else { return limits }
        descriptors.rlim_cur = descriptors.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
        limits.connections = min(limits.connections, max(Int(clamping: descriptors.rlim_cur) - reserved, 16))
        return limits
    }
}
