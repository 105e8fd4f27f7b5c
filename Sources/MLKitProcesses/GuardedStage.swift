internal import Glibc

/// The process of one stage as the guard sees it: how long it may go on, and how it is being ended.
struct GuardedStage {
    /// The process that leads the stage's group.
    let leader: pid_t
    /// What the runner calls the stage's process.
    let number: Int
    let launch: StageLaunch
    private let started: Double
    private var deadline: Double?
    private(set) var cause: StageEnding.Cause?
    /// Signals still to send if the stage does not end, each with the time for it; the next one last.
    private var steps: [(time: Double, signal: Int32)] = []
    private var stoppedAt: Double?
    /// How the leader ended, while others of its group still have their time to end too.
    var ended: StageEnding?

    /// - Parameter now: seconds of a clock that only goes forward, as everywhere here.
    init(leader: pid_t, number: Int, launch: StageLaunch, now: Double) {
        self.leader = leader
        self.number = number
        self.launch = launch
        started = now
        deadline = launch.timeLimit.map { now + $0 }
    }

    /// When the stage has to be looked at next; `nil` if nothing is due.
    var due: Double? {
        guard stoppedAt == nil else { return nil }
        return [deadline, steps.last?.time].compactMap { $0 }.min()
    }

    func seconds(until now: Double) -> Double { now - started }

    /// Begins to end the stage: `SIGINT` and `SIGTERM` leave it time, `SIGKILL` does not.
    mutating func end(_ cause: StageEnding.Cause, now: Double) {
        guard self.cause == nil else { return }
        self.cause = cause
        deadline = nil
        switch cause {
        case .cancelled: steps = [(now + 4, SIGKILL), (now + 3, SIGTERM), (now, SIGINT)]
        case .time: steps = [(now + 3, SIGKILL), (now, SIGTERM)]
        case .memory: steps = [(now, SIGKILL)]
        }
        act(now: now)
    }

    /// Does what is due.
    mutating func act(now: Double) {
        if let deadline, now >= deadline { end(.time, now: now) }
        while let step = steps.last, now >= step.time {
            steps.removeLast()
            signal(step.signal)
            // A stopped process takes no other signal than this one and SIGKILL.
            signal(SIGCONT)
        }
    }

    /// Stops the stage's processes, and its clock.
    mutating func stop(now: Double) {
        stoppedAt = now
        signal(SIGSTOP)
    }

    mutating func resume(now: Double) {
        guard let stopped = stoppedAt else { return }
        stoppedAt = nil
        deadline = deadline.map { $0 + now - stopped }
        signal(SIGCONT)
    }

    /// Whether members of the group may still end in order.
    var hasTimeLeft: Bool { !steps.isEmpty }

    /// Whether the group has members, dead leaders that were reaped not counted.
    var groupLives: Bool { kill(-leader, 0) == 0 }

    func signal(_ number: Int32) { kill(-leader, number) }
}
