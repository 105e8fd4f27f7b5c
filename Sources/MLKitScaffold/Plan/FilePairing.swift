internal import MLKitCore
internal import MLKitGit

/// Finds which file of a new rendering is which of the record.
///
/// The same origin is the same file. Among the others the same path is, then the same content, then content of
/// which at least half is the same, best first. (Empty files are all the same, which says nothing.)
struct FilePairing {
    private(set) var pairs: [FilePair] = []
    private var old: [FilePair.Old]
    private var new: [RenderedFile]
    private let base: (FilePair.Old) throws -> [UInt8]?

    /// In percent.
    static let leastSimilarity = 50
    /// Comparing costs; so many lost files against so many new ones are no renames.
    private static let mostComparisons = 10_000

    /// - Parameter base: the content of a file of the record.
    init(
        _ files: ByteTable<RecordedFile>, _ rendered: [RenderedFile], base: @escaping (FilePair.Old) throws -> [UInt8]?
    ) throws {
        old = files.sorted.map { FilePair.Old(path: $0.key, file: $0.value) }
        new = rendered
        self.base = base
        match { $0.file.origin } with: { $0.origin }
        match { $0.path } with: { $0.path }
        match { $0.file.blob == Self.empty ? nil : $0.file.blob.hex } with: { $0.blob.hex }
        try matchSimilar()
        pairs += old.map { FilePair(old: $0, new: nil) } + new.map { FilePair(old: nil, new: $0) }
    }

    private static let empty = ObjectID("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")

    /// Pairs those that have a key in common.
    private mutating func match(_ oldKey: (FilePair.Old) -> String?, with newKey: (RenderedFile) -> String) {
        guard !old.isEmpty, !new.isEmpty else { return }
        var byKey: ByteTable<[RenderedFile]> = [:]
        for file in new.reversed() { byKey[newKey(file), default: []].append(file) }
        var rest = [FilePair.Old]()
        for file in old {
            guard let key = oldKey(file), let match = byKey[key]?.popLast() else { rest.append(file); continue }
            pairs.append(FilePair(old: file, new: match))
        }
        old = rest
        let left = PathSet(byKey.values.joined().map(\.path))
        new = new.filter { left.contains($0.path) }
    }

    private mutating func matchSimilar() throws {
        guard !old.isEmpty, !new.isEmpty, old.count * new.count <= Self.mostComparisons else { return }
        var scores: [(score: Int, old: Int, new: Int)] = []
        for (oldIndex, file) in old.enumerated() {
            guard let content = try base(file), !content.isEmpty, !TextMerge.isBinary(content) else { continue }
            for (newIndex, other) in new.enumerated() where !TextMerge.isBinary(other.content) {
                let score = UnifiedDiff.similarity(content, other.content)
                if score >= Self.leastSimilarity { scores.append((score, oldIndex, newIndex)) }
            }
        }
        var taken = (old: Set<Int>(), new: Set<Int>())
        for (_, one, other) in scores.sorted(by: { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) })
        where !taken.old.contains(one) && !taken.new.contains(other) {
            taken.old.insert(one)
            taken.new.insert(other)
            pairs.append(FilePair(old: old[one], new: new[other]))
        }
        old = old.indices.filter { !taken.old.contains($0) }.map { old[$0] }
        new = new.indices.filter { !taken.new.contains($0) }.map { new[$0] }
    }
}
