internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitProcesses
internal import MLKitRunning
internal import MLKitSpec
internal import SystemPackage

/// The state of one run of a sweep: trials are opened as long as there is room on the machine, and their stages go
/// through one schedule.
struct SweepRun {
    private let sweep: Sweep
    private let study: SweepStudy
    private let processes: RunProcesses
    private let report: (SweepEvent) -> Void
    private let strategy: any SweepStrategy
    private var schedule: Schedule
    /// All trials, by number.
    private var trials: [Int: SweepTrial] = [:]
    private var open: [Int: OpenTrial] = [:]
    /// Which trial each stage of the schedule belongs to.
    private var owners: [Int] = []
    private var looks: [Int: StageLook] = [:]
    private var isInterrupted = false

    /// A trial whose stages are in the schedule.
    private struct OpenTrial {
        let folder: TrialFolder
        var unfinished: Int
        var running = 0
        var hasRun = false
        var failure: [String]?
    }

    private struct Ended: Sendable {
        let index: Int
        let outcome: StageProcess.Outcome
        let measured: StageMeasurement
    }

    private typealias Group = ThrowingTaskGroup<Ended, any Error>

    init(
        sweep: Sweep, study: SweepStudy, options: Pipeline.Options, processes: RunProcesses,
        report: @escaping (SweepEvent) -> Void
    ) {
        self.sweep = sweep
        self.study = study
        self.processes = processes
        self.report = report
        strategy = sweep.spec.strategy
        schedule = Schedule(
            stages: [], cpus: options.jobs, memory: options.memory, named: sweep.pipeline.spec.resources)
    }

    mutating func execute(retriesFailed: Bool) async throws -> SweepResults {
        let files = sweep.pipeline.files
        try files.remove(study.workshop)
        for var trial in try study.trials() {
            try sweep.note(trial.looks)
            if retriesFailed, trial.state == .failed { trial.state = .running }
            trials[trial.number] = trial
        }
        if !trials.isEmpty { report(.resumed(trials.values.sorted { $0.number < $1.number })) }
        defer { try? files.remove(study.workshop) }
        try await withThrowingTaskGroup(of: Ended.self) { group in
            try advance(&group)
            while let ended = try await group.next() {
                try finish(ended)
                try advance(&group)
            }
        }
        var results = SweepResults(
            sweep: sweep.spec, trials: trials.values.sorted { $0.number < $1.number }, others: try study.others(),
            split: sweep.split)
        results.isInterrupted = isInterrupted || Task.isCancelled
        return results
    }

    /// Starts all that can start now.
    private mutating func advance(_ group: inout Group) throws {
        while !isInterrupted, !Task.isCancelled {
            if let index = schedule.start() {
                try begin(index, &group)
            } else if let index = schedule.takeReady() {
                try look(index)
            } else if schedule.wantsMore, try openNext() {
                continue
            } else {
                return
            }
        }
    }

    // MARK: Trials

    /// Opens a trial that was interrupted, or another one.
    ///
    /// - Returns: whether there was one to open.
    private mutating func openNext() throws -> Bool {
        if let trial = trials.values.filter({ $0.state == .running && open[$0.number] == nil })
            .min(by: { $0.number < $1.number })
        {
            try begin(SweepTrial(number: trial.number, trial.proposal))
            return true
        }
        var number = 0
        while trials[number] != nil { number += 1 }
        guard case .trial(let proposal) = strategy.next(number: number, Array(trials.values)) else { return false }
        try begin(SweepTrial(number: number, proposal))
        return true
    }

    private mutating func begin(_ trial: SweepTrial) throws {
        trials[trial.number] = trial
        try study.write(trial)
        report(.started(trial))
        do {
            let plan = try sweep.plan(trial.proposal)
            if let known = try plan.remembered(sweep.pipeline) {
                return try conclude(trial.number, .success(known.metric), isFromCache: true, looks: known.looks)
            }
            let place = study.workshop.appending("\(trial.number + 1)")
            guard let folder = TrialFolder(plan, at: place, of: sweep.pipeline) else { return }
            try folder.fill()
            open[trial.number] = OpenTrial(folder: folder, unfinished: plan.stages.count)
            let indices = schedule.append(plan.stages)
            owners += indices.map { _ in trial.number }
        } catch let failure as Failure {
            try conclude(trial.number, .failure(failure), isFromCache: false)
        }
    }

    private mutating func conclude(
        _ number: Int, _ result: Result<Double, Failure>, isFromCache: Bool, also notes: [String] = [], looks: [JSON] = []
    ) throws {
        guard var trial = trials[number] else { return }
        // Before anyone sees the figure.
        try sweep.note(looks)
        trial.looks = looks
        switch result {
        case .success(let metric):
            trial.state = .done
            trial.metric = metric
        case .failure(let failure):
            trial.state = .failed
            trial.reasons = failure.diagnostics.flatMap { [$0.message] + ($0.hint.map { [$0] } ?? []) } + notes
        }
        trial.isFromCache = isFromCache
        trials[number] = trial
        try study.write(trial)
        report(.ended(trial))
    }

