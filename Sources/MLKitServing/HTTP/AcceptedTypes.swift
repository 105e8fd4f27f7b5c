internal import MLKitCore

/// What a client takes, by its `Accept` field (RFC 9110, section 12.5.1).
struct AcceptedTypes {
    private var weights: [(type: String, weight: Double)] = []

    /// - Parameter items: those of the field, such as `text/html;q=0.8`.
    init(_ items: [Substring]) {
        for item in items {
            let parts = item.split(separator: ";").map { $0.trimmed }
            guard let type = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            weights.append((type, weight ?? 1))
        }
    }

    /// Whether the first is wanted more than the second, or as much and by a narrower range; if neither is named, it is not.
    func prefers(_ first: String, to second: String) -> Bool {
        let (one, other) = (rank(of: first), rank(of: second))
        return one.weight > 0 && other < one
    }

    /// By the narrowest range that covers a type: how much it is wanted, and how narrow the range is.
    private func rank(of type: String) -> (weight: Double, narrowness: Int) {
        let ranges = [type, (type.split(separator: "/").first.map(String.init) ?? "") + "/*", "*/*"]
        for (place, range) in ranges.enumerated() {
            if let found = weights.first(where: { $0.type == range }) { return (found.weight, -place) }
        }
        return (0, -ranges.count)
    }
}
