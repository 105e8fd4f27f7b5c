public import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
public import SystemPackage

/// The files that decide what a run does, and that it does not write itself: `mlkit.yaml` and the inputs of its stages,
/// but for what these stages write. An output that is read again, and so edited by people, counts as an input.
public struct WatchedFiles: Sendable {
    /// What stood at each path at one time; folders end in `/`. What was not there has no entry.
    public struct Contents: Equatable, Sendable {
        var hashes: ByteTable<ContentHash> = [:]

        /// How many files there were.
        public var count: Int { hashes.keys.count { !$0.hasSuffix("/") } }

        /// The paths at which something else stands now, sorted.
        func changes(since earlier: Contents) -> [String] {
            hashes.changes(since: earlier.hashes)
        }
    }

    let project: FilePath
    let files: any FileSystem
    private let hashes: HashCache?
    private let inputs: [String]
    private let outputs: Set<FilePath>
    /// Outputs that are read again, with the names of their stages.
    private let kept: ByteTable<String>

    /// `mlkit.yaml` alone: all there is to watch as long as it cannot be understood.
    public init(project: FilePath, files: any FileSystem = LocalFileSystem()) {
        self.init(project: project, files: files, hashes: nil, stages: [])
    }

    init(project: FilePath, files: any FileSystem, hashes: HashCache?, stages: [StageSpec]) {
        self.project = project
        self.files = files
        self.hashes = hashes
        let written = stages.flatMap { stage in stage.outputs.map { (stage, $0) } }
        // What a command keeps from run to run, it writes itself.
        let edited = { (pair: (StageSpec, StageOutput)) in pair.1.isKept && !pair.0.settings.isCommand }
        kept = ByteTable(written.filter(edited).map { ($0.1.path, $0.0.name) }) { first, _ in first }
        inputs = (stages.flatMap { $0.inputs.map(\.path) } + kept.keys).sortedByBytes()
        outputs = Set(written.filter { !edited($0) }.map { FilePath($0.1.path).lexicallyNormalized() })
    }

    /// The same.
    ///
    /// - Parameter entering: is told each folder before it is looked at, so that whoever waits for changes in it
    ///   from then on misses none.
    func contents(entering: (FilePath) throws -> Void) throws -> Contents {
        try withoutActuallyEscaping(entering) { entering in
            var walk = WatchWalk(project: project, files: files, hashes: hashes, outputs: outputs, enter: entering)
            try walk.add(ProjectSpec.fileName)
            for input in inputs { try walk.add(input) }
            return walk.contents
        }
    }

    /// What stands there now.
    public func contents() throws -> Contents { try contents { _ in } }

    /// What stands there now, as a run is to take it that has read this of `mlkit.yaml`.
    public func contents(read specification: [UInt8]) throws -> Contents {
        var contents = try contents()
        contents.hashes[ProjectSpec.fileName] = ContentHash(of: specification)
        return contents
    }

    /// What stood there before a run, with the outputs that are read again as the run left them.
    public func settled(_ contents: Contents) -> Contents {
        var contents = contents
        for (path, stage) in kept {
            guard let lock = try? StageLock.read(stage, in: project, files: files) else { continue }
            contents.hashes[path] = lock.outputs[path]
        }
        return contents
    }

    /// The paths at which something else stands than before, sorted.
    public func changes(since earlier: Contents) throws -> [String] { try contents().changes(since: earlier) }
}

extension Pipeline {
    /// What to watch for some stages.
    ///
    /// - Throws: `Failure` for a name that no stage has.
    public func watchedFiles(_ selection: StageSelection) throws -> WatchedFiles {
        WatchedFiles(project: project, files: files, hashes: hashes, stages: try selection.stages(of: spec))
    }
}