    /// Closes a trial when nothing of it runs any more and nothing will.
    private mutating func settle(_ number: Int) throws {
        guard let trial = open[number], trial.running == 0, !isInterrupted else { return }
        guard trial.failure == nil else {
            open[number] = nil
            try sweep.note(trial.folder.looks())
            return try trial.folder.remove()
        }
        guard trial.unfinished == 0 else { return }
        open[number] = nil
        let metric = Result { try trial.folder.metric() }.mapError { error in
            error as? Failure ?? Failure("\(error)")
        }
        try conclude(number, metric, isFromCache: !trial.hasRun, looks: trial.folder.looks())
        try trial.folder.remove()
    }

    private mutating func fail(_ number: Int, _ failure: Failure, also notes: [String] = []) throws {
        guard open[number]?.failure == nil else { return }
        open[number]?.failure = []
        try conclude(number, .failure(failure), isFromCache: false, also: notes)
        try settle(number)
    }

    // MARK: Stages

    /// A stage whose inputs are ready: it is had from the cache, or put in line.
    private mutating func look(_ index: Int) throws {
        let number = owners[index]
        guard let trial = open[number], trial.failure == nil else { return schedule.fail(index) }
        let stage = schedule.stages[index]
        let pipeline = trial.folder.pipeline
        do {
            let look = try pipeline.fingerprinter.look(at: stage)
            guard case .restored(let lock, _, _) = pipeline.restore(stage, look.fingerprint) else {
                looks[index] = look
                return schedule.queue(index)
            }
            try lock.write(stage.name, in: pipeline.project, files: pipeline.files)
            schedule.finish(index)
            open[number]?.unfinished -= 1
            try settle(number)
        } catch let failure as Failure {
            schedule.fail(index)
            try fail(number, failure)
        }
    }

    private mutating func begin(_ index: Int, _ group: inout Group) throws {
        let number = owners[index]
        guard let trial = open[number], trial.failure == nil else { return schedule.fail(index) }
        open[number]?.running += 1
        open[number]?.hasRun = true
        let (stage, pipeline) = (schedule.stages[index], trial.folder.pipeline)
        let label = "\(stage.name) of trial \(number + 1) of \(sweep.spec.name)"
        let first = try processes.process(of: stage, in: pipeline, label: label)
        group.addTask {
            var process = first
            var attempt = 0
            while true {
                process.isFirst = attempt == 0
                let (outcome, measured) = await process.run()
                guard case .failed = outcome, attempt < stage.policy.retries, !Task.isCancelled else {
                    return Ended(index: index, outcome: outcome, measured: measured)
                }
                try? await Task.sleep(for: .seconds(min(1 << attempt, 60)))
                attempt += 1
            }
        }
    }

    private mutating func finish(_ ended: Ended) throws {
        let number = owners[ended.index]
        open[number]?.running -= 1
        trials[number]?.usage.add(ended.measured.usage)
        switch ended.outcome {
        case .succeeded(let result, let room):
            do {
                try keep(ended.index, result)
                _ = try room.settle()
                schedule.finish(ended.index)
                open[number]?.unfinished -= 1
            } catch let failure as Failure {
                schedule.fail(ended.index)
                try fail(number, failure)
            }
        case .failed(let failure):
            schedule.fail(ended.index)
            try fail(number, ended.index, failure)
        case .interrupted:
            schedule.fail(ended.index)
            isInterrupted = true
        }
        try settle(number)
    }

    /// Writes the lock of a stage, and takes its outputs into the cache.
    private mutating func keep(_ index: Int, _ result: StageResult) throws {
        guard let folder = open[owners[index]]?.folder, let before = looks.removeValue(forKey: index) else {
            return
        }
        let (stage, pipeline) = (schedule.stages[index], folder.pipeline)
        // What a stage made while it changed its own inputs would be taken for what it makes of the old ones.
        let isClean = try pipeline.fingerprinter.look(at: stage).changedInputs(since: before).isEmpty
        let lock = StageLock(fingerprint: before.fingerprint, outputs: [:], result: result)
        let kept = try pipeline.keep(stage, lock, mayCache: isClean)
        try kept.lock.write(stage.name, in: pipeline.project, files: pipeline.files)
    }

    /// A stage has failed, and with it its trial.
    private mutating func fail(_ number: Int, _ index: Int, _ failure: StageFailure) throws {
        guard let trial = trials[number], let folder = open[number]?.folder else { return }
        var problem = Failure(failure.diagnostics)
        problem.diagnostics += try folder.undeclared(in: failure.logTail)
        var notes = failure.logTail.suffix(5).map { "| \($0)" }
        if let log = failure.log {
            let path = folder.pipeline.project.pushing(FilePath(log))
            notes.append("its log is `\(try study.keep(log: path, of: trial))`")
        }
        try fail(number, problem, also: notes)
    }
}

extension StageUsage {
    /// With what another process took after it.
    fileprivate mutating func add(_ other: StageUsage) {
        seconds += other.seconds
        cpuSeconds += other.cpuSeconds
        peakMemory = max(peakMemory, other.peakMemory)
    }
}
