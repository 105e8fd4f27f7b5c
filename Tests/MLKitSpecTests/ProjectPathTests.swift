import MLKitSpec
import Testing

/// Paths that no project may have.
@Suite struct ProjectPathTests {
    @Test(arguments: [".git/x", "sub/.git", "sub/.git/config", ".GIT/x", "a/git~1/b", "a/../.git", "sub/.git/"])
    func gitsOwnFolderIsNoPlaceAnywhere(path: String) {
        #expect(ProjectPath.problem(path) == "is inside git's own folder")
    }

    @Test(arguments: [".github/x", "a/.gitignore", "a/.git/../b", "git/x", "..."]) func othersAre(path: String) {
        #expect(ProjectPath.problem(path) == nil)
    }

    /// A slash with a mark behind it that combines with it is a slash to the system, and one character of another kind to Swift.
    @Test(arguments: [
        ("../\u{301}x", "leads out of the project"), ("a/../../\u{301}x", "leads out of the project"),
        ("/\u{301}x", "is not relative to the project"), ("a/../.git/\u{200D}x", "is inside git's own folder"),
    ])
    func aSlashThatCombinesIsASlash(path: String, problem: String) { #expect(ProjectPath.problem(path) == problem) }

    @Test func whatCombinesWithASlashBelongsToTheNameBehindIt() {
        #expect(ProjectPath.problem("a/\u{301}x") == nil)
        #expect(ProjectPath.normal("a/./\u{301}x/../b/") == "a/b")
    }
}
