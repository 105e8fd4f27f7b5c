internal import Glibc
public import MLKitCore
internal import MLKitProcesses
internal import SystemPackage

/// Lets one run at a time work on a project, for as long as this lives. The system lets go of it when its
/// holder dies; its guard shares it, so that it is held until the last process of a stage has ended too.
///
/// The locked file, `.mlkit/tmp/run.lock`, holds a `ProjectHolder` on its first line. The guard of a holder that was killed
/// writes another one: when it noticed, in nanoseconds since 1970.
final class ProjectHold {
    let descriptor: Int32
    /// Whether the project is held by this, and not by somebody who said so in the file.
    private var isHeld = false
    /// Whether the file says that this holds it.
    private var isNoted = false
    /// When whoever had it last and was killed was surely alive, in nanoseconds since 1970: a run that is at work touches
    /// the file (`GuardLoop`). `nil` if nobody was.
    private(set) var lastUse: Int?

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Takes the project, waiting for another run to end; `waiting` is told once, and by whom, if that is necessary.
    ///
    /// - Parameter stage: the stage that this process belongs to, if it belongs to one.
    /// - Throws: `Failure` if the other run waits for this process: neither would ever end.
    static func acquire(
        _ project: FilePath, files: any FileSystem, as holder: ProjectHolder, stage: String?,
        waiting: (ProjectHolder?) -> Void
    ) async throws -> ProjectHold {
        let path = project.pushing(".mlkit/tmp")
        try files.makeIgnoredDirectory(path)
        let descriptor = open(path.appending("run.lock").string, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure("cannot write in `\(path)`", notes: [String(cString: strerror(errno))])
        }
        let hold = ProjectHold(descriptor: descriptor)
        var told = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw Failure("cannot lock `\(path)`", notes: [String(cString: strerror(errno))])
            }
            if !told {
                let other = hold.holder
                if let other, other.host == holder.host, ProcessTree.ancestors.contains(where: { Int($0) == other.process }) {
                    throw Self.circle(other, stage)
                }
                waiting(other)
            }
            told = true
            try await Task.sleep(for: .milliseconds(50))
        }
        hold.isHeld = true
        hold.lastUse = hold.lastSign
        hold.note(holder)
        return hold
    }

    private static func circle(_ other: ProjectHolder, _ stage: String?) -> Failure {
        let who = stage.map { "the stage `\($0)`" } ?? "a process"
        return Failure(
            "this would wait for ever: \(who) of `\(other.command)` runs it, and both are about the same project",
            hint: "declare the stages that it needs as its `inputs`: they run before it")
    }

    /// Takes the project for a moment, unless another run has it, or none ever had.
    static func takeIfFree(_ project: FilePath) -> ProjectHold? {
        let descriptor = open(project.pushing(".mlkit/tmp/run.lock").string, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let hold = ProjectHold(descriptor: descriptor)
        hold.isHeld = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        return hold.isHeld ? hold : nil
    }

    /// Whether somebody has the project.
    static func isTaken(_ project: FilePath) -> Bool {
        let descriptor = open(project.pushing(".mlkit/tmp/run.lock").string, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// This process as a holder.
    static func holder(command: String, since: Int) -> ProjectHolder {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return ProjectHolder(process: Int(getpid()), host: host, command: command, since: since)
    }

    private var lines: [ArraySlice<UInt8>] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return bytes[..<max(count, 0)].split(separator: UInt8(ascii: "\n"))
    }

    /// The last sign of life in the file: what its guard has noted, or else when it was touched.
    private var lastSign: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else { return nil }
        let touched = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        guard let noted = lines.dropFirst().last.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) else { return touched }
        return min(noted, touched) - Self.slack
    }

    /// Nanoseconds that a guard may take to notice, on a machine that has much to do.
    private static let slack = 50_000_000

    /// Who wrote into the file last. A holder of this machine that is dead wrote it before whoever has the project now.
    private var holder: ProjectHolder? {
        guard let line = lines.first, let json = try? JSON(parsing: Array(line)), let holder = ProjectHolder(json) else { return nil }
        let isHere = holder.host == Self.holder(command: "", since: 0).host
        guard isHere, let process = pid_t(exactly: holder.process) else { return holder }
        return kill(process, 0) != 0 && errno == ESRCH ? nil : holder
    }

    private func note(_ holder: ProjectHolder) {
        let bytes = Array((holder.json.compact + "\n").utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, bytes, bytes.count, 0)
        isNoted = true
    }

    /// Let go outright: a child between fork and exec still has a copy of the descriptor, and with it the project.
    deinit {
        if isNoted { ftruncate(descriptor, 0) }
        if isHeld { flock(descriptor, LOCK_UN) }
        close(descriptor)
    }
}

/// Who holds a project: what a run writes into the file that it holds it by, for others to show.
public struct ProjectHolder: Sendable, Equatable {
    public var process: Int
    public var host: String
    /// The command line.
    public var command: String
    /// Nanoseconds since 1970.
    public var since: Int

    public init(process: Int, host: String, command: String, since: Int) {
        self.process = process
        self.host = host
        self.command = command
        self.since = since
    }

    init?(_ json: JSON) {
        guard let process = json["pid"]?.int, let host = json["host"]?.string, let command = json["command"]?.string,
            let since = json["since"]?.int
        else { return nil }
        self.init(process: process, host: host, command: command, since: since)
    }

    /// `{"pid", "host", "command", "since"}`, the last in nanoseconds since 1970.
    public var json: JSON {
        [
            "pid": .int(process), "host": .string(host), "command": .string(command), "since": .int(since),
        ]
    }
}
