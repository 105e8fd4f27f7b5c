public import MLKitCore
internal import Synchronization
public import SystemPackage

/// A disk that remembers what it was asked about, and what it said: what a finding follows from.
///
/// A file that is read and a folder that is listed are looked at first, so that a later change of them shows. What is
/// below `.mlkit/cache` is left out: nothing there decides what is up to date.
public final class LookRecorder: FileSystem {
    /// By path; `nil` where nothing stood.
    typealias Looks = ByteTable<FileInformation?>

    /// With more than this, looking at all again is no quicker than the long way, and costs memory.
    private static let limit = 200_000

    private let base: any FileSystem
    private let cache: String
    /// `nil` once something happened that looking again would not tell.
    private let recorded = Mutex<Looks?>([:])
    /// Whether there is still a point in looking at what is read.
    private let isRecording = Atomic(true)
    /// Nanoseconds since 1970 before the first look.
    let since: Int

    public init(_ base: any FileSystem, project: FilePath, now: Int) {
        self.base = base
        cache = project.pushing(".mlkit/cache").string + "/"
        since = now
    }

    /// What was looked at; `nil` if more happened than that.
    var looks: Looks? { recorded.withLock { $0 } }

    private func stop() {
        guard isRecording.exchange(false, ordering: .relaxed) else { return }
        recorded.withLock { $0 = nil }
    }

    private func note(_ path: String, _ information: FileInformation?) {
        guard isRecording.load(ordering: .relaxed), !path.hasPrefix(cache) else { return }
        let isAmiss = recorded.withLock { looks -> Bool in
            let before = looks?[path]
            looks?[path] = .some(information)
            // Two answers to one question: something changed on the way.
            let isSame = before.map { $0 == information } ?? true
            return !isSame || looks?.count ?? 0 > Self.limit
        }
        if isAmiss { stop() }
    }

    /// Looks at what is about to be read.
    private func look(at path: FilePath) throws {
        if isRecording.load(ordering: .relaxed) { note(path.string, try base.information(at: path)) }
    }

    public func information(at path: FilePath) throws -> FileInformation? {
        let information = try base.information(at: path)
        note(path.string, information)
        return information
    }

    public func read(_ path: FilePath) throws -> [UInt8] {
        try look(at: path)
        return try base.read(path)
    }

    public func read(_ path: FilePath, limit: Int) throws -> [UInt8] {
        try look(at: path)
        return try base.read(path, limit: limit)
    }

    public func readEnd(_ path: FilePath, limit: Int) throws -> [UInt8] {
        try look(at: path)
        return try base.readEnd(path, limit: limit)
    }

    public func hash(_ path: FilePath) throws -> ContentHash {
        try look(at: path)
        return try base.hash(path)
    }

    public func list(_ path: FilePath) throws -> [String] {
        try look(at: path)
        return try base.list(path)
    }

    public func contents(_ path: FilePath) throws -> [(name: String, information: FileInformation?, isLink: Bool)] {
        try look(at: path)
        let contents = try base.contents(path)
        for child in contents { note(path.appending(child.name).string, child.information) }
        return contents
    }

    public func entries(_ path: FilePath) throws -> [DirectoryEntry] {
        try look(at: path)
        return try base.entries(path)
    }
}

/// What looking cannot tell, and whatever changes something.
extension LookRecorder {
    /// A folder that a link leads to is another than one that stands in the link's place, which looking again tells; of
    /// all else it does not.
    public func isLink(_ path: FilePath) throws -> Bool {
        if try base.information(at: path)?.kind != .directory { stop() }
        try look(at: path)
        return try base.isLink(path)
    }

    /// Where nothing stands, or a folder does, looking again tells as much; see `isLink`.
    public func standing(at path: FilePath) throws -> (kind: DirectoryEntry.Kind, information: FileInformation?)? {
        let standing = try base.standing(at: path)
        if standing == nil || standing?.kind == .directory { note(path.string, standing?.information) } else { stop() }
        return standing
    }

    public func linkTarget(_ path: FilePath) throws -> String? {
        stop()
        return try base.linkTarget(path)
    }

    public func write(_ bytes: [UInt8], to path: FilePath, executable: Bool) throws {
        if !path.string.hasPrefix(cache) { stop() }
        try base.write(bytes, to: path, executable: executable)
    }

    public func makeDirectory(_ path: FilePath) throws {
        stop()
        try base.makeDirectory(path)
    }

    public func remove(_ path: FilePath) throws {
        stop()
        try base.remove(path)
    }

    public func rename(_ source: FilePath, to destination: FilePath) throws {
        stop()
        try base.rename(source, to: destination)
    }

    public func renameOnDisk(_ source: FilePath, to destination: FilePath) throws -> Renaming {
        stop()
        return try base.renameOnDisk(source, to: destination)
    }

    public func end(of path: FilePath) throws -> any FileEnd {
        stop()
        return try base.end(of: path)
    }

    public func copy(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> ContentHash {
        stop()
        return try base.copy(source, to: destination, executable: executable)
    }

    public func clone(_ source: FilePath, to destination: FilePath, executable: Bool) throws -> Bool {
        stop()
        return try base.clone(source, to: destination, executable: executable)
    }

    public func hardLink(_ source: FilePath, to destination: FilePath) throws -> Bool {
        stop()
        return try base.hardLink(source, to: destination)
    }

    public func protect(_ path: FilePath) throws {
        stop()
        try base.protect(path)
    }

    public func makeLink(at path: FilePath, to target: String) throws {
        stop()
        try base.makeLink(at: path, to: target)
    }

    /// What goes past the recorder is below `.mlkit/cache`, or is renamed to where it counts, which is seen.
    public var unsynchronised: any FileSystem { base.unsynchronised }
    public var drafting: any FileSystem { base.drafting }

    public func staging(in folder: FilePath) -> any FileSystem {
        stop()
        return base.staging(in: folder)
    }
}
