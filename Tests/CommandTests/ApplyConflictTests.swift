import MLKitTestSupport
import Testing

/// What `mlkit apply` could not merge, until somebody has.
@Suite struct ApplyConflictTests {
    let project: TemplatedProject

    init() async throws { project = try await TemplatedProject() }

    @Test func conflictsStayInTheTreeUntilTheyAreResolved() async throws {
        try project.write(TemplatedProject.lines.replacing("one", with: "uno"), to: "a.txt")
        try await project.commit()
        try project.secondVersion()
        #expect(try await project.mlkit("plan").status == 2)
        let outcome = try await project.mlkit("apply")
        #expect(outcome.status == 2)
        #expect(
            outcome.output == """
                conflict  a.txt                 both changed the same lines
                rename    old.txt -> fresh.txt
                delete    gone.txt
                create    new.txt
                update    .mlkit/template.yaml  the record: small 1.0.0 -> small 2.0.0
                1 create, 1 rename, 1 delete, 1 conflict; 3 files stay as they are

                next:
                  edit the files in conflict, `git add` or `git rm` each, then `git commit`
                  or go back with `mlkit apply --undo`

                """)
        #expect(try project.read("a.txt").hasPrefix("<<<<<<< yours\nuno\n=======\nONE\n>>>>>>> template small 2.0.0\n"))
        #expect(try await project.git("commit", "-m", "too early").status != 0)
        for (command, status) in [("plan", 2), ("apply", 1)] {
            let early = try await project.mlkit(command)
            #expect(early.status == Int32(status))
            #expect(early.output == "")
            #expect(
                early.error == """
                    error: 1 file is unmerged
                    note: `a.txt`

                    hint: resolve the conflicts, `git add` and commit; or take the last update back with `mlkit apply --undo`

                    """)
        }
        try project.write(TemplatedProject.lines.replacing("one", with: "both"), to: "a.txt")
        try await project.git("add", "a.txt")
        #expect(try await project.git("commit", "--quiet", "-m", "resolved").status == 0)
        #expect(try await project.mlkit("plan").status == 0)
    }

    @Test func aConflictInTheSpecIsNamed() async throws {
        try project.write("mlkit: 1\n<<<<<<< yours\nproject: {name: a}\n", to: "mlkit.yaml")
        let outcome = try await project.mlkit("plan")
        #expect(outcome.status == 3)
        #expect(
            outcome.error == """
                error: mlkit.yaml has an unresolved merge conflict
                 --> mlkit.yaml:2:1
                  |
                2 | <<<<<<< yours
                  | ^^^^^^^^^^^^^

                hint: choose between the sides and remove the markers

                """)
    }

    /// The way back is named where it is one.
    @Test func undoIsNamedWhereItTakesTheConflictBack() async throws {
        let spec = "mlkit: 1\nproject:\n  name: {{ name }}\n  title: {{ title|yaml }}\n"
        try project.write("mlkit: 1\nproject:\n  name: demo\n  title: A title\nstages:\n  mine: {run: 'true'}\n", to: "mlkit.yaml")
        try await project.commit()
        try project.template(version: "2.0.0", [
            "mlkit.yaml.stencil": spec + "stages:\n  mine: {run: 'false'}\n", "a.txt": TemplatedProject.lines,
        ])
        #expect(try await project.mlkit("apply").status == 2)
        let plan = try await project.mlkit("plan")
        #expect(plan.error.hasSuffix("\nhint: choose between the sides and remove the markers; or go back with `mlkit apply --undo`\n"))
        #expect(try await project.mlkit("apply", "--undo").status == 0)
        #expect(try await project.mlkit("plan").status == 2)
        // A merge of the user's own is none of an update's.
        try await project.git("branch", "other")
        try project.write("mine\n", to: "a.txt")
        try await project.commit()
        try await project.git("checkout", "--quiet", "other")
        try project.write("theirs\n", to: "a.txt")
        try await project.commit()
        try await project.git("merge", "--quiet", "-")
        #expect(try await project.mlkit("plan").error.hasSuffix("\nhint: resolve the conflicts, `git add` and commit\n"))
    }
}
