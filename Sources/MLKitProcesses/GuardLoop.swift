internal import CProcesses
internal import Glibc
internal import MLKitCore
internal import Synchronization
internal import SystemPackage

/// The process that stands between a run and its stages: it starts them, sees them end, and ends them all when the
/// runner is gone, however that ended. `mlkit run` starts one, once it has something to run.
///
/// It is the stages' parent, and the one that orphans come to (a "subreaper"), so that a process that
/// leaves its stage's group is still found. It holds the project together with the runner: no other run begins
/// before the last process of this one has ended.
///
/// The runner sends `{"launch": N, …}` (see `StageLaunch`), `{"cancel": N}`, `{"stop": true}` and
/// `{"continue": true}`; each launch is answered once, by `{"ended": N, …}` (see `StageEnding`).
public struct GuardLoop {
    private let channel: MessageChannel
    private let variables: [String]
    private let null: Int32
    private let signals = Bell()
    /// Where the system lists this process's children. All come from its one thread, and orphans to it.
    private let children: Int32
    private var stages: [pid_t: GuardedStage] = [:]
    private var nextMemoryLook = 0.0
    private var nextTouch = 0.0

    /// Where the runner puts the guard's end of the channel, and what the project is held by.
    static let channelDescriptor: Int32 = 3
    static let holdDescriptor: Int32 = 4
    /// Seconds between two looks at the memory of stages that have a limit.
    private static let memoryInterval = 0.1
    /// Seconds between two touches of the file that the project is held by, which tell when stages were last at work, should
    /// this be killed too: what is written where a killed run had its outputs after that, somebody else may have written.
    private static let touchInterval = 1.0

    /// Looks after stages until the runner is gone.
    public static func run() {
        var loop = GuardLoop()
        loop.run()
    }

