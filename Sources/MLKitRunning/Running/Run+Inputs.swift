internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitProcesses
internal import MLKitSpec

extension Run {
    /// Before anything is run, all inputs that no stage makes have to be there. A run that finds nothing to do has seen that
    /// they are.
    ///
    /// - Throws: `Failure` with all that are not.
    mutating func checkInputs() throws {
        guard isUnchecked else { return }
        isUnchecked = false
        let running = schedule.stages.filter { !idle.contains($0.name) }
        try pipeline.checkInputs(of: running, in: running)
    }

    /// What the inputs of a stage that is to run are like. `nil` for a stage that they keep from running: it has failed,
    /// and all that does not need it may go on.
    mutating func look(at stage: StageSpec, _ index: Int) throws -> StageLook? {
        do {
            let foreign = pipeline.foreignSpellings(of: stage) + (linked?.problems(of: stage.name) ?? [])
            guard foreign.isEmpty else { throw Failure(foreign) }
            return try fingerprinter.look(at: stage)
        } catch {
            try checkInputs()
            schedule.fail(index)
            summary.failed += 1
            let failure = StageFailure(error as? Failure ?? Failure("\(error)", at: stage.location), log: nil)
            report(.failed(stage: stage.name, failure: failure, measured: StageMeasurement()))
            return nil
        }
    }
}
