internal import MLKitCore

/// The branches and tags that a repository offers.
struct RemoteReferences {
    private(set) var branches: [String] = []
    private(set) var tags: [String] = []
    private(set) var hasHead = false

    private static let branchPrefix = "refs/heads/"
    private static let tagPrefix = "refs/tags/"

    /// Reads what `git ls-remote` prints: an id, a tab and a name in each line.
    init(parsing text: String) {
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = String(parts[1])
            if name == "HEAD" { hasHead = true }
            if name.hasPrefix(Self.branchPrefix) { branches.append(String(name.dropFirst(Self.branchPrefix.count))) }
            // What an annotated tag points at has a line of its own, which ends in `^{}`.
            guard name.hasPrefix(Self.tagPrefix), !name.hasSuffix("^{}") else { continue }
            tags.append(String(name.dropFirst(Self.tagPrefix.count)))
        }
    }

    /// What the name stands for; a tag goes before a branch, as with git.
    func reference(named name: String?) -> CachedReference? {
        guard let name else { return hasHead ? .head : nil }
        if tags.contains(name) { return .tag(name) }
        return branches.contains(name) ? .branch(name) : nil
    }

    /// Why there is no such reference, with what there is.
    func failure(for name: String?, _ address: GitAddress) -> Failure {
        guard let name else { return Failure("the repository `\(address.publicURL)` is empty") }
        let notes = [("tags", tags), ("branches", branches)].compactMap { kind, names in
            names.isEmpty ? nil : "its \(kind) are \(Self.list(names))"
        }
        return Failure(
            "the repository `\(address.publicURL)` has no tag, branch or commit `\(name)`", notes: notes,
            hint: Suggestion.nearest(to: name, among: tags + branches).map { "did you mean `\($0)`?" })
    }

    /// The newest names, in git's order.
    private static func list(_ names: [String]) -> String {
        let shown = 10
        guard names.count > shown else { return Suggestion.list(names) }
        return "\(names.count), among them \(Suggestion.list(Array(names.suffix(shown))))"
    }
}
