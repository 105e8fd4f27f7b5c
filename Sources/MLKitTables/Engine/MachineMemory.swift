internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// How much memory this process may hope for.
enum MachineMemory {
    /// Bytes for a table engine: half of them, and at most 640 MiB, past which it writes to disk.
    static var share: Int { min(bytes / 2, 640 << 20) }

    /// Bytes: the machine's, or the control group's limit where that is lower.
    private static var bytes: Int {
        let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        return min(machine, groupLimit ?? machine)
    }

    private static var groupLimit: Int? {
        guard let text = try? LocalFileSystem().readText("/sys/fs/cgroup/memory.max") else { return nil }
        return Int(text.prefix { $0.isNumber })
    }
}
