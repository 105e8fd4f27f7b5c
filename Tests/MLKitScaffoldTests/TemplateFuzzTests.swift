import MLKitCore
import MLKitScaffold
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Spoilt templates from fixed seeds: what the checker lets through must render or fail with words.
@Suite struct TemplateFuzzTests {
    private static let words = [
        "{{", "}}", "{%", "%}", "{#", "#}", "{%-", "-%}", "{{ ", " }}", "{% if ", "{% elif ", "{% else %}",
        "{% endif %}", "{% for x in ",
        "{% empty %}", "{% endfor %}", "{% include \"a\" %}", "forloop.counter", "|", "|join:\", \"", "|split:\",\"",
        "|default:", "|snake", ":", "\"", "'",
        " and ", " or ", " not ", " in ", "==", "!=", "<", ">=", "(", ")", ".", ",", "name", "list", "flag",
        "layout.tests", "1", "-", "1...3", "..",
        "0", "99999999999999999999", "a.b.c", "\n", "\\", "é", "🙂", "{% raw %}", "{% set x = 1 %}", "{% block a %}",
        "{% filter upper %}", "{% now %}",
    ]
    private static let texts = [
        "# {{ name|title }}\n{% if flag and not (name == \"x\") %}yes{% elif \"a\" in list %}{{ list.first }}{% else %}no{% endif %}\n",
        "{% for item in list %}{{ forloop.counter }}: {{ item|uppercase|yaml }}{% if not forloop.last %}, {% endif %}{% empty %}none{% "
            + "endfor %}\n",
        "{# words #}{{ \"{{\" }} {{ list|join:\", \" }} {{ name if flag else \"other\" }} {{ layout.tests }} {{ list.count }} {{- name "
            + "-}}\n",
    ]
    private static let head = "template: 1\nname: t\nversion: 1.0.0\ndescription: d\n"
    private static let questions = """
        questions:
          list: {type: multi-choice, choices: [a, b, c], default: [a, b]}
          flag: {type: boolean, default: "{{ name == \\"x\\" }}"}
          other: {type: text, default: "{{ name|snake }}", when: flag and list.count > 1, validate: {pattern: "[a-z_]*", message: small}}

        """

    @Test func textsRenderOrAreRefused() throws {
        var mutator = TextMutator(seed: 31, corpus: Self.texts, words: Self.words)
        for number in 0..<600 {
            try render(yaml: Array((Self.head + Self.questions).utf8), text: mutator.next(), number)
        }
    }

    @Test func templatesAreReadOrRefused() throws {
        let words =
            Self.words + [
                "type: ", "choices: ", "default: ", "when: ", "validate: ", "ownership:\n  \"**\": seed\n",
                "next: [x]\n", "\n  ", ": ", "~",
            ]
        var mutator = TextMutator(seed: 32, corpus: [Self.head + Self.questions], words: words)
        for number in 0..<600 { try render(yaml: mutator.next(), text: Array(Self.texts[0].utf8), number) }
    }

    private func render(yaml: [UInt8], text: [UInt8], _ number: Int) throws {
        let disk = InMemoryFileSystem()
        try disk.write(yaml, to: "/t/template.yaml", executable: false)
        try disk.write(text, to: "/t/files/a.txt.stencil", executable: false)
        do {
            let layout = Layout.standard(project: "demo")
            let template = try Template(at: "/t", kinds: .builtIn, files: disk)
            let answers = try Interview(template, projectName: "demo", layout: layout).answers(
                assigned: AssignedAnswers(parsing: []))
            _ = try Rendering(of: template, projectName: "demo", layout: layout, answers: answers, files: disk)
        } catch let failure as Failure {
            #expect(!failure.diagnostics.isEmpty, "case \(number)")
        } catch {
            Issue.record("case \(number): \(error)\n\(String(decoding: text, as: UTF8.self))")
        }
    }
}
