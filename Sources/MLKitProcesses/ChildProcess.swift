internal import CProcesses
internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Starts a program by `posix_spawn`, which is quick from a process of any size.
struct ChildProcess {
    /// A path, or a bare name that is looked up in `PATH`; then its arguments.
    var arguments: [String]
    /// `nil` for the current folder.
    var directory: String?
    /// All variables, each as `NAME=value`.
    var variables: [String]
    /// Which descriptor of this process each descriptor of the child is. All others that are not marked as
    /// close-on-exec are inherited too.
    var descriptors: [(child: Int32, own: Int32)]

    /// Starts the program as the leader of a process group of its own, with no signal blocked or ignored.
    ///
    /// - Throws: `Errno` if it cannot be started.
    func start() throws(Errno) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let directory { posix_spawn_file_actions_addchdir_np(&actions, directory) }
        for pair in descriptors { posix_spawn_file_actions_adddup2(&actions, pair.own, pair.child) }
        var attributes = Self.attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var process = pid_t()
        let code = CTexts.with(arguments) { list in
            CTexts.with(variables) { variables in
                posix_spawnp(&process, arguments[0], &actions, &attributes, list.pointers, variables.pointers)
            }
        }
        guard code == 0 else { throw Errno(rawValue: code) }
        return process
    }

    private static func attributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        return attributes
    }
}
