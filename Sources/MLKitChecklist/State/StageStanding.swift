public import MLKitCore

/// How a stage's last success stands to the project as it is now.
public enum StageStanding: Hashable, Sendable {
    case upToDate
    /// Nothing differs from its lock, but a file that git ignores is not in this clone.
    case absent(path: String)
    /// It would run, for this reason.
    case stale(String)
}

/// What the runner says of the stages of a project: the answer that `mlkit status` gives.
public struct StageStandings: Sendable {
    /// A file or folder that a stage writes, as its lock has it.
    public struct Output: Hashable, Sendable {
        public var stage: String
        public var hash: ContentHash

        public init(stage: String, hash: ContentHash) {
            self.stage = stage
            self.hash = hash
        }
    }

    public var standings: [String: StageStanding]
    /// By path, without a `/` at its end.
    public var outputs: [String: Output]

    public init(standings: [String: StageStanding] = [:], outputs: [String: Output] = [:]) {
        self.standings = standings
        self.outputs = outputs
    }

    public subscript(stage: String) -> StageStanding? { standings[stage] }

    /// The stages that write a file, what is around it, or something in it.
    func writers(of path: String) -> [String] {
        let path = path.hasSuffix("/") ? String(path.dropLast()) : path
        let writers = outputs.filter { $0.key == path || Self.is($0.key, in: path) || Self.is(path, in: $0.key) }
        return Set(writers.map(\.value.stage)).sorted()
    }

    private static func `is`(_ path: String, in folder: String) -> Bool { path.hasPrefix(folder + "/") }
}
