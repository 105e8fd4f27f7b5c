internal import MLKitCore

/// What a scan came upon, or did not read, and `checklist/allowed.yaml` lets pass: so many files say how wide its patterns are.
public struct Excuses: Hashable, Sendable {
    /// Files of which something was let pass.
    public var files = 0
    public var hits = 0

    public init(files: Int = 0, hits: Int = 0) { (self.files, self.hits) = (files, hits) }

    public var isEmpty: Bool { files == 0 }

    /// "3 hits in 2 files allowed by `checklist/allowed.yaml`".
    public var words: String { "\(plural(hits, "hit")) in \(plural(files, "file")) allowed by `\(ScanAllowances.path)`" }

    public static func + (first: Excuses, second: Excuses) -> Excuses {
        Excuses(files: first.files + second.files, hits: first.hits + second.hits)
    }
}

extension [ItemReport] {
    /// What the verdicts on these items let pass, each look counted once.
    public var excuses: Excuses { Set(flatMap(\.verdicts)).map(\.excuses).reduce(Excuses(), +) }
}
