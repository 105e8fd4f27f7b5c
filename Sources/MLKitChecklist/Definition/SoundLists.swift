internal import MLKitCore
internal import SystemPackage

/// Lists that this version of mlkit has found nothing wrong with, by the hashes of their files: checking a list of
/// hundreds of items takes three quarters as long as reading it.
///
/// Kept in `.mlkit/cache/lists`: a first line with the version, then a hash a line, and in the last line the mark of
/// `CacheSeal` on all before. Losing it costs time only.
struct SoundLists {
    private let path: FilePath
    private let files: any FileSystem
    private let seal: CacheSeal?
    private var hashes: [ContentHash]
    private var isChanged = false

    private static let header = "mlkit lists \(Version.current)"
    /// Older ones are dropped.
    private static let limit = 32

    /// - Parameter seal: `nil` knows no list.
    init(project: FilePath, files: any FileSystem, seal: CacheSeal?) {
        self.seal = seal
        path = project.pushing(".mlkit/cache/lists")
        self.files = files
        let lines = (try? files.readText(path))?.split(separator: "\n").map(String.init) ?? []
        guard let seal, lines.first == Self.header, lines.last == Self.mark(on: lines.dropLast(), seal) else {
            hashes = []
            return
        }
        hashes = lines.dropFirst().dropLast().compactMap { ContentHash($0) }
    }

    func contains(_ hash: ContentHash) -> Bool { hashes.contains(hash) }

    mutating func insert(_ hash: ContentHash) {
        guard !contains(hash) else { return }
        hashes = hashes.suffix(Self.limit - 1) + [hash]
        isChanged = true
    }

    /// Writes what is new. Where it cannot be written, nothing is said.
    mutating func save() {
        guard isChanged, let seal else { return }
        isChanged = false
        let lines = [Self.header] + hashes.map(\.description)
        try? files.makeIgnoredDirectory(path.removingLastComponent())
        let all = lines + [Self.mark(on: lines[...], seal)]
        try? files.write(all.joined(separator: "\n") + "\n", to: path)
    }

    private static func mark(on lines: ArraySlice<String>, _ seal: CacheSeal) -> String {
        seal.mark(of: Array(lines.joined(separator: "\n").utf8)).hex
    }
}
