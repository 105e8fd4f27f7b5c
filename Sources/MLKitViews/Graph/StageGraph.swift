internal import MLKitFingerprints
public import MLKitRunning
public import MLKitSpec

/// Stages, and files if wanted, with arrows from what is made first to what is made of it.
public struct StageGraph: Sendable {
    public struct Node: Sendable {
        /// The stage's name, or the file's path.
        public var name: String
        /// The entry of `mlkit.yaml` that the stage belongs to; the path for a file.
        public var group: String
        /// `data`, `train`, …, or `command`; `nil` for a file.
        public var kind: String?
        public var state: State?
    }

    /// Whether a stage is up to date.
    public enum State: Sendable {
        case upToDate
        /// Why it would run, in words: the first reason.
        case stale(String)
        /// The same of a stage that would be restored from the cache instead.
        case inCache(String)
        /// The same of a stage that something keeps from running.
        case stuck(String)
    }

    public struct Edge: Hashable, Sendable {
        public var from: Int
        public var to: Int
    }

    /// What the picture is of, for its title.
    public let title: String
    /// Producers before consumers.
    public private(set) var nodes: [Node] = []
    public private(set) var edges: [Edge] = []

    /// - Parameters:
    ///   - stages: in the order of running; edges to others are left out.
    ///   - files: whether files that stages read and write are nodes too.
    ///   - statuses: whether the stages are up to date; empty if that is not wanted.
    public init(title: String, stages: [StageSpec], files: Bool, statuses: [StageStatus] = []) {
        self.title = title
        let states = Dictionary(statuses.map { ($0.stage, State($0)) }) { first, _ in first }
        var numbers: [String: Int] = [:]
        var paths: [String: Int] = [:]
        var seen = Set<Edge>()
        for stage in stages {
            let sources: [Int]
            if files {
                sources = stage.inputs.map { input in
                    if paths[input.path] == nil { addFile(input.path, &paths) }
                    for other in [input.producer].compactMap({ $0 }) + input.others {
                        addPart(other, input.path, numbers, paths, &seen)
                    }
                    return paths[input.path] ?? 0
                }
            } else {
                sources = stage.producers.compactMap { numbers[$0] }
            }
            let number = nodes.count
            numbers[stage.name] = number
            nodes.append(
                Node(name: stage.name, group: stage.group, kind: stage.kind, state: states[stage.name]))
            for source in sources { add(source, number, &seen) }
            guard files else { continue }
            for output in stage.outputs {
                if paths[output.path] == nil { addFile(output.path, &paths) }
                let file = paths[output.path] ?? 0
                // A file that the stage reads as well would be before and after it.
                if !seen.contains(Edge(from: file, to: number)) { add(number, file, &seen) }
            }
        }
    }

    private mutating func addFile(_ path: String, _ paths: inout [String: Int]) {
        paths[path] = nodes.count
        nodes.append(Node(name: path, group: path, kind: nil))
    }

    /// A stage writes the file, or something inside of the folder, that another one reads under this path.
    private mutating func addPart(
        _ producer: String, _ path: String, _ numbers: [String: Int], _ paths: [String: Int], _ seen: inout Set<Edge>
    ) {
        guard let from = numbers[producer], let to = paths[path] else { return }
        add(from, to, &seen)
    }

    private mutating func add(_ from: Int, _ to: Int, _ seen: inout Set<Edge>) {
        let edge = Edge(from: from, to: to)
        if from != to, seen.insert(edge).inserted { edges.append(edge) }
    }
}

extension StageGraph.State {
    init(_ status: StageStatus) {
        guard let reason = status.reasons.first?.description else {
            self = .upToDate
            return
        }
        self = !status.problems.isEmpty ? .stuck(reason) : status.isInCache ? .inCache(reason) : .stale(reason)
    }

    /// "up to date", "would run", "from cache" or "cannot run".
    public var words: String {
        switch self {
        case .upToDate: "up to date"
        case .stale: "would run"
        case .inCache: "from cache"
        case .stuck: "cannot run"
        }
    }

    /// Why it is not up to date; `nil` if it is.
    public var reason: String? {
        switch self {
        case .upToDate: nil
        case .stale(let reason), .inCache(let reason), .stuck(let reason): reason
        }
    }

    /// The colours of boxes where a picture has no palette of its own.
    var colours: (fill: String, edge: String, ink: String) {
        switch self {
        case .upToDate: ("#d9f2e0", "#2f8f4e", "#14351f")
        case .stale, .stuck: ("#ffe9b8", "#b07d00", "#3d2c00")
        case .inCache: ("#d8e8fb", "#2f6fb0", "#12304f")
        }
    }
}

extension Pipeline {
    /// The graph of the named stages with all they need; of all for no name.
    ///
    /// - Throws: `Failure` for a name that no stage has.
    public func graph(of names: [String], files: Bool, status: Bool) throws -> StageGraph {
        StageGraph(
            title: spec.project.name, stages: try StageSelection(names: names).stages(of: spec), files: files,
            statuses: status ? try self.status() : [])
    }
}
