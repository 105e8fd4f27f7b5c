import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

/// Differences, compared with `git diff`.
@Suite struct UnifiedDiffTests {
    private func text(_ old: String?, _ new: String?, _ path: String = "file.py") throws -> String {
        try UnifiedDiff.text(from: old.map { (path, Array($0.utf8)) }, to: new.map { (path, Array($0.utf8)) })
    }

    /// From the line `---` on.
    private func git(_ old: String?, _ new: String?, _ path: String) async throws -> String {
        let sandbox = try await GitSandbox()
        try await sandbox.git("config", "core.quotePath", "false")
        try await sandbox.commit(old.map { [path: $0] } ?? ["other": "1"])
        if let new { try sandbox.write(new, to: path) }
        if new == nil { try LocalFileSystem().remove(sandbox.path.appending(path)) }
        try await sandbox.git("add", "--all")
        let diff = try await sandbox.git("diff", "--cached")
        let lines = diff.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.drop { !$0.hasPrefix("--- ") && !$0.hasPrefix("Binary") }.joined(separator: "\n")
    }

    private static let long = (1...40).map { "line \($0)\n" }.joined()
    private static let code = "def one():\n    return 1\n\n\ndef two():\n    a = 1\n    b = 2\n    return a\n"

    private static let cases: [(old: String?, new: String?, path: String)] = [
        (long, long.replacing("line 20\n", with: "line twenty\n").replacing("line 37\n", with: ""), "a.txt"),
        (nil, "new\n", "new.txt"), ("old\n", nil, "gone.txt"), ("a\nb", "a\nb\n", "end.txt"), ("a\n", "a", "end.txt"),
        ("a b\n", "a c\n", "with space.txt"), ("a\n", "b\n", "ü.txt"), ("a\n", "b\n", "a\"b\\c\t.txt"),
        (code, code.replacing("def two", with: "def extra():\n    return 3\n\n\ndef two"), "a.py"),
        ("a\0b", "a\0c", "data.bin"), ("", nil, "empty"), (nil, "", "empty"),
    ]

    @Test(arguments: cases.indices) func itIsWhatGitPrints(_ index: Int) async throws {
        let (old, new, path) = Self.cases[index]
        #expect(try text(old, new, path) == (try await git(old, new, path)))
    }

    @Test func aRenamedFileHasBothNames() throws {
        let text = try UnifiedDiff.text(from: ("old/a", Array("1\n".utf8)), to: ("new/a", Array("2\n".utf8)))
        #expect(text == "--- a/old/a\n+++ b/new/a\n@@ -1 +1 @@\n-1\n+2\n")
    }

    @Test func whatIsTheSameHasNoDifference() throws {
        #expect(try text("a\n", "a\n").isEmpty)
    }

    @Test(arguments: [10, 19, 20, 25, 33, 39]) func similarityIsGits(_ kept: Int) async throws {
        let lines = (1...40).map { "a line of the file, number \($0 * $0)\n" }
        let changed = lines.prefix(kept).joined() + (kept..<40).map { "\($0) changed\r\n" }.joined()
        let sandbox = try await GitSandbox()
        try await sandbox.commit(["old": lines.joined()])
        try await sandbox.git("rm", "--quiet", "old")
        try sandbox.write(changed, to: "new")
        try await sandbox.git("add", "new")
        let status = try await sandbox.git("diff", "--cached", "--name-status", "--find-renames=1%")
        let similarity = UnifiedDiff.similarity(Array(lines.joined().utf8), Array(changed.utf8))
        #expect(status.hasPrefix("R0\(similarity)\t"))
    }
}
