internal import MLKitCore

/// A file and what it may have become.
struct MovePair {
    var source: String
    var target: String
    /// In percent.
    var score: Int

    /// As git has it for renames.
    static let leastScore = 50

    static func all(from sources: [MoveSource], to added: AddedFiles, _ known: Set<String>) throws -> [MovePair] {
        // Names that differ only in how accents are composed are two.
        let known = Set(known.map { ByteText($0) })
        let targets = try added.files.filter { !known.contains(ByteText($0.path)) }.compactMap {
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

    private var hasSameName: Bool { Self.name(source) == Self.name(target) }

    private static func name(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }

    /// One target for each source and one source for each target, the best pairs first.
    static func best(_ pairs: [MovePair]) -> [String: String] {
        let ranked = pairs.sorted { a, b in
            guard a.score == b.score else { return a.score > b.score }
            guard a.hasSameName == b.hasSameName else { return a.hasSameName }
            return (a.source, a.target) < (b.source, b.target)
        }
        var found: [String: String] = [:]
        var taken: Set<String> = []
        for pair in ranked where found[pair.source] == nil && taken.insert(pair.target).inserted {
            found[pair.source] = pair.target
        }
        return found
    }
}
