/// Names that look like a mistyped one, for "did you mean".
public enum Suggestion {
    /// The candidate nearest to `name`, if near enough to be a typo of it.
    public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        // Of a single letter any other would be one letter away.
        let limit = name.count > 1 ? max(1, name.count / 3) : 0
        let near = candidates.filter { name.count <= longest && abs($0.count - name.count) <= limit }
        let ranked = near.map { (distance: distance(name.lowercased(), $0.lowercased()), candidate: $0) }
        let best = ranked.min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
        guard let best, best.distance <= limit else { return nil }
        return best.candidate
    }

    /// A hint of the form "did you mean `x`?", or the list of what is known where nothing is near.
    public static func hint(for name: String, among candidates: [String]) -> String? {
        if let nearest = nearest(to: name, among: candidates) { return "did you mean `\(nearest)`?" }
        guard candidates.count > shown else { return candidates.isEmpty ? nil : "known are \(list(candidates))" }
        let names = candidates.prefix(shown).map { "`\($0)`" }.joined(separator: ", ")
        return "known are \(names) and \(candidates.count - shown) others"
    }

    /// Longer names are no typos of anything.
    private static let longest = 100
    /// The most candidates that a hint lists.
    private static let shown = 30
    /// So many stand for very many.
    private static let few = 5

    /// "`a`, `b` and `c`"; of very many the first, and how many others there are.
    public static func list(_ names: [String]) -> String {
        guard names.count <= shown else {
            return "\(names.prefix(few).map { "`\($0)`" }.joined(separator: ", ")) and \(names.count - few) others"
        }
        let quoted = names.map { "`\($0)`" }
        guard quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " and " + quoted[quoted.count - 1]
    }

    /// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
    static func distance(_ lhs: String, _ rhs: String) -> Int {
        let a = Array(lhs)
        let b = Array(rhs)
        var beforePrevious = [Int]()
        var previous = Array(0...b.count)
        for i in a.indices {
            var current = [i + 1]
            for j in b.indices {
                var best = min(previous[j] + (a[i] == b[j] ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforePrevious[j - 1] + 1) }
                current.append(best)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[b.count]
    }
}

/// "1 stage", "2 stages": a count with its noun, the plural spelt out where it is not the noun plus `s`.
public func plural(_ count: Int, _ noun: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : many ?? noun + "s")"
}
