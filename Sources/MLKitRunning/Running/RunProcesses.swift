internal import MLKitCore
internal import MLKitProcesses
public import MLKitSpec

/// What a run needs to start processes, made when the first one is: a run that finds nothing to do makes none of it.
public final class RunProcesses {
    private let pipeline: Pipeline
    private let hold: ProjectHold?
    private let holder: ProjectHolder
    private let control: RunControl?
    private var started: (launcher: any StageLauncher, journal: RunJournal?)?
    private var guardian: StageGuard?
    private var startedLoop: RunLoop?
    /// What was found of a run that was killed.
    var recovered: [RecoveredStage] = []

    init(pipeline: Pipeline, hold: ProjectHold?, holder: ProjectHolder, control: RunControl?) {
        self.pipeline = pipeline
        self.hold = hold
        self.holder = holder
        self.control = control
    }

    /// What starts the processes of stages.
    func launcher() throws -> any StageLauncher {
        if let started { return started.launcher }
        if let played = pipeline.launcher {
            started = (played, nil)
            return played
        }
        let guardian = try StageGuard(executable: pipeline.worker, hold: hold?.descriptor ?? -1)
        guardian.listen(on: try loop())
        control?.attach(guardian)
        self.guardian = guardian
        started = (guardian, try RunJournal(project: pipeline.project, files: pipeline.files, holder: holder))
        return guardian
    }

    /// A stage of a project as a process of its own.
    ///
    /// - Parameter label: what its processes are told by; stages of one name that run at once need their own.
    public func process(of stage: StageSpec, in pipeline: Pipeline, label: String) throws -> StageProcess {
        StageProcess(
            stage: stage, project: pipeline.project, layout: pipeline.spec.layout, worker: pipeline.worker,
            files: pipeline.files, launcher: try launcher(), isFirst: true, isSandboxed: false,
            environment: pipeline.environment, label: label, room: pipeline.room(for: stage))
    }

    /// What the run's tasks live on.
    func loop() throws -> RunLoop {
        if let startedLoop { return startedLoop }
        let loop = try RunLoop()
        startedLoop = loop
        return loop
    }

    /// Where measurements go, once a process was started.
    var journal: RunJournal? { started?.journal }

    /// Ends whatever the stages left behind.
    func finish() {
        control?.attach(nil)
        guardian?.finish()
        startedLoop?.finish()
    }
}
