/// How a piece of evidence differs from what the answer rested on.
public struct EvidenceChange: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case changed
        case gone
        /// A commit that is in the repository, and not in what is checked out.
        case elsewhere
        /// What stages write, of which one would run again, for this reason.
        case outdated(stage: String, String)
    }

    /// As the record has it.
    public var subject: Evidence.Subject
    public var kind: Kind

    public init(_ subject: Evidence.Subject, _ kind: Kind) {
        self.subject = subject
        self.kind = kind
    }

    public init(path: String, kind: Kind) {
        self.init(.path(path), kind)
    }
}

extension EvidenceChange: CustomStringConvertible {
    /// "`reports/evaluation.json` changed".
    public var description: String {
        switch kind {
        case .changed: what + changed
        case .gone: "\(what) is gone"
        case .elsewhere: "\(what) is not in the history of what is checked out"
        case .outdated(let stage, let reason):
            if case .run = subject { "\(what) is not up to date: \(reason)" } else {
                "\(what) is of a run of `\(stage)` that is not up to date: \(reason)"
            }
        }
    }

    private var what: String { subject.words }

    private var changed: String {
        switch subject {
        case .model: " was retrained"
        case .run: " was repeated, with other outputs"
        default: " changed"
        }
    }
}

extension Evidence.Subject {
    /// "the model `models/trees.onnx`".
    var words: String {
        switch self {
        case .path(let path), .url(let path): "`\(path)`"
        case .model(let path, _): "the model `\(path)`"
        case .run(let stage): "the run of `\(stage)`"
        case .commit(let id): "the commit \(id.prefix(7))"
        case .unknown(let kind): "the evidence `\(kind)`"
        }
    }
}

/// What became of a piece of evidence.
enum EvidenceFinding: Hashable, Sendable {
    /// Nothing.
    case same
    case change(EvidenceChange)
    /// Nobody can tell here, for this reason.
    case unclear(String)
}
