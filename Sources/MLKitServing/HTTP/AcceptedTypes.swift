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

    /// Whether the first is wanted more than the second; if neither is named, it is not.
    func prefers(_ first: String, to second: String) -> Bool { weight(of: first) > weight(of: second) }

    /// By the narrowest range that covers a type.
    private func weight(of type: String) -> Double {
        let ranges = [type, (type.split(separator: "/").first.map(String.init) ?? "") + "/*", "*/*"]
        for range in ranges { if let found = weights.first(where: { $0.type == range }) { return found.weight } }
        return 0
    }
}
