internal import Glibc
internal import MLKitCore
internal import SystemPackage

/// Rings when something changes in one of a few folders (`inotify`). It does not say what: events can be lost, come
/// late or mean nothing, so that whoever hears it looks at the files themselves.
final class ChangeSignal {
    private let descriptor: Int32

    init() throws {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else {
            throw Failure(
                "cannot watch files: \(String(cString: strerror(errno)))",
                hint: "more processes may watch at once with `sysctl fs.inotify.max_user_instances=1024`")
        }
    }

    deinit { close(descriptor) }

    /// Watches what is directly in a folder. One that has gone, or may not be read, is left out.
    func watch(_ folder: FilePath) throws {
        let events = IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ATTRIB
        guard inotify_add_watch(descriptor, folder.string, UInt32(events)) < 0 else { return }
        guard errno == ENOSPC || errno == ENOMEM else { return }
        throw Failure(
            "cannot watch `\(folder)`: the system watches no more folders for this user",
            hint: "raise the limit with `sysctl fs.inotify.max_user_watches=1048576`")
    }

    /// Whether it has rung since it was last asked.
    var hasRung: Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 12)
        var hasRung = false
        while read(descriptor, &buffer, buffer.count) > 0 { hasRung = true }
        return hasRung
    }

    /// Waits until it rings, and then until it has been quiet for a while.
    func ring() async throws {
        while !hasRung { try await Task.sleep(for: Self.step) }
        var quiet = 0
        for _ in 0..<Self.most where quiet < Self.enough {
            try await Task.sleep(for: Self.step)
            quiet = hasRung ? 0 : quiet + 1
        }
    }

    private static let step = Duration.milliseconds(50)
    /// Steps without a change after which a change is taken to be over, be it a checkout or a large copy.
    private static let enough = 2
    /// Steps after which no end is waited for.
    private static let most = 600
}

extension WatchedFiles {
    /// Waits until something else stands at one of the paths than before, and until the change is over.
    ///
    /// - Returns: the paths, sorted.
    /// - Throws: `Failure` if files cannot be watched; `CancellationError`.
    public func nextChange(since earlier: Contents) async throws -> [String] {
        while true {
            // A new one each time: folders come and go, and what was watched before may be elsewhere now.
            let signal = try ChangeSignal()
            let changes = try contents { try signal.watch($0) }.changes(since: earlier)
            if !changes.isEmpty { return changes }
            try await signal.ring()
        }
    }
}
