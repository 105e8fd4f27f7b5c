internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitProcesses
internal import MLKitSpec

/// The state of one run.
struct Run {
    let pipeline: Pipeline
    let options: Pipeline.Options
    let processes: RunProcesses
    let report: (RunEvent) -> Void
    let fingerprinter: Fingerprinter
    var schedule: Schedule
    var summary = Pipeline.Summary()
    /// For stages in line: why they run.
    var reasons: [Int: [StaleReason]] = [:]
    /// The stage that was looked at last, unless something happened since.
    private var looked: (index: Int, look: StageLook, lock: StageLock?)?
    /// Stages that wait to be tried again, or stand in line for it.
    private var resting: [Int: Rest] = [:]

    init(
        pipeline: Pipeline, stages: [StageSpec], options: Pipeline.Options, processes: RunProcesses,
        report: @escaping (RunEvent) -> Void
    ) throws {
        remote = try options.pull.map { try RunRemote(pipeline, $0) }
        self.pipeline = pipeline
        self.options = options
        self.processes = processes
        self.report = report
        fingerprinter = pipeline.fingerprinter
        isUnchecked = !options.keepsGoing
        linked = options.keepsGoing ? LinkedPaths(pipeline.spec.stages, in: pipeline.project, files: pipeline.files) : nil
        schedule = Schedule(
            stages: stages, cpus: options.jobs, memory: options.memory, named: pipeline.spec.resources)
    }

    /// Whether nobody has looked yet for inputs that are not there.
    var isUnchecked: Bool
    /// Links that keep stages from running, where nobody looks for them before.
    let linked: LinkedPaths?
    /// What the run asks for what is not here.
    let remote: RunRemote?

    /// Stages that are left alone, and those of them that were restored for it.
    var idle: Set<String> = []
    var restored: Set<String> = []

    /// One attempt at a stage.
    struct Attempt: Sendable {
        let index: Int
        let stage: StageSpec
        let look: StageLook
        /// What the stage's last success was.
        let lock: StageLock?
        let override: GateOverride?
        var number = 1
    }

    /// The wait before the next attempt at a stage, and how the last one failed.
    private struct Rest {
        let next: Attempt
        let failure: StageFailure
        let measured: StageMeasurement
        let nap: Task<Void, any Error>
    }

    enum Happening: Sendable {
        case ended(Attempt, StageProcess.Outcome, StageMeasurement)
        /// A stage may be tried again.
        case rested(Int)
    }

    typealias Group = ThrowingTaskGroup<Happening, any Error>

    mutating func execute() async throws -> Pipeline.Summary {
        for (stage, note) in try pipeline.setAsideLeftovers(readBy: schedule.stages) { report(.recovered(stage: stage, note: note)) }
        defer { if summary.ran + summary.restored > 0 { MadeOutputs(project: pipeline.project, files: pipeline.files).note() } }
        try findIdle()
        // Most runs find nothing to do, and need no thread for it.
        if let first = try startNext() {
            try await withTaskExecutorPreference(try processes.loop()) {
                try await withThrowingTaskGroup(of: Happening.self) { try await work(from: first, &$0) }
            }
        }
        try skipRest()
        for (index, rest) in resting.sorted(by: { $0.key < $1.key }) { giveUp(index, rest) }
        for index in schedule.left {
            summary.cancelled += 1
            if summary.failed > 0 { report(.cancelled(stage: schedule.stages[index].name)) }
        }
        return summary
    }

    private mutating func work(from first: Int, _ group: inout Group) async throws {
        var pending: Int? = first
        while let index = pending {
            try await begin(index, &group)
            pending = try startNext()
        }
        while let happening = try await group.next() {
            looked = nil
            try await giveBack(happening, &group)
            take(happening, &group)
            while let index = try startNext() { try await begin(index, &group) }
            if !mayStart { for rest in resting.values { rest.nap.cancel() } }
        }
    }

    /// Whether anything new may start.
    var mayStart: Bool {
        summary.interrupted == 0 && (summary.failed == 0 || options.keepsGoing) && !Task.isCancelled
    }

