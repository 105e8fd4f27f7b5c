public import MLKitCore
internal import MLKitONNX
public import SystemPackage

/// The bundles of a project and which of them is served: what `mlkit deploy` looks at and changes.
///
/// ```
/// deploy/<version>/       a bundle
/// deploy/current          the version that is served, one line; a running server follows it
/// deploy/history.jsonl    each change: {"time","from","to","by","because"}
/// ```
public struct Deployments: Sendable {
    public let folder: FilePath
    private let files: any FileSystem

    public init(_ folder: FilePath, files: any FileSystem = LocalFileSystem()) {
        self.folder = folder
        self.files = files
    }

    /// One bundle.
    public struct Version: Hashable, Sendable {
        public var version: String
        public var name: String
        /// The version of mlkit that made it.
        public var mlkit: String
    }

    /// A change of what is served.
    public struct Change: Hashable, Sendable {
        public var time: Timestamp
        /// `nil` where nothing was served.
        public var from: String?
        public var to: String
        /// Name and address of who did it.
        public var by: String
        public var because: String?

        public init(time: Timestamp, from: String?, to: String, by: String, because: String?) {
            self.time = time
            self.from = from
            self.to = to
            self.by = by
            self.because = because
        }
    }

    /// The bundles that can be read, by version.
    public func versions() throws -> [Version] {
        guard try files.exists(folder) else { return [] }
        return try files.list(folder).compactMap { name in
            let path = folder.appending(name).appending(BundleManifest.fileName)
            guard !name.hasPrefix("."), try files.exists(path), let json = try? JSON(parsing: files.read(path)) else { return nil }
            return Version(version: name, name: json["name"]?.string ?? "", mlkit: json["mlkit"]?.string ?? "")
        }
    }

    /// The version of that name, or the only one whose name begins so; `nil` if there is none.
    public func version(matching text: String) throws -> String? {
        let known = try versions().map(\.version)
        if known.contains(text) { return text }
        let matching = known.filter { !text.isEmpty && $0.hasPrefix(text) }
        return matching.count == 1 ? matching[0] : nil
    }

    /// The version that is served; `nil` if none is.
    public func current() throws -> String? {
        guard try files.exists(currentFile) else { return nil }
        let text = try files.readText(currentFile).filter { !$0.isWhitespace }
        return text.isEmpty ? nil : text
    }

    /// The changes, oldest first; lines that are none are passed over.
    public func history() throws -> [Change] {
        guard try files.exists(historyFile) else { return [] }
        return try files.readText(historyFile).split(separator: "\n").compactMap { line in
            (try? JSON(parsing: String(line))).flatMap { Change($0) }
        }
    }

    /// Has a version served, and records it where that is a change.
    ///
    /// - Parameter change: what was served is found out here.
    /// - Returns: the change; `nil` if the version is served already.
    /// - Throws: `Failure` if there is no such version.
    @discardableResult
    public func change(_ change: Change) throws -> Change? {
        try locked {
            _ = try bundle(change.to)
            var change = change
            change.from = try current()
            guard change.from != change.to else { return nil }
            try make(change)
            return change
        }
    }

    /// Changes come one after the other: each begins where the one before ended, and none is lost.
    private func locked<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = try files is LocalFileSystem && files.exists(folder) ? FileLock(folder: folder) : nil
        return try withExtendedLifetime(lock, body)
    }

    /// Has a version served that a run has made. What people went back from stays so until a run makes another one.
    ///
    /// - Returns: the version that is served on in its stead; `nil` if this one is.
    /// - Throws: `Failure` if there is no such version.
    @discardableResult
    public func deploy(_ version: String) throws -> String? { try locked { try choose(version) } }

    private func choose(_ version: String) throws -> String? {
        _ = try bundle(version)
        let current = try current()
        let history = try history()
        // Where runs have left no line, what people went back from was made by one.
        let isDeployed = history.last { $0.by == Self.runner }.map { $0.to == version } ?? history.contains { $0.from == version }
        if isDeployed, let current, try versions().contains(where: { $0.version == current }) {
            return current == version ? nil : current
        }
        guard try current != version || files.exists(historyFile) else { return nil }
        // The time of what is written just now: a stage has no clock of its own.
        let draft = folder.appending(".current")
        try files.write(version + "\n", to: draft)
        let now = Timestamp(seconds: (try files.information(at: draft)?.modified ?? 0) / 1_000_000_000)
        try make(Change(time: now, from: current, to: version, by: Self.runner, because: nil))
        try files.remove(draft)
        return nil
    }

    /// Who changes what is served where no person does.
    private static let runner = "mlkit run"

    /// The record comes first: what is served has a line that tells since when.
    private func make(_ change: Change) throws {
        let lines = try files.exists(historyFile) ? files.readText(historyFile) : ""
        try files.write(lines + change.json.compact + "\n", to: historyFile)
        try files.write(change.to + "\n", to: currentFile)
    }

    /// The folder of a version.
    ///
    /// - Throws: `Failure` if there is none.
    public func bundle(_ version: String) throws -> FilePath {
        let known = try versions().map(\.version)
        guard known.contains(version) else {
            throw Failure("no version `\(version)` in `\(folder)`", hint: Suggestion.hint(for: version, among: known))
        }
        return folder.appending(version)
    }

    /// The version that was served before the current one, by the history.
    public func previous() throws -> String? {
        let current = try current()
        let known = Set(try versions().map(\.version))
        let past = try history().reversed().flatMap { [$0.to, $0.from].compactMap { $0 } }
        return past.first { $0 != current && known.contains($0) }
    }

    private var currentFile: FilePath { folder.appending("current") }
    private var historyFile: FilePath { folder.appending("history.jsonl") }
}

extension Deployments.Change {
    public var json: JSON {
        [
            "time": .string(time.description), "from": from.map { .string($0) } ?? .null, "to": .string(to),
            "by": .string(by), "because": because.map { .string($0) } ?? .null,
        ]
    }

    init?(_ json: JSON) {
        guard let time = json["time"]?.string.flatMap({ Timestamp(iso8601: $0) }), let to = json["to"]?.string,
            let by = json["by"]?.string
        else { return nil }
        self.init(time: time, from: json["from"]?.string, to: to, by: by, because: json["because"]?.string)
    }
}
