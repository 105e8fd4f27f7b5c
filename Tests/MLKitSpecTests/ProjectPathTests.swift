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
}
