internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// What somebody can come back to: the hashes in the lock files and the checklist's records of the working tree, and of
/// every branch, tag, stash and worktree's `HEAD`.
///
/// Every `sha256:` in such a file counts, so that one that is in conflict, or of another version of mlkit, loses
/// nothing. But the lock of a stage that the `mlkit.yaml` beside it no longer has is of no use to anybody. A record names
/// the files, models and runs that an answer rests on, which may be older than the locks.
struct CacheRoots {
    private(set) var hashes: Set<ContentHash> = []

    /// - Parameter stages: the names of the stages of an `mlkit.yaml`; `nil` for one that cannot be understood, beside
    ///   which every lock counts.
    /// - Throws: `Failure` if the repository cannot be read: then it is not known what is needed.
    init(
        project: FilePath, files: any FileSystem, git: GitEnvironment, stages: ([UInt8]) -> Set<String>?
    ) throws {
        let spec = project.appending(ProjectSpec.fileName)
        let own = try files.exists(spec) ? stages(files.read(spec, limit: ProjectSpec.sizeLimit)) : nil
        let locks = StageLock.folder(in: project)
        let records = project.appending(Self.records)
        let sections = try Self.folders(in: records, files)
        for folder in [locks] + sections.map({ records.appending($0) }) {
            guard try files.information(at: folder)?.kind == .directory else { continue }
            for name in try files.list(folder) where Self.names(name) && (folder != locks || Self.isOf(own, name)) {
                add(try files.read(folder.appending(name), limit: Self.sizeLimit))
            }
        }
        guard let repository = try Repository.discover(from: project, environment: git),
            let locks = repository.path(of: locks), let records = repository.path(of: records)
        else { return }
        var seen = Set<ObjectID>()
        var known: [ObjectID: Set<String>?] = [:]
        for commit in try repository.tips() {
            let own = try Self.stages(of: commit, spec, repository, &known, stages)
            let sections = try repository.folders(in: records, of: commit).map { "\(records)/\($0)" }
            var found = try repository.files(in: locks, of: commit).filter { Self.isOf(own, $0.key) }
                .map { ($0.key, $0.value) }
            for section in sections { found += try repository.files(in: section, of: commit).map { ($0.key, $0.value) } }
            for (name, blob) in found where Self.names(name) && seen.insert(blob).inserted {
                guard let bytes = try repository.blob(blob) else { throw Self.unread(name, commit) }
                add(bytes)
            }
        }
    }

    /// What several projects need that share a cache.
    mutating func formUnion(_ other: CacheRoots) { hashes.formUnion(other.hashes) }

    private static let sizeLimit = 64 << 20

    /// Whether a lock is of one of the stages.
    private static func isOf(_ stages: Set<String>?, _ lock: String) -> Bool {
        stages?.contains(String(lock.dropLast(".json".count))) ?? true
    }

    private static func stages(
        of commit: ObjectID, _ spec: FilePath, _ repository: Repository, _ known: inout [ObjectID: Set<String>?],
        _ stages: ([UInt8]) -> Set<String>?
    ) throws -> Set<String>? {
        guard let path = repository.path(of: spec), let id = try repository.blobID(at: path, in: commit) else { return nil }
        if let names = known[id] { return names }
        let names = try repository.blob(id).flatMap(stages)
        known[id] = .some(names)
        return names
    }

    /// The checklist's folder, which has one for each section.
    private static let records = "checklist"

    private static func names(_ file: String) -> Bool { file.hasSuffix(".json") || file.hasSuffix(".md") }

    private static func folders(in folder: FilePath, _ files: any FileSystem) throws -> [String] {
        guard try files.information(at: folder)?.kind == .directory else { return [] }
        return try files.list(folder).filter { try files.information(at: folder.appending($0))?.kind == .directory }
    }

    /// A partial clone fetches what it lacks when that is wanted. What cannot be read may name anything.
    private static func unread(_ file: String, _ commit: ObjectID) -> Failure {
        Failure(
            "`\(file)` of commit \(commit) cannot be read from git, so that it is not known what it needs: nothing is dropped",
            hint: "in a partial clone, do it where the server that it is of can be reached")
    }

    private mutating func add(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        var rest = text.utf8[...]
        let mark = Array("sha256:".utf8)
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            let isMark = rest[..<colon].suffix(mark.count - 1).elementsEqual(mark.dropLast())
            rest = rest[rest.index(after: colon)...]
            // A record has it as YAML, with a space, and perhaps in quotes.
            while let next = rest.first, [UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'")].contains(next) {
                rest = rest.dropFirst()
            }
            guard isMark, let hash = ContentHash(String(decoding: rest.prefix(64), as: UTF8.self)) else { continue }
            hashes.insert(hash)
        }
    }
}
