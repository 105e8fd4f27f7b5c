internal import MLKitCore

/// A stage's fingerprint, and what its inputs were like when it was taken.
public struct StageLook: Sendable {
    public let fingerprint: StageFingerprint
    /// Size, time and inode of the files of each input, in short. A file that is changed while the stage runs, and
    /// changed back, has the content it had before; only these tell.
    ///
    /// Not the time of the last change of attributes: giving a file a second name, or other rights, changes that too.
    let states: [String: Int]

    /// Inputs that are not what they were, or were something else meanwhile, sorted.
    public func changedInputs(since earlier: StageLook) -> [String] {
        let before = earlier.fingerprint.inputs
        let now = fingerprint.inputs
        return Set(before.keys).union(now.keys).filter { path in
            before[path] != now[path] || states[path] != earlier.states[path]
        }.sorted()
    }
}
