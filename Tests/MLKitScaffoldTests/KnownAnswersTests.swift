import MLKitCore
import MLKitScaffold
import MLKitSpec
import MLKitYAML
import Testing

/// Answers that stand in `mlkit.yaml` or in a record.
@Suite struct KnownAnswersTests {
    private static let questions = """
        questions:
          title: {type: text, default: none, spec: project.title}
          seed: {type: integer, default: 1, spec: params.split.seed}
          tags: {type: multi-choice, choices: [a, b], default: [], spec: project.tags}
          license: {type: choice, choices: [MIT, '2.0'], default: MIT}
          extra: {type: text, default: x, when: license == "MIT"}

        """

    private func given(_ spec: String, _ record: String, _ assignments: [String] = []) throws -> [String: JSON] {
        let template = try TemplateFixture(Self.questions).template()
        let root = try YAMLDocument.parse(spec, file: "mlkit.yaml")
        let recorded = try YAMLDocument.parse(record, file: ".mlkit/template.yaml")
        let sources = [
            template.answers(inSpec: root),
            template.answers(in: root["template"]?["answers"], name: "mlkit.yaml"),
            template.answers(in: recorded["answers"], name: ".mlkit/template.yaml"),
        ]
        return try Interview(template, projectName: "demo", layout: .standard(project: "demo"))
            .answers(assigned: AssignedAnswers(parsing: assignments), known: sources).given
    }

    @Test func theNearestSourceDecides() throws {
        let spec = """
            project: {title: From the spec, tags: [b]}
            params: {split: {seed: 7}}
            template: {source: x, answers: {title: hidden, license: 2.0}}
            """
        let record = "answers: {title: recorded, seed: 3, license: MIT, extra: e, gone: 1}"
        #expect(
            try given(spec, record) == ["title": "From the spec", "seed": 7, "tags": ["b"], "license": "2.0"])
        #expect(try given(spec, record, ["title=Set", "license=MIT"])["title"] == "Set")
        #expect(try given(spec, record, ["license=MIT"])["extra"] == "e")
        #expect(
            try given("project: {name: x}", record) == [
                "title": "recorded", "seed": 3, "tags": [], "license": "MIT", "extra": "e",
            ])
    }

    @Test func answersThatNoLongerFitAreToldWithTheirPlace() throws {
        let spec = "project: {title: ok, tags: [c]}\nparams: {split: {seed: many}}\n"
        #expect(
            problems { _ = try given(spec, "answers: {license: GPL}") } == """
                error: question `seed`: the answer must be a whole number, not text
                 --> mlkit.yaml:2:24
                  |
                2 | params: {split: {seed: many}}
                  |                        ^^^^
                note: the answer stands in `mlkit.yaml`

                error: question `tags`: `c` is not some of `a` and `b`, with commas between
                 --> mlkit.yaml:1:28
                  |
                1 | project: {title: ok, tags: [c]}
                  |                            ^^^
                note: the answer stands in `mlkit.yaml`

                error: question `license`: `GPL` is not one of `MIT` and `2.0`
                 --> .mlkit/template.yaml:1:20
                  |
                1 | answers: {license: GPL}
                  |                    ^^^
                note: the answer stands in `.mlkit/template.yaml`

                """)
    }

    @Test(arguments: [
        ("project.titel", "unknown key `titel` in `project`"), ("project", "`project` is no value"),
        ("project.tags.x", "`project.tags.x` is no value"), ("prams.x", "an answer cannot live in `prams.x`"),
        ("stages.train", "an answer cannot live in `stages.train`"), ("params", "`params` names no parameter"),
        ("params..x", "`params..x` names no parameter"), ("", "an answer cannot live in ``"),
    ])
    func pathsAreChecked(path: String, expected: String) throws {
        let fixture = try TemplateFixture("questions: {a: {type: text, spec: '\(path)'}}\n")
        #expect(messages { _ = try fixture.template() } == [expected])
    }

    @Test func onePathIsOneAnswers() throws {
        let fixture = try TemplateFixture(
            "questions: {a: {type: text, spec: params.x}, b: {type: text, spec: params.x}}\n")
        #expect(messages { _ = try fixture.template() } == ["`params.x` is where the answer to `a` lives already"])
        #expect(try TemplateFixture(Self.questions).template().questions.map(\.specPath)[1] == ["params", "split", "seed"])
    }
}
