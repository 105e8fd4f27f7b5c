internal import MLKitCore
internal import SystemPackage

/// What the locks of stages say of their runs: `.mlkit/lock/<stage>.json`, which is written when a stage succeeds.
struct RunLocks {
    let project: FilePath
    let files: any FileSystem

    private static let folder = ".mlkit/lock"

    /// The hash of what a stage's last success wrote: of its outputs, each as `<hash> <path>\0`, in the order of their
    /// paths. A run that wrote nothing counts by all that its lock holds but the result and the file's format. `nil` if
    /// there is no lock that can be read.
    func hash(of stage: String) throws -> ContentHash? {
        guard Self.isStageName(stage) else { return nil }
        let path = project.pushing(FilePath(Self.folder)).appending(stage + ".json")
        guard try files.information(at: path)?.kind == .file, let lock = try? JSON(parsing: files.read(path)),
            let members = lock.members
        else { return nil }
        let outputs = (lock["outputs"]?.members ?? []).sorted { $0.name < $1.name }
        guard outputs.isEmpty else {
            return ContentHash(of: outputs.map { "\($0.value.string ?? $0.value.compact) \($0.name)\0" }.joined())
        }
        return ContentHash(of: JSON.object(members.filter { !["result", "format"].contains($0.name) }).sorted.compact)
    }

    /// The stages that have a lock.
    func stages() throws -> [String] {
        let folder = project.pushing(FilePath(Self.folder))
        guard try files.information(at: folder)?.kind == .directory else { return [] }
        return try files.list(folder).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    }

    /// Whether a text can be the name of a stage, and so of its lock.
    static func isStageName(_ text: String) -> Bool {
        !text.isEmpty && text.first != "." && text.utf8.count <= 200 && !text.contains("/")
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
