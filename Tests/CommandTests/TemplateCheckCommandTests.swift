import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit template`, seen from outside.
@Suite struct TemplateCheckCommandTests {
    static let spec = "mlkit: 1\nproject: {name: {{ name }}, title: {{ title|yaml }}}\n"
    static let sound = """
        questions:
          title: {type: text, default: A title, spec: project.title}
          docker: {type: boolean, default: false}
        ownership: {"docs/**": seed}

        """
    static let files = [
        "files/README.md.stencil": "{% include \"partials/title\" %}", "partials/title": "# {{ title }}\n",
        "files/mlkit.yaml.stencil": spec, "files/{% if docker %}Dockerfile{% endif %}": "FROM scratch\n",
        "files/docs/a.md": "",
    ]

    @Test func aSoundTemplateIsClean() async throws {
        let template = try SmallTemplate(Self.sound, Self.files)
        let outcome = try await template.mlkit("template", "check", "template", "--strict")
        #expect(outcome.output == "template: 5 renderings, 0 errors, 0 warnings\n")
        #expect(outcome.status == 0 && outcome.error == "")
    }

    @Test func whatIsOfNoUseIsFound() async throws {
        let template = try SmallTemplate(
            """
            questions:
              unused: {type: text, default: x}
              base: {type: choice, choices: {slim: small, full: large, huge: larger}, default: slim}
              gone: {type: boolean, default: false, when: base == "none"}
              same: {type: boolean, default: true}
              parts: {type: multi-choice, choices: [a, b], default: []}
              bound: {type: text, default: x, spec: params.bound}
            computed:
              idle: "{{ name }}"
            ownership: {"dcos/**": seed}

            """,
            [
                "files/readme.txt.stencil": "{{ \"a\" if same else \"a\" }} {{ \"x\" if \"a\" in parts }}{% if base == \"slim\" %}!{% "
                    + "endif %}",
                "files/{% if gone %}never{% endif %}": "", "partials/p": "",
                "files/{{ name }}.txt": "",
            ])
        let outcome = try await template.mlkit("template", "check", "template")
        #expect(outcome.status == 0 && outcome.error == "")
        #expect(
            outcome.output == """
                warning: no choice was found with which this file is made
                 --> template/files/{% if gone %}never{% endif %}:1:1

                warning: nothing includes `partials/p`
                 --> template/partials/p:1:1

                warning: the project has no mlkit.yaml
                 --> template/template.yaml:1:1

                hint: without it no other command works there

                warning: nothing uses the answer to `unused`
                 --> template/template.yaml:6:3
                  |
                6 |   unused: {type: text, default: x}
                  |   ^^^^^^

                warning: `full` and `huge` of `base` make the same project
                 --> template/template.yaml:7:60
                  |
                7 |   base: {type: choice, choices: {slim: small, full: large, huge: larger}, default: slim}
                  |                                                            ^^^^

                warning: no choice was found with which `gone` is asked
                 --> template/template.yaml:8:3
                  |
                8 |   gone: {type: boolean, default: false, when: base == "none"}
                  |   ^^^^

                warning: the answer to `same` changes nothing
                 --> template/template.yaml:9:3
                  |
                9 |   same: {type: boolean, default: true}
                  |   ^^^^

                hint: use it, or ask it of nobody

                warning: the choice `b` of `parts` changes nothing
                  --> template/template.yaml:10:44
                   |
                10 |   parts: {type: multi-choice, choices: [a, b], default: []}
                   |                                            ^

                warning: nothing uses the computed answer `idle`
                  --> template/template.yaml:13:3
                   |
                13 |   idle: "{{ name }}"
                   |   ^^^^

                warning: `dcos/**` matches no file that is made
                  --> template/template.yaml:14:13
                   |
                14 | ownership: {"dcos/**": seed}
                   |             ^^^^^^^^^

                template: 58 renderings, 0 errors, 10 warnings

                """)
        #expect(try await template.mlkit("template", "check", "template", "--strict").status == 1)
    }

    @Test func whatIsRenderedIsRead() async throws {
        let template = try SmallTemplate(
            """
            questions:
              bad: {type: boolean, default: false}
              title: {type: text, default: x, spec: project.title}

            """,
            [
                "files/README.md": "", "files/mlkit.yaml.stencil": "mlkit: 1\nproject:\n  name: a\n  titel: x\n",
                "files/a.json.stencil": "{\"a\": {{ 1 if not bad }}}", "files/b.yaml": "a: 1\n---\nb: 1\nb: 2\n",
                "files/c.txt.stencil": "{{ title }}",
            ])
        let outcome = try await template.mlkit("template", "check", "template")
        #expect(outcome.status == 1)
        #expect(
            outcome.output == """
                error: expected a value
                 --> a.json:1:7
                  |
                1 | {"a": }
                  |       ^
                note: rendered from `files/a.json.stencil`
                note: with bad=true

                error: the key `b` stands here twice
                 --> b.yaml:4:1
                  |
                4 | b: 2
                  | ^
                note: it first stands on line 3
                note: rendered from `files/b.yaml`

                error: unknown key `titel` in `project`
                 --> mlkit.yaml:4:3
                  |
                4 |   titel: x
                  |   ^^^^^
                note: rendered from `files/mlkit.yaml.stencil`

                hint: did you mean `title`?

                template: 5 renderings, 3 errors, 0 warnings

                """)
    }

    @Test func answersThatDoNotArriveInTheSpecAreFound() async throws {
        let template = try SmallTemplate(
            "questions: {title: {type: text, default: x, spec: project.title}}\n",
            ["files/README.md.stencil": "{{ title }}", "files/mlkit.yaml": "mlkit: 1\nproject: {name: a}\n"])
        let outcome = try await template.mlkit("template", "check", "template")
        #expect(outcome.status == 1)
        #expect(
            outcome.output.hasPrefix(
                """
                error: the rendered mlkit.yaml does not have the answer to `title` at `project.title`
                 --> template/template.yaml:5:51
                  |
                5 | questions: {title: {type: text, default: x, spec: project.title}}
                """))
    }

    @Test func mistakesOfTheReaderAndOfRenderingAreFindingsToo() async throws {
        let broken = try SmallTemplate("questions: {a: {type: txt}}\n")
        let outcome = try await broken.mlkit("template", "check", "template", "--format", "json")
        #expect(outcome.status == 1)
        let json = try JSON(parsing: outcome.output)
        let finding = json["findings"]?.array?.first
        #expect(finding?["message"]?.string == "unknown value `txt` for `type`")
        #expect(finding?["location"]?["line"]?.int == 5 && finding?["location"]?["column"]?.int == 23)
        #expect(json["renderings"]?.int == 0 && json["errors"]?.int == 1)

        let colliding = try SmallTemplate(
            "questions: {a: {type: boolean, default: false}}\n",
            [
                "files/{{ \"x\" if a else \"y\" }}": "", "files/x": "", "files/README.md": "",
                "files/mlkit.yaml": "mlkit: 1\nproject: {name: a}\n",
            ])
        let collision = try await colliding.mlkit("template", "check", "template")
        #expect(collision.status == 1)
        #expect(
            collision.output.hasPrefix(
                """
                error: `files/{{ "x" if a else "y" }}` and `files/x` collide
                 --> template/template.yaml:1:1
                note: both need `x`
                note: with a=true

                """), "\(collision.output)")
        let none = try await colliding.mlkit("template", "check", "nowhere")
        #expect(none.status == 3 && none.error == "error: `nowhere` is no template: there is no such folder\n")
        try colliding.scratch.write("{}", to: "theirs/cookiecutter.json")
        let theirs = try await colliding.mlkit("template", "check", "theirs")
        #expect(theirs.status == 3)
        #expect(
            theirs.error == """
                error: `theirs` is no template of mlkit: it has no template.yaml

                hint: it is one of cookiecutter: `mlkit new` makes projects from it, but cannot update them

                """)
    }

    @Test func builtInTemplatesAreListedShownAndClean() async throws {
        let scratch = try ScratchDirectory()
        let list = try await BuiltTool.mlkit(["template", "list"], in: scratch.path)
        #expect(list.status == 0 && list.output.contains("tabular"))
        let names = try JSON(parsing: await BuiltTool.mlkit(["template", "list", "--format", "json"], in: scratch.path).output)
        for name in (names["templates"]?.array ?? []).compactMap({ $0["name"]?.string }) {
            let folder = BuiltTool.sourceRoot.appending("templates").appending(name).string
            let outcome = try await BuiltTool.mlkit(["template", "check", folder, "--strict"], in: scratch.path)
            #expect(outcome.status == 0, "\(outcome.output)")
            let shown = try await BuiltTool.mlkit(["template", "show", name], in: scratch.path)
            #expect(shown.output.hasPrefix("\(name) ") && shown.output.contains("\nfiles:\n  files/"))
        }
        let show = try await SmallTemplate(Self.sound, Self.files).mlkit("template", "show", "./template")
        #expect(
            show.output == """
                small 1.0.0: a small template

                title: text, A title by default

                docker: boolean, false by default

                files:
                  files/README.md.stencil
                  files/docs/a.md
                  files/mlkit.yaml.stencil
                  files/{% if docker %}Dockerfile{% endif %}

                """)
    }
}
