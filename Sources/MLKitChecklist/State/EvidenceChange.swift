/// How a piece of evidence differs from what the answer rested on.
public struct EvidenceChange: Hashable, Sendable {
    public enum Kind: String, Sendable {
        case changed
        case gone
    }

    /// As the record has it: relative to the project, a folder's with `/` at its end.
    public var path: String
    public var kind: Kind

    public init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }
}

extension EvidenceChange: CustomStringConvertible {
    /// "`reports/evaluation.json` changed".
    public var description: String {
        switch kind {
        case .changed: "`\(path)` changed"
        case .gone: "`\(path)` is gone"
        }
    }
}
