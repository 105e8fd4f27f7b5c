public import MLKitCore

/// A stage as its kind is shown it: what it is called.
public struct StageOutline: Sendable {
    /// `train.network` for one of the stages that `train` stands for, else the name in the file.
    public let name: String
    /// The name in the file.
    public let group: String
    /// Which of the stages of a `foreach` or `matrix` it is: what stands behind the dot of its name; `nil` for an entry
    /// that is one stage.
    public let label: String?
    /// Whether it is called after its candidate: candidates are what `matrix` tells apart.
    let isCandidate: Bool
    /// Where its name stands.
    public let location: SourceLocation

    init(group: String, label: String?, isCandidate: Bool, location: SourceLocation) {
        name = label.map { "\(group).\($0)" } ?? group
        self.group = group
        self.label = label
        self.isCandidate = isCandidate
        self.location = location
    }

    /// What tells its files from those of the other stages of its entry, before the ending.
    public var infix: String { label.map { "." + $0 } ?? "" }

    /// The name of the candidate that the stage is for, of which each stage of an entry has its own.
    public func candidate(named own: String?) -> String? {
        guard let label else { return own }
        return isCandidate ? label : own.map { "\($0)-\(label)" }
    }
}