    /// The next stage to start. On the way to it, stages whose inputs are ready are found up to date, or put in line.
    private mutating func startNext() throws -> Int? {
        while mayStart {
            if let index = schedule.start() { return index }
            guard schedule.hasRoom, let index = schedule.takeReady() else { return nil }
            if try !skip(index) { schedule.queue(index) }
        }
        return nil
    }

    /// Whether a stage whose inputs are ready is up to date, and so done, or cannot run. If not, the reasons are noted.
    mutating func skip(_ index: Int) throws -> Bool {
        let stage = schedule.stages[index]
        guard let reasons = try idle.contains(stage.name) ? [] : reasons(for: stage, index) else { return true }
        guard reasons.isEmpty else {
            self.reasons[index] = reasons
            return false
        }
        schedule.finish(index)
        guard !restored.contains(stage.name) else { return true }
        summary.skipped += 1
        report(.skipped(stage: stage.name))
        return true
    }

    /// After a failure: what does not need the failed stage may be up to date all the same.
    private mutating func skipRest() throws {
        guard !mayStart, summary.interrupted == 0, !Task.isCancelled else { return }
        while let index = schedule.takeReady() { _ = try skip(index) }
    }

    private mutating func reasons(for stage: StageSpec, _ index: Int) throws -> [StaleReason]? {
        if options.force, !stage.policy.isFrozen { return [.forced] }
        let lock = try StageLock.read(stage.name, in: pipeline.project, files: pipeline.files)
        guard let look = try look(at: stage, index) else { return nil }
        looked = (index, look, lock)
        return try fingerprinter.staleReasons(stage, lock, look.fingerprint)
    }

    /// While the outputs of a stage that has succeeded are hashed and kept, others run in its place. One at a time, it
    /// is told to be done before the next begins.
    private mutating func giveBack(_ happening: Happening, _ group: inout Group) async throws {
        guard case .ended(let attempt, .succeeded, _) = happening, options.jobs > 1 else { return }
        schedule.giveBack(attempt.index)
        while let index = try startNext() { try await begin(index, &group) }
        // Their tasks have this thread first: to keep what was made may take long.
        await Task.yield()
    }

    private mutating func begin(_ index: Int, _ group: inout Group) async throws {
        try checkInputs()
        if let rest = resting.removeValue(forKey: index) {
            return start(rest.next, try processes.launcher(), &group)
        }
        let stage = schedule.stages[index]
        let (isShut, override) = try await pass(stage)
        guard !isShut else { return schedule.fail(index) }
        // Taken again where the stage stood in line, since its inputs may have changed meanwhile.
        guard let attempt = try attempt(at: stage, index, override) else { return }
        var reasons = reasons.removeValue(forKey: index) ?? []
        guard try !restore(attempt, &reasons) else { return }
        guard !stage.policy.isFrozen else { return refuse(frozen: attempt) }
        report(.started(stage: stage.name, reasons: reasons))
        if let progress = pipeline.stopped.progress(of: attempt, isForced: options.force) { report(.resumed(stage: stage.name, progress: progress)) }
        start(attempt, try processes.launcher(), &group)
    }

    private mutating func attempt(at stage: StageSpec, _ index: Int, _ override: GateOverride?) throws -> Attempt? {
        if let looked, looked.index == index, stage.policy.gate == nil {
            return Attempt(index: index, stage: stage, look: looked.look, lock: looked.lock, override: override)
        }
        guard let look = try look(at: stage, index) else { return nil }
        let lock = try StageLock.read(stage.name, in: pipeline.project, files: pipeline.files)
        return Attempt(index: index, stage: stage, look: look, lock: lock, override: override)
    }

