import MLKitCore
import MLKitScaffold
import MLKitSpec
import MLKitStages
import Testing

@Suite struct SpecProposalTests {
    @Test func theWholeProposal() throws {
        let fixture = try AdoptFixture([
            "README.md": "# Churn: who leaves?\n\nTells from bills and calls which customers leave next month.\n",
            "dvc.yaml": """
            stages:
              prepare:
                desc: splits the table
                cmd:
                  - python src/prepare.py --seed ${prepare.seed}
                  - cd src && ls
                deps: [data/raw.csv, src/prepare.py]
                outs: [data/prepared]
              fit:
                cmd: python src/fit.py "${fit.name}"
                deps: [data/prepared]
                params: [fit]
                outs: [models/fit.pkl]

            """,
            "params.yaml": "prepare: {seed: 7}\nfit: {name: 'a \"b\"'}\n", "data/raw.csv": "x\n",
            "src/prepare.py": "", "src/fit.py": "", "src/report.py": "", "artifacts/a.bin": "",
        ])
        let proposal = try fixture.proposal()
        #expect(
            proposal.text == """
                # What this project is, and what `mlkit run` does.
                #
                # Proposed by `mlkit init` from what stands in the folder: look through it, and change what does not fit. What
                # needs a decision is marked `review`.
                mlkit: 1

                project:
                  name: churn  # from the folder's name
                  title: "Churn: who leaves?"  # from README.md
                  description: Tells from bills and calls which customers leave next month.  # from README.md
                  maturity: poc  # poc, mvp or production: which checklist items are required

                # What the files that mlkit added come from. `mlkit apply` brings them into line with newer templates.
                template:
                  source: minimal

                # How folders are arranged: as the layout `classic` has it, but for these.
                layout:
                  base: classic
                  models: artifacts
                checklists: [end-to-end]

                # Values that the commands below take as ${params.NAME}, from params.yaml and `vars` of dvc.yaml.
                params:
                  prepare:
                    seed: 7
                  fit:
                    name: "a \\"b\\""

                # What `mlkit run` does. A stage runs after those that make its inputs, and only if something it uses changed.
                #
                # Scripts that read params.yaml have it as an input, so any change in it runs them again. A value that is
                # moved to `params:` here, and handed over as ${params.NAME} in `run`, is followed by itself.
                stages:
                  # From dvc.yaml, line 2: splits the table
                  prepare:
                    run: |-
                      python src/prepare.py --seed ${params.prepare.seed} &&
                      (
                      cd src && ls
                      )
                    inputs: [data/raw.csv, src/prepare.py]
                    outputs: [data/prepared]

                  # From dvc.yaml, line 9.
                  fit:
                    run: "python src/fit.py \\"${params.fit.name|raw}\\""
                    inputs: [data/prepared, params.yaml]
                    outputs: [models/fit.pkl]

                # This script may be a stage. Say what each reads and writes, and take the `# ` away, below `stages:`.
                #   report:
                #     run: python3 src/report.py
                #     inputs: [src/report.py]
                #     outputs: []

                """)
        #expect(proposal.spec.layout.models == "artifacts")
        let stage = proposal.spec.stage("fit")
        #expect(stage?.producers == ["prepare"])
        #expect(stage?.parameters == ["fit.name": "a \"b\""])
        #expect(stage?.settings.command?.last == "python src/fit.py \"a \"b\"\"")
    }

    /// What mlkit does not accept is left out until the rest is a valid spec.
    @Test func whatWouldMakeItInvalidIsLeftOut() throws {
        let fixture = try AdoptFixture([
            "dvc.yaml": """
            stages:
              a: {cmd: one, deps: [b.txt], outs: [a.txt]}
              b: {cmd: two, deps: [a.txt], outs: [b.txt]}
              git: {cmd: three, outs: [.git/x]}
              good: {cmd: four, deps: [a.txt], outs: [good.txt]}
              good@x: {cmd: five, outs: [other.txt]}
              self: {cmd: six, deps: [s.txt], outs: [s.txt]}

            """
        ])
        let proposal = try fixture.proposal()
        #expect(proposal.spec.stages.map(\.name) == ["b", "good", "good-x", "self"])
        #expect(
            proposal.leftOut.map { "\($0.what): \($0.why)" } == [
                "`a` (dvc.yaml, line 2): these stages wait for each other: a -> b -> a",
                "`git` (dvc.yaml, line 4): the path `.git/x` is inside git's own folder",
            ])
        #expect(
            proposal.stages.first?.reviews == [
                "it needs `a.txt` of `a` (dvc.yaml, line 2), which is not taken over: `mlkit run` does not make it",
            ])
        #expect(proposal.text.contains("# - `a` (dvc.yaml, line 2): these stages wait for each other: a -> b -> a\n"))
        #expect(proposal.text.contains("  # review: it reads `s.txt`, which it writes itself: that is not listed as an input.\n"))
    }

    /// Whatever stands in a project's files, the proposal is a valid spec that says the same.
    @Test(arguments: [
        "plain", "a: b # c", "\"quoted\" 'both'", "- list", "{flow}", "100%", "yes", "é 日本 😀", "tab\tand\u{1}control",
        "back\\slash", "${params.x} ${HOME} $${x.y}", "  spaces  ", "ends with:", "# comment", String(repeating: "long word ", count: 30),
    ])
    func oddTextsAreKept(text: String) throws {
        let quoted = "'" + text.replacing("'", with: "''") + "'"
        let fixture = try AdoptFixture([
            "README.md": "# \(text)\n", "Makefile": "out.txt:\n\techo \(text.replacing("$", with: "$$")) > $@; python x\n",
            "dvc.yaml": "stages:\n  s:\n    desc: \(quoted)\n    cmd: python x \(text.contains("${") ? "" : "y")\n    outs: [z]\n",
        ])
        let proposal = try fixture.proposal()
        guard let stage = proposal.spec.stage("out") else {
            #expect(text.contains("#") || text.contains("\u{1}"), "\(proposal.text)")
            return
        }
        #expect(stage.settings.command?.last == "echo \(text) > out.txt; python x".trimmed)
    }

    @Test func suggestionsBecomeStagesWhenTheirMarksAreTakenAway() throws {
        let text = try AdoptFixture(["train.py": "", "data/only.csv": "a,b\n"]).proposal().text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = lines.firstIndex { $0 == "# stages:" } ?? lines.endIndex
        let uncommented = lines[..<start] + lines[start...].map { $0.hasPrefix("# ") ? String($0.dropFirst(2)) : $0 }
        let spec = try ProjectSpec(parsing: Array(uncommented.joined(separator: "\n").utf8), kinds: .builtIn)
        #expect(spec.stages.map { "\($0.name) \($0.kind)" } == ["train command", "ingest data"])
    }
}
