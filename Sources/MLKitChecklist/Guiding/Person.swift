internal import MLKitCore

/// Somebody, by what git or a colleague calls them: a name, an address, or `Ada Example <ada@example.com>`.
public struct Person: Hashable, Sendable {
    private let name: String
    private let address: String?

    public init(_ text: String) {
        let parts = text.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false)
        name = String(parts[0]).trimmed.lowercased()
        address = parts.count == 2 ? String(parts[1]).trimmed.lowercased().replacing(">", with: "") : nil
    }

    /// Whether a text, as `mlkit check assign` records it, means this person: by the whole name or address, or by one
    /// of the name's words.
    public func isNamed(by text: String?) -> Bool {
        guard let text else { return false }
        let other = Person(text)
        if let address, address == other.address || address == other.name { return true }
        if let theirs = other.address, theirs == name { return true }
        guard !name.isEmpty, !other.name.isEmpty else { return false }
        return name == other.name || words.contains(other.name) || other.words.contains(name)
    }

    private var words: [String] { name.split(separator: " ").map(String.init) }
}
