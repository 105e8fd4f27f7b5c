public import MLKitCore
public import MLKitFingerprints
internal import MLKitRunning
public import MLKitSpec
internal import SystemPackage

/// What a project was at one commit, or is now: its spec, what its stages last made, and its files.
public struct ProjectSnapshot {
    /// The revision as the user named it; `nil` for the working tree.
    public let revision: String?
    public let spec: ProjectSpec
    /// Last successes by the stage's name.
    public let locks: [String: StageLock]
    /// The bytes of a file by its path in the project; `nil` if it is not there.
    public let read: (String) throws -> [UInt8]?

    /// - Parameter recorded: finds a file, for one that cannot be read, among what the locks say was made.
    public init(
        revision: String?, spec: ProjectSpec, read: @escaping (String) throws -> [UInt8]?,
        recorded: @escaping (String, ByteTable<ContentHash>) throws -> [UInt8]? = { _, _ in nil }
    ) throws {
        self.revision = revision
        self.spec = spec
        var locks: [String: StageLock] = [:]
        for stage in spec.stages {
            let path = StageLock.path(of: stage.name, in: FilePath("")).string
            locks[stage.name] = try read(path).flatMap { try StageLock($0, file: path) }
        }
        self.locks = locks
        let outputs = ByteTable(locks.values.flatMap { $0.outputs.map { ($0.key, $0.value) } }) { first, _ in first }
        self.read = { try read($0) ?? recorded($0, outputs) }
    }

    /// The most bytes that are read of a file of metrics or of a plot.
    public static let sizeLimit = 16 << 20

    /// The stages that have one of the names, or belong to an entry that has; all for no name.
    ///
    /// - Throws: `Failure` for a name that no stage has.
    public func stages(_ names: [String]) throws -> [StageSpec] {
        guard !names.isEmpty else { return spec.stages }
        return try spec.stages(named: names)
    }
}
