import MLKitCore
import MLKitTestSupport
import Testing

/// Decisions that are written to `mlkit.yaml`, seen from outside.
@Suite struct CheckChooseTests {
    @Test func aChoiceIsWrittenAndLeftForItsOwnerToCommit() async throws {
        let project = try await GuidedProject()
        let outcome = try await project.check("choose", "scoping.inference", "batch")
        #expect(outcome.status == 0)
        #expect(
            ChecklistProject.timeless(outcome.output) == """
                done: scoping.inference (checklist/scoping/inference.md, commit ID)
                  mlkit.yaml  project.inference: online -> batch (changed, not committed)

                """)
        #expect(
            try project.sandbox.read("mlkit.yaml") == GuidedProject.spec.replacing("\"online\"", with: "\"batch\""))
        #expect(try await project.sandbox.git("show", "--format=", "--name-only") == "checklist/scoping/inference.md\n")
        #expect(try await project.sandbox.git("status", "--porcelain") == " M mlkit.yaml\n")
        let again = try await project.check("choose", "scoping.inference", "batch", "--no-commit")
        #expect(again.output.hasSuffix("  mlkit.yaml has `project.inference: batch` already\n"))
    }

    @Test func theRecordAloneIsMadeIfThatIsWanted() async throws {
        let project = try await GuidedProject()
        let outcome = try await project.check("choose", "inference", "batch", "--no-write")
        #expect(
            ChecklistProject.timeless(outcome.output)
                == "done: scoping.inference (checklist/scoping/inference.md, commit ID)\n")
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func evidenceIsTheSpecAsItIsAfterwards() async throws {
        let project = try await GuidedProject()
        _ = try await project.check("choose", "inference", "batch", "-e", "mlkit.yaml")
        #expect(try await project.check("list", "--state", "done").output.contains("scoping.inference"))
    }

    @Test func ifTheRecordCannotBeMadeTheSpecStays() async throws {
        let project = try await GuidedProject()
        let outcome = try await project.check("choose", "inference", "batch", "-e", "nowhere.txt")
        #expect(outcome.status == 1)
        #expect(outcome.error == "error: the evidence `nowhere.txt` does not exist\n")
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
        let unknown = try await project.check("choose", "inference", "btach")
        #expect(
            unknown.error
                == "error: `btach` is none of the options of `scoping.inference`\nnote: they are `online` and `batch`\n\n"
                + "hint: did you mean `batch`?\n")
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
    }

    @Test func whatCannotBeEditedIsRefusedBeforehand() async throws {
        let spec = "mlkit: 1\nchecklists: [list.yaml]\nparams: {p: &p {name: p, inference: online}}\nproject: *p\n"
        let project = try await GuidedProject(spec: spec)
        let outcome = try await project.check("choose", "inference", "batch")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                error: `project` is the alias `*p`
                 --> mlkit.yaml:4:10
                  |
                4 | project: *p
                  |          ^^
                note: `scoping.inference` writes its answer to `project.inference` in mlkit.yaml; `--no-write` records it alone

                hint: edit the anchor `&p` itself

                """)
        #expect(try await project.sandbox.git("status", "--porcelain") == "")
        #expect(try await project.check("choose", "inference", "batch", "--no-write").status == 0)
    }
}
