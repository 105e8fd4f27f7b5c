internal import MLKitCore
internal import SystemPackage

/// Lists that this version of mlkit has found nothing wrong with, by the hashes of their files: checking a list of
/// hundreds of items takes three quarters as long as reading it.
///
/// Kept in `.mlkit/cache/lists`: a first line with the version, then a hash a line. Losing it costs time only.
struct SoundLists {
    private let path: FilePath
    private let files: any FileSystem
    private var hashes: [ContentHash]
    private var isChanged = false

    private static let header = "mlkit lists \(Version.current)"
    /// Older ones are dropped.
    private static let limit = 32

    init(project: FilePath, files: any FileSystem) {
        path = project.pushing(".mlkit/cache/lists")
        self.files = files
        let lines = (try? files.readText(path))?.split(separator: "\n") ?? []
        hashes = lines.first.map(String.init) == Self.header ? lines.dropFirst().compactMap { ContentHash(String($0)) } : []
    }

    func contains(_ hash: ContentHash) -> Bool { hashes.contains(hash) }

    mutating func insert(_ hash: ContentHash) {
        guard !contains(hash) else { return }
        hashes = hashes.suffix(Self.limit - 1) + [hash]
        isChanged = true
    }

    /// Writes what is new. Where it cannot be written, nothing is said.
    mutating func save() {
        guard isChanged else { return }
        isChanged = false
        let lines = [Self.header] + hashes.map(\.description)
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        try? files.write(lines.joined(separator: "\n") + "\n", to: path)
    }
}
