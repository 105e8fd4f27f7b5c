internal import MLKitCore
internal import MLKitGit

/// Two places to compare, as git names them.
public struct RevisionRange: Hashable, Sendable {
    let old: String
    /// `nil` for the working tree.
    let new: String?
    /// Whether the first is where the two went apart.
    let fromMergeBase: Bool

    /// Reads `A..B`, `A...B`, or `A` for `A..HEAD`; without a side, it is `HEAD`. `nil` compares `HEAD` with the
    /// working tree.
    public init(_ text: String?) {
        guard let text else {
            (old, new, fromMergeBase) = ("HEAD", nil, false)
            return
        }
        let parts = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            (old, new, fromMergeBase) = (text, "HEAD", false)
            return
        }
        fromMergeBase = parts[1].hasPrefix(".")
        let second = fromMergeBase ? String(parts[1].dropFirst()) : parts[1]
        old = parts[0].isEmpty ? "HEAD" : parts[0]
        new = second.isEmpty ? "HEAD" : second
    }

    /// "main..HEAD".
    var words: String {
        guard let new else { return "\(old) and the working tree" }
        return "\(old)\(fromMergeBase ? "..." : "..")\(new)"
    }

    /// The two commits; `nil` for the working tree, and for `HEAD` before the first commit when it is compared with
    /// that.
    ///
    /// - Throws: `Failure` for a name that is none, each of them, or for commits that have none in common.
    func commits(in repository: Repository) throws -> (old: ObjectID?, new: ObjectID?) {
        guard let new else { return (try repository.headCommit, nil) }
        var problems = [Diagnostic]()
        let found = [old, new].map { name -> ObjectID? in
            do { return try repository.commit(named: name) } catch {
                problems += (error as? Failure)?.diagnostics ?? []
                return nil
            }
        }
        guard problems.isEmpty, let first = found[0], let second = found[1] else { throw Failure(problems) }
        guard fromMergeBase else { return (first, second) }
        guard let base = try repository.mergeBase(first, second) else {
            throw Failure("`\(old)` and `\(new)` have no commit in common", hint: "compare them with `\(old)..\(new)`")
        }
        return (base, second)
    }
}
