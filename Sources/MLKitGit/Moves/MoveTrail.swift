internal import MLKitCore

/// Follows files from one commit that took them away to the next.
struct MoveTrail {
    /// A file on its way.
    struct Walker {
        let origin: String
        /// Where it has been followed to.
        var path: String
        /// The blobs that it was, as far as they are known.
        var blobs: [ObjectID]
    }

    let repository: Repository
    let known: PathSet
    private(set) var found = MovedFiles()
    /// Those that history has nothing of.
    private(set) var untraced: [Walker] = []
    private var open: [Walker]

    /// No file is moved so often without anybody looking.
    private static let longest = 20

    init(_ walkers: [Walker], known: PathSet, in repository: Repository) throws {
        self.repository = repository
        self.known = known
        open = walkers
        for round in 0..<Self.longest where !open.isEmpty { try step(isFirst: round == 0) }
    }

    private mutating func step(isFirst: Bool) throws {
        let departures = try Departures(of: open.map(\.path), in: repository)
        let groups = Dictionary(grouping: open) { walker in
            departures.byPath[walker.path].map { [$0.last, $0.commit ?? .zero] }
        }
        open = []
        for (step, walkers) in groups.sorted(by: { ByteText($0.value[0].path) < ByteText($1.value[0].path) }) {
            guard let step else {
                if isFirst, departures.isWhole { untraced += walkers }
                continue
            }
            let sources = try walkers.compactMap { walker in
                try departures.byPath[walker.path].map { try MoveSource(walker.path, $0.blob, walker.blobs, in: repository) }
            }
            try take(walkers, sources, since: step[0], by: step[1] == .zero ? nil : step[1])
        }
    }

    /// - Parameter commit: what took the files away; `nil` where `HEAD` still has them.
    private mutating func take(
        _ walkers: [Walker], _ sources: [MoveSource], since last: ObjectID, by commit: ObjectID?
    ) throws {
        let added = try commit.map { try AddedFiles(by: $0, since: last, in: repository) }
            ?? AddedFiles(stagedSince: last, in: repository)
        let misses = repository.misses.count
        let pairs = try MovePair.all(from: sources, to: added, known)
        // What a partial clone cannot fetch is known by its id alone, so that only what is the same can be told.
        let isBlind = repository.misses.count > misses || sources.contains { !$0.isWhole }
        var best = MovePair.best(isBlind ? pairs.filter(\.isSame) : pairs)
        try passNameless(&best, sources, since: last)
        for var walker in walkers {
            guard let place = best[walker.path] else {
                if isBlind { found.unfetched.insert(walker.origin) }
                continue
            }
            walker.path = place
            walker.blobs = []
            try arrive(walker)
        }
        guard commit == nil, best.count < walkers.count else { return }
        let left = sources.filter { best[$0.path] == nil }
        let untracked = try AddedFiles(untrackedSince: last, in: repository)
        let alike = MovePair.best(try MovePair.all(from: left, to: untracked, known))
        for walker in walkers { if let path = alike[walker.path] { found.unadded[walker.origin] = path } }
    }

    /// A name that is no text leads nowhere further: where it is gone, what git has since then in its stead is taken.
    private func passNameless(_ best: inout ByteTable<String>, _ sources: [MoveSource], since last: ObjectID) throws {
        guard best.values.contains(where: Self.isNameless) else { return }
        let names = try repository.indexedNames().others.map { String(decoding: $0, as: UTF8.self) }
        let gone = best.filter { Self.isNameless($1) && !names.contains($1) }.map(\.0)
        guard !gone.isEmpty else { return }
        let staged = try AddedFiles(stagedSince: last, in: repository)
        let found = MovePair.best(try MovePair.all(from: sources.filter { gone.contains($0.path) }, to: staged, known))
        for path in gone { best[path] = found[path] }
    }

    private static func isNameless(_ path: String) -> Bool { path.unicodeScalars.contains("\u{FFFD}") }

    /// Where a file is that git has, its way ends.
    private mutating func arrive(_ walker: Walker) throws {
        guard try !Self.isNameless(walker.path) && !repository.isHere(walker.path) else {
            if !found.places.values.contains(where: { $0.hasSameBytes(as: walker.path) }) { found.places[walker.origin] = walker.path }
            return
        }
        open.append(walker)
    }
}