    /// Holds a stage that would run against its gate. One that is not met is the stage's failure, or is passed for the
    /// reason given.
    private mutating func pass(_ stage: StageSpec) async throws -> (isShut: Bool, override: GateOverride?) {
        guard let level = stage.policy.gate, let gate = options.gate else { return (false, nil) }
        let open = try await gate.check(stage)
        guard !open.isEmpty else { return (false, nil) }
        guard let because = gate.override else {
            summary.failed += 1
            let problem = Diagnostic.error(
                "the gate `\(level.rawValue)` of stage `\(stage.name)` is not met: \(plural(open.count, "item")) open",
                at: stage.location, notes: Array(open.prefix(Self.shownItems)),
                hint: "`mlkit check gate --stage \(stage.name)` lists them; to run all the same, "
                    + "`mlkit run --override-gate --because TEXT`")
            let failure = StageFailure(diagnostics: [problem], logTail: [], log: nil)
            report(.failed(stage: stage.name, failure: failure, measured: StageMeasurement()))
            return (true, nil)
        }
        let override = GateOverride(because: because, open: open)
        report(.overridden(stage: stage.name, override))
        return (false, override)
    }

    /// How many open items are told where a gate is not met.
    private static let shownItems = 5

    private func start(_ attempt: Attempt, _ launcher: any StageLauncher, _ group: inout Group) {
        let process = StageProcess(
            stage: attempt.stage, project: pipeline.project, layout: pipeline.spec.layout, worker: pipeline.worker,
            files: pipeline.files, launcher: launcher, isFirst: attempt.number == 1,
            isSandboxed: options.isSandboxed, environment: pipeline.environment, checkpoints: pipeline.stopped.folder(of: attempt), room: pipeline.room(for: attempt.stage))
        group.addTask {
            let (outcome, measured) = await process.run()
            return .ended(attempt, outcome, measured)
        }
    }

    private mutating func take(_ happening: Happening, _ group: inout Group) {
        switch happening {
        case .rested(let index): schedule.queue(index)
        case .ended(let attempt, let outcome, let measured): finish(attempt, outcome, measured, &group)
        }
    }

    private mutating func finish(
        _ attempt: Attempt, _ outcome: StageProcess.Outcome, _ measured: StageMeasurement, _ group: inout Group
    ) {
        let stage = attempt.stage.name
        let note = { [processes] in processes.journal?.add(stage, $0, measured, attempt: attempt.number) }
        switch settled(attempt, outcome) {
        case .succeeded(let shown, _):
            note("succeeded")
            pipeline.stopped.forget(attempt.stage)
            schedule.finish(attempt.index)
            summary.ran += 1
            report(.finished(stage: stage, result: shown, measured: measured))
        case .failed(let failure):
            note("failed")
            if mayStart, attempt.number <= attempt.stage.policy.retries {
                return rest(attempt, failure, measured, &group)
            }
            schedule.fail(attempt.index)
            summary.failed += 1
            report(.failed(stage: stage, failure: failure, measured: measured))
        case .interrupted:
            note("interrupted")
            schedule.fail(attempt.index)
            summary.interrupted += 1
            report(.interrupted(stage: stage))
        }
    }

    /// Lets a stage wait before it is tried again, twice as long each time. Meanwhile others may have what it takes of
    /// the machine.
    private mutating func rest(
        _ attempt: Attempt, _ failure: StageFailure, _ measured: StageMeasurement, _ group: inout Group
    ) {
        let seconds = Double(min(1 << (attempt.number - 1), 60))
        var next = attempt
        next.number += 1
        report(.retried(stage: attempt.stage.name, failure: failure, attempt: next.number, after: seconds))
        schedule.rest(attempt.index)
        let nap = Task { try await Task.sleep(for: .seconds(seconds)) }
        resting[attempt.index] = Rest(next: next, failure: failure, measured: measured, nap: nap)
        group.addTask {
            _ = await withTaskCancellationHandler { await nap.result } onCancel: { nap.cancel() }
            return .rested(attempt.index)
        }
    }

    /// A stage that was to be tried again, but the run has come to its end before.
    private mutating func giveUp(_ index: Int, _ rest: Rest) {
        let stage = rest.next.stage.name
        if Task.isCancelled {
            summary.interrupted += 1
            report(.interrupted(stage: stage))
        } else {
            summary.failed += 1
            report(.failed(stage: stage, failure: rest.failure, measured: rest.measured))
        }
    }
}
