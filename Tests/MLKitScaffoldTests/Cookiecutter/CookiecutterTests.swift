import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Projects from templates of cookiecutter, on a disk in memory.
@Suite struct CookiecutterTests {
    private static let tree = "/t/{{cookiecutter.slug}}"
    private static let variables = #"{"project_name": "Demo", "slug": "{{ cookiecutter.project_name|slugify }}"}"#

    private func outcome(
        _ json: String, _ files: [String: String], _ assignments: [String] = [], prompter: (any Prompter)? = nil
    ) async throws -> CookiecutterProject.Outcome {
        let disk = InMemoryFileSystem(["/t/cookiecutter.json": json])
        for (path, text) in files {
            try disk.write(text, to: FilePath(path.hasPrefix("/") ? path : "\(Self.tree)/\(path)"))
        }
        let source = ResolvedSource(folder: "/t", commit: nil, description: "./t", warnings: [])
        return try await CookiecutterProject(
            source: source, destination: "/projects/sea-ice", seconds: Jinja.clock.seconds, offset: 0,
            temporary: "/tmp", files: disk
        ).render(assigned: AssignedAnswers(parsing: assignments), prompter: prompter, consent: nil, report: { _ in })
    }

    private func texts(_ outcome: CookiecutterProject.Outcome) -> [String: String] {
        Dictionary(outcome.rendering.files.map { ($0.path, String(decoding: $0.content, as: UTF8.self)) }) { $1 }
    }

    private func problems(
        _ json: String, _ files: [String: String] = ["a": ""], _ assignments: [String] = []
    ) async -> String {
        do {
            return "made \(try await outcome(json, files, assignments).rendering.files.map(\.path))"
        } catch let failure as Failure {
            return failure.description
        } catch {
            return "\(error)"
        }
    }

