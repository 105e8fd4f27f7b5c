internal import CLibGit2
internal import MLKitCore

/// The difference of two files, as git prints it, from the line `--- a/…` on.
public enum UnifiedDiff {
    /// The text of a difference; empty if the contents are the same.
    ///
    /// - Parameters:
    ///   - from: `nil` for a file that is made.
    ///   - to: `nil` for a file that is deleted.
    public static func text(
        from old: (path: String, content: [UInt8])?, to new: (path: String, content: [UInt8])?
    ) throws -> String {
        guard old?.content != new?.content else { return "" }
        let before = old.map { QuotedPath.text("a/\($0.path)") } ?? "/dev/null"
        let after = new.map { QuotedPath.text("b/\($0.path)") } ?? "/dev/null"
        let contents = [old?.content ?? [], new?.content ?? []]
        if contents.contains(where: TextMerge.isBinary) { return "Binary files \(before) and \(after) differ\n" }
        let hunks = try Patch.hunks(contents[0], contents[1])
        // A file without content has no lines to show.
        guard !hunks.isEmpty else { return "" }
        return "--- \(before)\(end(old?.path))\n+++ \(after)\(end(new?.path))\n\(hunks)"
    }

    /// Git ends a name that has spaces by a tab, for programs that read a time behind it.
    private static func end(_ path: String?) -> String {
        path?.contains(" ") == true ? "\t" : ""
    }

    /// How much of the larger of two files is made of lines of the other, in percent: git's measure for renames.
    public static func similarity(_ a: [UInt8], _ b: [UInt8]) -> Int {
        LineCounts(of: a).similarity(to: LineCounts(of: b))
    }
}
