public import MLKitRunning

/// What happens during a sweep, in the order it happens.
public enum SweepEvent: Sendable {
    /// What happens to the stages that all trials have in common, before the first trial.
    case preparing(RunEvent)
    /// The trials that are there already.
    case resumed([SweepTrial])
    case started(SweepTrial)
    /// A trial is done or has failed.
    case ended(SweepTrial)
}