    @Test func theNameOfTheProjectIsTheDefaultOfWhatTheFolderIsNamedBy() async throws {
        let plain = try await outcome(Self.variables, ["a": "{{ cookiecutter.project_name }}"])
        #expect(texts(plain) == ["a": "sea-ice"])
        #expect(plain.warnings.isEmpty)
        let titled = try await outcome(Self.variables, ["a": "{{ cookiecutter.slug }}"], ["project_name=Sea Ice Two"])
        #expect(texts(titled) == ["a": "sea-ice-two"])
        #expect(
            titled.warnings.map(\.message) == [
                "the template calls the project's folder `sea-ice-two`; it is `sea-ice`, as you asked"
            ])
        let unrelated = try await outcome(
            #"{"project_name": "Django Package", "slug": "dj-package", "app": "{{ cookiecutter.slug|replace('-', '_') }}"}"#,
            ["a": "{{ cookiecutter.project_name }} {{ cookiecutter.app }}"])
        #expect(texts(unrelated) == ["a": "sea-ice sea_ice"])
    }

    @Test func variablesAreMadeInOrderAndRecorded() async throws {
        let json = #"""
            {"slug": "x", "kind": ["a", "{{ cookiecutter.slug }}-b"], "flag": true, "number": 3, "empty": null,
             "store": [{"none": "none"}, {"s3": {"bucket": "{{ cookiecutter.slug }}"}}],
             "map": {"{{ cookiecutter.late }}": ["{{ cookiecutter.slug }}"]}, "late": "l", "_fixed": "{{ raw }}",
             "__made": "{{ cookiecutter.kind }}!", "__list": ["{{ cookiecutter.slug }}"]}
            """#
        let text = """
            {{ cookiecutter.kind }} {{ cookiecutter.flag }} {{ cookiecutter.number + 'x' }} {{ cookiecutter.empty is none }} \
            {{ cookiecutter.store.s3.bucket }} {{ cookiecutter.map.l[0] }} {{ cookiecutter._fixed }} {{ cookiecutter.__made }} \
            {{ cookiecutter.__list }} {{ cookiecutter._template }} {{ cookiecutter._output_dir }}
            """
        let outcome = try await outcome(json, ["a": text], ["kind=sea-ice-b", "flag=no", "store=s3"])
        #expect(
            texts(outcome) == [
                "a": "sea-ice-b False 3x True sea-ice sea-ice {{ raw }} sea-ice-b! ['sea-ice'] ./t /projects"
            ])
        #expect(
            outcome.rendering.answers.given == [
                "slug": "sea-ice", "kind": "sea-ice-b", "flag": false, "number": "3", "empty": nil, "store": "s3",
                "map": ["l": ["sea-ice"]], "late": "l",
            ])
        #expect(outcome.rendering.provenance == TemplateProvenance(source: "/t"))
    }

    @Test func badAnswersAreReportedTogether() async {
        #expect(
            await problems(
                #"{"slug": "x", "kind": ["one", "two"], "flag": false}"#, ["a": ""], ["kind=on", "flag=perhaps"]) == """
                    error: question `kind`: `on` is not one of `one` and `two`

                    hint: did you mean `one`?

                    error: question `flag`: `perhaps` is not true or false

                    """)
        #expect(await problems(Self.variables, ["a": ""], ["slag=x"]).contains("did you mean `slug`?"))
    }

    @Test func questionsAreThoseOfTheTemplate() async throws {
        let json = #"""
            {"slug": "x", "kind": ["a", "b"], "title": "{{ cookiecutter.slug|upper }} {{ cookiecutter.kind }}",
             "__prompts__": {"slug": "Which slug?", "kind": {"__prompt__": "Which kind?", "a": "the first"}}}
            """#
        let log = PromptLog(["", "2", "My title"])
        let prompter = LinePrompter(write: { log.write($0) }, readLine: { log.answer() })
        let outcome = try await outcome(
            json, ["a": "{{ cookiecutter.kind }} {{ cookiecutter.title }}"], prompter: prompter)
        #expect(texts(outcome) == ["a": "b My title"])
        #expect(
            log.text
                == "Which slug?\nslug [sea-ice]: Which kind?\n  1) a  the first\n  2) b\nkind [a]: title [SEA-ICE b]: ")
    }

    @Test func namesMayBeEmptyAndFilesMayBeCopied() async throws {
        let json = #"{"slug": "x", "use": "n", "_copy_without_render": ["*.html", "static", "docs/*.txt"]}"#
        let outcome = try await outcome(
            json,
            [
                "{% if cookiecutter.use == 'y' %}left-out{% endif %}": "",
                "{% if cookiecutter.use == 'y' %}no{% endif %}/a": "",
                "page.html": "{{ as it is", "static/{{ raw }}/x.js": "{{ y }}",
                "{{ cookiecutter.slug }}/docs/a.txt": "{{ cookiecutter.slug }}",
                "docs/{{ cookiecutter.slug }}.txt": "{{ z }}",
                "src/{{ cookiecutter.slug }}.c": "{{ cookiecutter.slug }}\r\nb\r\n",
                "old.c": "a\rb{{ cookiecutter.use }}", "image": "\u{0}{{ z }}",
                "with": "{% include 'part.txt' %}{% include ['none', 'src/inner.txt'] %}",
                "/t/templates/part.txt": "[{{ cookiecutter.slug }}]",
                "src/inner.txt": "inner",
            ])
        #expect(
            texts(outcome) == [
                "page.html": "{{ as it is", "static/{{ raw }}/x.js": "{{ y }}", "sea-ice/docs/a.txt": "sea-ice",
                "docs/sea-ice.txt": "{{ z }}", "src/sea-ice.c": "sea-ice\r\nb\r\n", "old.c": "a\rbn",
                "image": "\u{0}{{ z }}",
                "with": "[sea-ice]inner", "src/inner.txt": "inner",
            ])
    }

    @Test func allProblemsOfAllFilesAreFoundAtOnce() async {
        #expect(
            await problems(
                Self.variables, ["a.txt": "{{ cookiecutter.slg }}", "b.txt": "x\n  {% if %}", "{{ nope }}/c": ""])
                    == """
                    error: a mapping has no `slg`
                     --> /t/{{cookiecutter.slug}}/a.txt:1:4
                      |
                    1 | {{ cookiecutter.slg }}
                      |    ^^^^^^^^^^^^^^^^

                    hint: did you mean `slug`?

                    error: expected an expression, found the end of the tag
                     --> /t/{{cookiecutter.slug}}/b.txt:2:9
                      |
                    2 |   {% if %}
                      |         ^^

                    error: unknown variable `nope`
                     --> /t/{{cookiecutter.slug}}/{{ nope }}:1:4
                      |
                    1 | {{ nope }}
                      |    ^^^^

                    """)
    }

    /// The tool `ccds` reads a file of its own first, and takes what is not there for nothing.
    @Test func whatIsNotThereIsNothingForCookiecutterDataScience() async throws {
        let text = "{% if cookiecutter.storage.s3 %}bucket{% endif %}-{{ cookiecutter.nope }}"
        let json = #"{"slug": "x", "storage": {"none": "none"}}"#
        #expect(texts(try await outcome("{", ["a": text, "/t/ccds.json": json])) == ["a": "-"])
        #expect(await problems(json, ["a": text]).hasPrefix("error: a mapping has no `s3`"))
    }

    @Test func problemsOfVariablesStandInTheirFile() async {
        #expect(
            await problems(#"{"slug": "x", "a": "\u00e9\n{{ cookiecutter.slag }}", "_extensions": ["x.y"]}"#) == """
                error: a mapping has no `slag`
                 --> /t/cookiecutter.json:1:32
                  |
                1 | {"slug": "x", "a": "\\u00e9\\n{{ cookiecutter.slag }}", "_extensions": ["x.y"]}
                  |                                ^^^^^^^^^^^^^^^^^

                hint: did you mean `slug`?

                """)
        #expect(
            await problems(#"{"templates": {"one": {"path": "./one"}}}"#).contains("name the folder of one of them"))
        #expect(await problems(#"["a"]"#).hasPrefix("error: `cookiecutter.json` must hold an object"))
    }

    @Test func nothingLeadsOutOfTheProject() async {
        let json = #"{"slug": "x", "up": "../.."}"#
        #expect(await problems(json, ["{{ cookiecutter.up }}/a": ""]).contains("leads elsewhere"))
        #expect(await problems(json, [".git/config": ""]).contains("belongs to git"))
        #expect(await problems(json, ["A{{ cookiecutter.slug }}": "", "aSEA-ICE": ""]).contains("collide"))
        #expect(
            await problems(json, ["a": "{% include '../cookiecutter.json' %}"]).contains(
                "no file `../cookiecutter.json`"))
    }

    @Test func whatCannotBeHonouredIsSaid() async throws {
        let json = #"{"slug": "x", "_extensions": ["jinja2.ext.do", "jinja2_time.TimeExtension"]}"#
        let outcome = try await outcome(
            json,
            ["a": "{% now 'Europe/London', '%Y' %}", "/t/hooks/post_gen_project.sh": "exit 1", "/t/hooks/readme": ""])
        #expect(texts(outcome) == ["a": "2026"])
        #expect(
            outcome.warnings.map(\.message) == [
                "the extension `jinja2.ext.do` of Jinja cannot be loaded",
                "the time zone `Europe/London` is not known here: `now` takes UTC for it",
                "1 script of the template was not run: `hooks/post_gen_project.sh`",
            ])
    }

    @Test func aSecretIsWrittenOnce() async throws {
        let outcome = try await outcome(Self.variables, ["key": "{{ random_ascii_string(9) }}", "plain": "x"])
        let owners = Dictionary(outcome.rendering.files.map { ($0.path, $0.ownership) }) { $1 }
        #expect(owners == ["key": .seed, "plain": .merged])
    }

    @Test(arguments: [
        ("*.html", "a/b.html", true), ("docs/*", "docs/a/b", true), ("?.c", "a.c", true), ("[a-c].c", "b.c", true),
        ("[!a-c].c", "b.c", false), ("a*b*c", "aXbYbZ", false), ("a*b*c", "aXbYbZc", true), ("[", "[", true),
        ("", "a", false),
        ("**", "", true),
    ])
    func patternsMatchAsInPython(_ pattern: String, _ path: String, _ matches: Bool) {
        #expect(PathPattern(pattern).matches(path) == matches)
    }
}

/// What was shown, and the answers still to give.
private final class PromptLog {
    private(set) var text = ""
    private var answers: [String]

    init(_ answers: [String]) { self.answers = answers }

    func write(_ text: String) { self.text += text }

    func answer() -> String? { answers.isEmpty ? nil : answers.removeFirst() }
}
