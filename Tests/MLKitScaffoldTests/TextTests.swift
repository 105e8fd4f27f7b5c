import MLKitCore
import MLKitScaffold
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct TextTests {
    private static let questions = """
        questions:
          title: {type: text, default: Hello World}
          count: {type: integer, default: 3}
          wanted: {type: boolean, default: true}
          parts: {type: multi-choice, choices: [one, two, three], default: [one, three]}

        """

    private func render(_ text: String, _ assignments: [String] = []) throws -> String {
        let fixture = try TemplateFixture(Self.questions, files: ["out.txt.stencil": text])
        return try #require(try fixture.text("out.txt", assignments))
    }

    private func problems(_ text: String) throws -> String {
        try TemplateFixture(Self.questions, files: ["out.txt.stencil": text]).problems()
    }

    @Test(arguments: [
        ("{{ name }}/{{title}}", "demo/Hello World"),
        ("{{ title|snake }} {{ title | kebab }} {{ title|uppercase }}", "hello_world hello-world HELLO WORLD"),
        ("{{ \"HTTPServer v2\"|snake }}", "http_server_v2"),
        ("{{ name|title }}", "Demo"),
        ("{{ count }} {{ wanted }} {{ parts|join:\", \" }}", "3 true one, three"),
        ("{{ parts|yaml }} {{ title|json }} {{ \"a: b\"|yaml }}", "[one, three] \"Hello World\" \"a: b\""),
        ("{{ \"yes\"|yaml }} {{ \"12\"|yaml }} {{ \"\"|yaml }} {{ 12|yaml }}", "\"yes\" \"12\" \"\" 12"),
        ("{{ parts.count }} {{ parts.first }} {{ parts.1 }}", "2 one three"),
        ("{{ \"yes\" if wanted else \"no\" }}", "yes"),
        ("{{ \"{{ literal }}\" }}", "{{ literal }}"),
        ("{{ title|upper }} {{ title|lower }} {{ \"  x \"|trim }}.", "HELLO WORLD hello world x."),
        ("{{ \"Crème Brûlée, 2nd\"|slug }} {{ \"my-net v2\"|pascal }}", "creme-brulee-2nd MyNetV2"),
        ("{{ \"src/./ops/\"|module }}", "src.ops"),
        ("{{ title|count }} {{ parts|length }} {{ parts|first }} {{ parts|last }}", "11 2 one three"),
        ("{{ title|replace:\"World\",\"you: 'all'\" }} {{ title|replace:\"\",\"x\" }}", "Hello you: 'all' Hello World"),
        ("{{ \"\"|default:title }} {{ parts.7|default:\"none\" }} {{ wanted|default:\"x\" }}", "Hello World none true"),
        ("{{ \"b, a,,b\"|list|sort|unique|join:\"+\" }} {{ parts|list|join:\"+\" }}", "a+b one+three"),
        ("{{ \"a\"|sort|join:\"+\" }} {{ parts|replace:\"one\",\"1\" }}", "a 1, three"),
        ("{{ \"it's\"|shell }} {{ \"a-b.c/d\"|shell }} {{ \"\"|shell }}", "'it'\\''s' a-b.c/d ''"),
        ("{{ count == 3 }} {{ not wanted }} {{ (title) }}", "true false Hello World"),
        ("{{ count == 3 if wanted else \"x\" }}/{{ count < 3 if not wanted }}", "true/"),
        ("${params.seed} { { }} %} #}", "${params.seed} { { }} %} #}"),
    ])
    func variables(text: String, expected: String) throws {
        #expect(try render(text) == expected)
    }

    @Test(arguments: [
        ("a\n{% if wanted %}\nb\n{% else %}\nc\n{% endif %}\nd\n", "a\nb\nd\n"),
        ("a\r\n{% if wanted %}\r\nb\r\n{% endif %}\r\nd\r\n", "a\r\nb\r\nd\r\n"),
        ("a {% if not wanted or count > 5 %}b{% endif %} c\n", "a  c\n"),
        ("{% if count == 1 %}1{% elif count == 3 %}3{% else %}?{% endif %}", "3"),
        ("{% for part in parts %}\n- {{ part }}{{ \",\" if not forloop.last }}\n{% endfor %}\n", "- one,\n- three\n"),
        ("{% for part in parts %}{{ part }}{% empty %}none{% endfor %}", "onethree"),
        ("{% if wanted and \"two\" in parts or count == 3 %}a{% endif %}{% if not \"two\" in parts %}b{% endif %}", "ab"),
        ("{% if wanted and (count > 5 or \"one\" in parts) %}a{% endif %}{% if not not wanted %}b{% endif %}", "ab"),
        ("{% if not (wanted or count == 3) and wanted %}a{% endif %}{% if (wanted) and (not count > 5) %}b{% endif %}", "b"),
        ("{% for i in 1...count %}{{ i }}{% endfor %} {% for i in 5...count %}{{ i }}{% empty %}-{% endfor %}", "123 -"),
        ("{% for i in 0...parts.count %}{{ i }}{% endfor %}", "012"),
        ("a\n{% raw %}\n{{ x }} {% if %} {# #}\n{% endraw %}\nb\n", "a\n{{ x }} {% if %} {# #}\nb\n"),
        ("a {% raw -%} {{ x }} {%- endraw %}.", "a {{ x }}."),
        ("{% raw %}{% endraw %}{% raw %}{% raw %}{% endraw %}", "{% raw %}"),
        ("{% if \"two\" in parts %}two{% endif %}{% if ( \"one\" in parts ) and wanted %}one{% endif %}", "one"),
        ("a  {%- if wanted -%}  b  {%- endif -%}  c", "abc"),
        ("a\n  {# a comment with 'one quote #}\nb\n", "a\nb\n"),
        ("  {% if wanted %} kept {% endif %}\n", "   kept \n"),
    ])
    func statements(text: String, expected: String) throws {
        #expect(try render(text) == expected)
    }

    @Test func anUnknownVariableHasAPlace() throws {
        #expect(
            try problems("first\nsecond {{ titel|snake }}\n") == """
                error: unknown variable `titel`
                 --> template/files/out.txt.stencil:2:11
                  |
                2 | second {{ titel|snake }}
                  |           ^^^^^

                hint: did you mean `title`?

                """)
    }

    @Test func allProblemsOfAllFilesComeTogether() throws {
        let fixture = try TemplateFixture(
            Self.questions,
            files: ["b.stencil": "{{ tilte }}\n{{ tilte }}", "a.stencil": "{% if coutn %}{{ x|snaek }}{% endif %}"])
        #expect(
            messages { _ = try fixture.template() } == [
                "unknown variable `coutn`", "unknown variable `x`", "unknown filter `snaek`",
                "unknown variable `tilte`", "unknown variable `tilte`",
            ])
    }

    @Test(arguments: [
        ("{{ title ", "`{{` is not closed"),
        ("{{ \"title }}", "`{{` is not closed"),
        ("{{ }}", "a value is missing here"),
        ("{{ title| }}", "a filter's name is missing here"),
        ("{{ title|snake: }}", "a value is missing here"),
        ("{{ title|snake:1 }}", "the filter `snake` does not take 1 argument"),
        ("{{ title title }}", "`title` stands where the end of the expression should be"),
        ("{{ parts.last }}", "`parts` has no `last`"),
        ("{{ 1.2.3 }}", "`1.2.3` is no number"),
        ("{{ count + 1 }}", "`+` stands where the end of the expression should be"),
        ("{{ count == }}", "a value is missing here"),
        ("{{ (count }}", "`)` is missing here"),
        ("{{ (count or wanted) == title }}", "`==` compares values, not conditions"),
        ("{{ count == 3 == wanted }}", "`==` stands where the end of the expression should be"),
        (
            String(repeating: "{% if wanted %}", count: 51) + String(repeating: "{% endif %}", count: 51),
            "blocks nest deeper than 50 levels"
        ),
        ("{{ \(String(repeating: "(", count: 100_000)) }}", "nested deeper than 50 levels"),
        ("{% if \(String(repeating: "not ", count: 100_000)) %}{% endif %}", "a value is missing here"),
        ("{{ ü }}", "`ü` stands where a value should be"),
        ("{% %}", "this statement is empty"),
        ("{% fi wanted %}{% endif %}", "unknown statement `fi`"),
        ("{% include \"x\" %}", "the template has no `x` to include"),
        ("{% include x %}", "`x` stands where a text in quotes should be"),
        ("{% raw %}{{ x }}", "`raw` is not closed"),
        ("{% endraw %}", "`endraw` closes nothing"),
        ("{% if wanted %}", "`if` is not closed"),
        ("{% if %}{% endif %}", "a value is missing here"),
        ("{% endfor %}", "`endfor` closes nothing"),
        ("{% if wanted %}{% for a in parts %}{% endif %}{% endfor %}{% endif %}", "`endif` closes nothing"),
        ("{% else %}", "`else` does not stand directly inside `if`"),
        ("{% if wanted %}{% else %}{% else %}{% endif %}", "`else` stands after `else` of the same `if`"),
        ("{% if wanted %}{% endif wanted %}", "`endif` takes nothing after it"),
        ("{% for a of parts %}{% endfor %}", "`of` stands where `in` should be"),
        ("{% for a in 1... %}{% endfor %}", "a value is missing here"),
        ("{{ 1...9 }}", "`...` stands where the end of the expression should be"),
        ("{% for a in parts %}{% endfor %}{{ a }}", "unknown variable `a`"),
        ("{{ forloop.counter }}", "unknown variable `forloop`"),
        ("{% for a in parts %}{{ forloop }}{% endfor %}", "`forloop` is no value"),
    ])
    func malformedTextIsRefused(text: String, message: String) throws {
        let fixture = try TemplateFixture(Self.questions, files: ["out.stencil": text])
        #expect(messages { _ = try fixture.template() }.first == message)
    }

    /// No text may bring the program down, however malformed: what passes the checks is rendered.
    @Test func noTextCrashes() throws {
        var generator = SeededGenerator(seed: 7)
        let pieces = [
            "{{", "}}", "{%", "%}", "{#", "#}", " ", "|", ":", ",", "(", ")", "\"", "'", "if", "else", "endif", "for",
            "in", "endfor", "title", "parts", "count", "wanted", ".", "first", "last", "1", "-1", "...", "not", "and",
            "==", "<", "join", "split", "snake", "yaml", "replace", "indent", "default", "sort", "slug", "shell", "raw",
            "endraw", "include", "\"p\"", "\n", "\r\n", "é", "{", "}", "-", "x",
        ]
        let yaml = TemplateFixture.header + Self.questions
        var rendered = 0
        for _ in 0..<1500 {
            let separator = Bool.random(using: &generator) ? " " : ""
            let count = Int.random(in: 1...14, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined(separator: separator)
            let disk = InMemoryFileSystem([
                "/t/template.yaml": yaml, "/t/files/out.stencil": text, "/t/partials/p": text,
            ])
            let outcome = messages {
                let template = try Template(at: "/t", kinds: .builtIn, files: disk)
                let answers = try Interview(
                    template, projectName: "demo", layout: .standard(project: "demo")).answers(assigned: AssignedAnswers())
                _ = try Rendering(of: template, projectName: "demo", layout: .standard(project: "demo"), answers: answers, files: disk)
            }
            #expect(outcome.allSatisfy { !$0.hasPrefix("not a failure") }, "\(text)")
            rendered += outcome.isEmpty ? 1 : 0
        }
        #expect(rendered > 40)
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
