import MLKitChecklist
import MLKitCore
import MLKitStages
import Testing

/// Answers that are written to `mlkit.yaml`.
@Suite struct SpecAnswerTests {
    private func item(writes path: String, _ options: String = "{online: {when: w}, batch: {when: w}}") throws
        -> ChecklistItem
    {
        let text = """
            checklist: 1
            title: T
            sections:
              - id: a
                title: A
                items:
                  - {id: a.b, title: t, why: w, how: h, maturity: poc, kind: choice, options: \(options), writes: \(path)}

            """
        return try #require(ChecklistDefinition(parsing: Array(text.utf8), kinds: .builtIn, name: "l", file: "l.yaml").items.first)
    }

    private func changed(_ spec: String, _ path: String, _ answer: String) throws -> (String, old: String?)? {
        let effect = try SpecAnswer(to: item(writes: path), answer: answer, spec: Array(spec.utf8), kinds: .builtIn)?.effect
        guard case .change(let bytes, let old)? = effect else { return nil }
        return (String(decoding: bytes, as: UTF8.self), old)
    }

    @Test func onlyTheFieldChanges() throws {
        let spec =
            "# ours\r\nmlkit: 1\r\nproject:\r\n  name: 'p'   # short\r\n  inference: \"online\"  # for now\r\n\r\n  tags: [a,  b]\r\n"
        let result = try #require(try changed(spec, "project.inference", "Batch"))
        #expect(result.0 == spec.replacing("\"online\"", with: "\"batch\""))
        #expect(result.old == "online")
    }

    @Test func whatIsMissingIsMade() throws {
        let spec = "mlkit: 1\nproject: {name: p}\n# the end\n"
        #expect(
            try changed(spec, "project.inference", "batch")?.0
                == "mlkit: 1\nproject: {name: p, inference: batch}\n# the end\n")
        #expect(
            try changed(spec, "params.search", "batch")?.0
                == "mlkit: 1\nproject: {name: p}\nparams:\n  search: batch\n# the end\n")
    }

    @Test func whatIsThereAlreadyOrCannotBeIsNoChange() throws {
        let spec = Array("mlkit: 1\nproject: {name: p, inference: batch}\n".utf8)
        #expect(
            try SpecAnswer(to: item(writes: "project.inference"), answer: "batch", spec: spec, kinds: .builtIn)?.effect
                == SpecAnswer.Effect.none)
        #expect(try SpecAnswer(to: item(writes: "card.license"), answer: "batch", spec: spec, kinds: .builtIn) == nil)
    }

    @Test func aSpecThatWouldNotBeSoundIsRefused() throws {
        let spec = Array("mlkit: 1\nproject: {name: p}\n".utf8)
        let item = try item(writes: "project.inference", "{online: {when: w}, daily: {when: w}}")
        let failure = #expect(throws: Failure.self) { try SpecAnswer(to: item, answer: "daily", spec: spec, kinds: .builtIn) }
        #expect(failure?.description.contains("`a.b` writes its answer to `project.inference` in mlkit.yaml") == true)
        #expect(throws: Failure.self) { try SpecAnswer(to: item, answer: "weekly", spec: spec, kinds: .builtIn) }
    }
}
