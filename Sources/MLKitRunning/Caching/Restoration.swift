public import MLKitFingerprints

/// What came of looking into the cache for a stage's outputs.
public enum Restoration: Sendable {
    /// The outputs are in place; the lock is to be written.
    case restored(StageLock)
    /// The stage was not run like this before, or is not cached.
    case unknown
    /// The cache knows the run and cannot give it back, for this reason.
    case failed(String)
}
