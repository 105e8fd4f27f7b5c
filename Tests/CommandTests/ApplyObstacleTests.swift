import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What `mlkit apply` says where something else stands in a file's place.
@Suite struct ApplyObstacleTests {
    let project: TemplatedProject

    init() async throws { project = try await TemplatedProject() }

    @Test func aFolderInAFilesPlaceIsSaidOnce() async throws {
        let old = try project.read("a.txt")
        try LocalFileSystem().remove(project.path.appending("a.txt"))
        try project.write("mine\n", to: "a.txt/mine")
        try await project.commit()
        try project.secondVersion()
        let first = try await project.mlkit("apply")
        #expect(first.status == 2)
        #expect(first.output.contains("conflict  a.txt                 a folder is there: it is updated when it is put back\n"))
        #expect(first.output.hasSuffix("""
            next:
              where a file's place is taken: make room, put back what was there, `git commit`, and `mlkit apply` again
              or go back with `mlkit apply --undo`

            """))
        try await project.commit()
        #expect(try await project.mlkit("apply").output.hasPrefix("nothing to do: "))
        // Put back, it is what it would have been.
        try LocalFileSystem().remove(project.path.appending("a.txt"))
        try project.write(old.replacing("seven", with: "SEVEN"), to: "a.txt")
        try await project.commit()
        #expect(try await project.mlkit("apply").output.hasPrefix("merge     a.txt"))
        #expect(try project.read("a.txt") == old.replacing("one", with: "ONE").replacing("seven", with: "SEVEN"))
    }

    @Test func whereGitIgnoresAllOfItThereIsNothingToCommit() async throws {
        try project.write(".mlkit\n*.txt\nREADME.md\n", to: ".gitignore")
        try await project.git("rm", "-r", "--quiet", "--cached", ".")
        try await project.commit()
        try project.template(version: "2.0.0", [
            "mlkit.yaml.stencil": "mlkit: 1\nproject:\n  name: {{ name }}\n  title: {{ title|yaml }}\n",
            "a.txt": TemplatedProject.lines.replacing("one", with: "ONE"), "README.md.stencil": "# {{ title }}\n",
            "gone.txt": "bye\n", "old.txt": "old\n\(TemplatedProject.lines)",
        ])
        let outcome = try await project.mlkit("apply")
        #expect(outcome.output.hasSuffix("""
            next:
              nothing to commit, as git ignores all of it; `mlkit apply --undo` takes it back

            """))
        #expect(try await project.git("status", "--porcelain").output == "")
    }

    @Test func aNewFileComesWhenThereIsRoom() async throws {
        try project.write("mine\n", to: "new.txt/mine")
        try await project.commit()
        try project.secondVersion()
        let first = try await project.mlkit("apply")
        #expect(first.status == 2 && first.output.contains("a folder is there: it comes when that is moved away\n"))
        try await project.commit()
        // Nothing is done now, so there is nothing to go back from.
        let second = try await project.mlkit("apply")
        #expect(second.status == 2 && !second.output.contains("--undo"))
        try await project.git("mv", "new.txt", "old-new")
        try await project.commit()
        #expect(try await project.mlkit("apply").output.hasPrefix("create    new.txt"))
    }

    @Test func filesOfAFolderThatIsALinkNowAreFollowed() async throws {
        let spec = "mlkit: 1\nproject:\n  name: {{ name }}\n  title: {{ title|yaml }}\n"
        try project.template(version: "2.0.0", ["mlkit.yaml.stencil": spec, "sub/a.txt": TemplatedProject.lines])
        #expect(try await project.mlkit("apply").status == 0)
        try await project.commit()
        try LocalFileSystem().rename(project.path.appending("sub"), to: project.path.appending("real"))
        try LocalFileSystem().makeLink(at: project.path.appending("sub"), to: "real")
        try await project.commit()
        let changed = TemplatedProject.lines.replacing("one", with: "ONE")
        try project.template(version: "3.0.0", ["mlkit.yaml.stencil": spec, "sub/a.txt": changed])
        let outcome = try await project.mlkit("apply")
        #expect(outcome.status == 0 && outcome.output.hasPrefix("update    real/a.txt"), "\(outcome.output)")
        #expect(try project.read("real/a.txt") == changed)
    }
}