    private init() {
        _ = fcntl(Self.channelDescriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(Self.holdDescriptor, F_SETFD, FD_CLOEXEC)
        _ = mlkit_become_subreaper()
        channel = MessageChannel(descriptor: Self.channelDescriptor)
        // What tells of the parameters of a stage that this run is a part of is none of its own stages'.
        variables = EnvironmentVariables.current.filter { !$0.key.hasPrefix(Self.parameters) }
            .map { "\($0.key)=\($0.value)" }
        null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        children = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC)
        // What a terminal or a service manager sends is for the runner, which then tells what to do.
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGPIPE] { signal(number, SIG_IGN) }
        Self.rope.store(signals.rope, ordering: .relaxed)
        // A pipe rather than a blocked signal and `signalfd`: any thread of the process may be the one that gets it.
        signal(SIGCHLD) { _ in
            var byte: UInt8 = 0
            write(GuardLoop.rope.load(ordering: .relaxed), &byte, 1)
        }
    }

    /// What a signal handler writes to when a process has ended.
    private static let rope = Atomic<Int32>(-1)

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private mutating func run() {
        while true {
            let toSend = channel.hasUnsent ? POLLOUT : 0
            var polled = [
                pollfd(fd: channel.descriptor, events: Int16(POLLIN | toSend), revents: 0),
                pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            poll(&polled, 2, timeout)
            if polled[1].revents != 0 {
                signals.silence()
                reap()
            }
            if polled[0].revents & Int16(POLLOUT) != 0 { channel.flush() }
            if polled[0].revents & ~Int16(POLLOUT) != 0 {
                guard obeyAll() else { break }
            }
            look()
        }
        var noticed = timespec()
        // The clock that files have their times from.
        clock_gettime(CLOCK_REALTIME_COARSE, &noticed)
        for stage in stages.values { stage.signal(SIGKILL) }
        ProcessTree.endAll()
        note(end: noticed)
    }

    /// Notes when the runner was gone, on a line of its own. One that ends in order then empties the file.
    private func note(end: timespec) {
        let line = Array("\(end.tv_sec * 1_000_000_000 + end.tv_nsec)\n".utf8)
        lseek(Self.holdDescriptor, 0, SEEK_END)
        write(Self.holdDescriptor, line, line.count)
    }

    /// Milliseconds until something is due; -1 for never.
    private var timeout: Int32 {
        var due = stages.values.compactMap(\.due)
        if stages.values.contains(where: { $0.launch.memoryLimit != nil }) { due.append(nextMemoryLook) }
        if !stages.isEmpty { due.append(nextTouch) }
        // A group that outlives its leader has no signal to tell of its end.
        if stages.values.contains(where: { $0.ended != nil }) { due.append(Self.now + 0.01) }
        guard let first = due.min() else { return -1 }
        return Int32(min(max((first - Self.now) * 1000, 0), 60_000).rounded(.up))
    }

    /// Does what the runner has asked for; `false` if it is gone.
    private mutating func obeyAll() -> Bool {
        repeat {
            guard let message = channel.receive() else { return false }
            obey(message)
        } while channel.hasNext
        return true
    }

    private mutating func obey(_ message: JSON) {
        if let number = message["launch"]?.int, let launch = StageLaunch(message) {
            start(launch, number)
        } else if let number = message["cancel"]?.int {
            for (leader, stage) in stages where stage.number == number {
                stages[leader]?.end(.cancelled, now: Self.now)
            }
        } else if message["stop"] != nil {
            for leader in stages.keys { stages[leader]?.stop(now: Self.now) }
        } else if message["continue"] != nil {
            for leader in stages.keys { stages[leader]?.resume(now: Self.now) }
        }
    }

    private mutating func start(_ launch: StageLaunch, _ number: Int) {
        let mode = launch.truncatesLog ? O_TRUNC : 0
        let log = open(launch.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | mode, 0o666)
        guard log >= 0 else {
            let reason = "cannot write `\(launch.log)`: \(String(cString: strerror(errno)))"
            return answer(number, StageEnding(status: .notStarted(reason)))
        }
        defer { close(log) }
        let child = ChildProcess(
            arguments: launch.arguments, directory: launch.directory,
            variables: variables(of: launch),
            descriptors: [(0, null), (1, log), (2, log)])
        do {
            let leader = try child.start()
            stages[leader] = GuardedStage(leader: leader, number: number, launch: launch, now: Self.now)
        } catch {
            answer(number, StageEnding(status: .notStarted("\(error)")))
        }
    }

    /// All variables of a process: those of the guard, the launch's own in place of them.
    private func variables(of launch: StageLaunch) -> [String] {
        let name = "\(Self.variable)=\(launch.stage)"
        guard !launch.variables.isEmpty else { return variables + [name] }
        let others = variables.filter { launch.variables[String($0.prefix { $0 != "=" })] == nil }
        return others + launch.variables.map { "\($0.key)=\($0.value)" } + [name]
    }

    /// The variable that tells a process to which stage it belongs.
    private static let variable = "MLKIT_STAGE"
    /// Begins the names of variables with parameters.
    private static let parameters = "MLKIT_PARAM"

    /// The runner may be busy handing over launches: were this to wait for it then, both might wait for ever.
    private func answer(_ number: Int, _ ending: StageEnding) {
        guard case .object(let members) = ending.json else { return }
        channel.send(.object([JSON.Member("ended", .int(number))] + members), waits: false)
    }

    /// Takes note of every process that has ended: leaders of stages, and orphans that came here.
    private mutating func reap() {
        var status: Int32 = 0
        var usage = rusage()
        while true {
            let process = wait4(-1, &status, WNOHANG, &usage)
            guard process > 0 else { return }
            guard let stage = stages[process] else { continue }
            stages[process]?.ended = Self.ending(stage, status, usage)
            conclude(process)
        }
    }

    private static func ending(_ stage: GuardedStage, _ status: Int32, _ usage: rusage) -> StageEnding {
        let signal = status & 0x7f
        return StageEnding(
            status: signal == 0 ? .exited(Int(status >> 8 & 0xff)) : .signaled(Int(signal)), cause: stage.cause,
            usage: StageUsage(
                seconds: stage.seconds(until: now),
                cpuSeconds: usage.ru_utime.seconds + usage.ru_stime.seconds, peakMemory: usage.ru_maxrss * 1024))
    }

    /// Answers for a stage whose leader has ended, unless others of its group are still given time to end.
    private mutating func conclude(_ leader: pid_t) {
        guard let stage = stages[leader], var ending = stage.ended else { return }
        let groupLives = stage.groupLives
        if groupLives, stage.hasTimeLeft { return }
        if groupLives { stage.signal(SIGKILL) }
        stages[leader] = nil
        let strays = endStrays(of: stage.launch.stage)
        ending.leftProcesses = (groupLives || strays) && stage.cause == nil
        answer(stage.number, ending)
    }

    /// Ends the processes of a stage that left its group and whose parents are gone; whether there were any.
    private func endStrays(of stage: String) -> Bool {
        let strays = ProcessTree.children(listedIn: children).filter { child in
            stages[child] == nil && ProcessTree.environment(of: child, has: "\(Self.variable)=\(stage)")
        }
        for stray in strays { kill(stray, SIGKILL) }
        return !strays.isEmpty
    }

    private mutating func look() {
        let now = Self.now
        for (leader, stage) in stages {
            if let due = stage.due, due <= now { stages[leader]?.act(now: now) }
            if stage.ended != nil { conclude(leader) }
        }
        if !stages.isEmpty, now >= nextTouch {
            nextTouch = now + Self.touchInterval
            futimens(Self.holdDescriptor, nil)
        }
        guard now >= nextMemoryLook else { return }
        nextMemoryLook = now + Self.memoryInterval
        for (leader, stage) in stages {
            guard let limit = stage.launch.memoryLimit, ProcessTree.memory(below: leader) > limit else { continue }
            stages[leader]?.end(.memory, now: now)
        }
    }
}

extension timeval {
    fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
