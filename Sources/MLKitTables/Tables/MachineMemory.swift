internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// How much memory this process may hope for.
enum MachineMemory {
    /// Bytes: the machine's, or the control group's limit where that is lower.
    static var bytes: Int {
        let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        return min(machine, groupLimit ?? machine)
    }

    private static var groupLimit: Int? {
        guard let text = try? LocalFileSystem().readText("/sys/fs/cgroup/memory.max") else { return nil }
        return Int(text.prefix { $0.isNumber })
    }
}
