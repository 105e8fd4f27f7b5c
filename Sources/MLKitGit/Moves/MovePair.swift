internal import MLKitCore

/// A file and what it may have become.
struct MovePair {
    var source: String
    var target: String
    /// In percent.
    var score: Int

    var isSame: Bool { score == 100 }

    /// As git has it for renames.
    static let leastScore = 50

    static func all(from sources: [MoveSource], to added: AddedFiles, _ known: PathSet) throws -> [MovePair] {
        let targets = try added.files.filter { !known.contains($0.path) }.compactMap {
            try MoveTarget($0, for: sources, in: added.repository)
        }
        return sources.flatMap { source in targets.compactMap { MovePair(source, $0) } }
    }

    private init?(_ source: MoveSource, _ target: MoveTarget) {
        let isSame = source.blobs.contains(target.blob)
        self.source = source.path
        self.target = target.path
        score = isSame ? 100 : source.similarity(to: target)
        // All empty files are the same, which says nothing.
        guard score >= Self.leastScore, target.size > 0 || hasSameName else { return nil }
    }

    private var hasSameName: Bool { RepositoryPath.name(of: source).hasSameBytes(as: RepositoryPath.name(of: target)) }

    /// One target for each source and one source for each target, the best pairs first.
    static func best(_ pairs: [MovePair]) -> ByteTable<String> {
        let ranked = pairs.sorted { a, b in
            guard a.score == b.score else { return a.score > b.score }
            guard a.hasSameName == b.hasSameName else { return a.hasSameName }
            return (ByteText(a.source), ByteText(a.target)) < (ByteText(b.source), ByteText(b.target))
        }
        var found: ByteTable<String> = [:]
        var taken = PathSet()
        for pair in ranked where found[pair.source] == nil && taken.insert(pair.target) {
            found[pair.source] = pair.target
        }
        return found
    }
}
