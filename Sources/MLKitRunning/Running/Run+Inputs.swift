internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitProcesses
internal import MLKitSpec

extension Run {
    /// What the inputs of a stage that is to run are like. `nil` for a stage that they keep from running: it has failed,
    /// and all that does not need it may go on.
    mutating func look(at stage: StageSpec, _ index: Int) -> StageLook? {
        do {
            let foreign = pipeline.foreignSpellings(of: stage)
            guard foreign.isEmpty else { throw Failure(foreign) }
            return try fingerprinter.look(at: stage)
        } catch {
            let diagnostics = (error as? Failure)?.diagnostics ?? [.error("\(error)", at: stage.location)]
            schedule.fail(index)
            summary.failed += 1
            let failure = StageFailure(diagnostics: diagnostics, logTail: [], log: nil)
            report(.failed(stage: stage.name, failure: failure, measured: StageMeasurement()))
            return nil
        }
    }
}
