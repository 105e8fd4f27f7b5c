import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Jinja's own answers to many small templates (`Tests/Differential/jinja_cases.py` records them), and our messages.
@Suite struct JinjaTests {
    @Test func rendersWhatJinjaRenders() throws {
        let path = BuiltTool.sourceRoot.pushing("Tests/Differential/jinja_cases.json")
        let document = try JSON(parsing: LocalFileSystem().read(path), file: path.string)
        let variables = try #require(document["variables"]?.members)
        let values = Dictionary(variables.map { ($0.name, JinjaValue($0.value)) }) { $1 }
        var count = 0
        for group in try #require(document["groups"]?.array) {
            let settings = Jinja.settings(group["settings"])
            for pair in try #require(group["cases"]?.array).compactMap(\.array) {
                let text = try #require(pair[0].string)
                let rendered = try? Jinja.render(text, values, settings)
                #expect(rendered == pair[1].string, "\(text)")
                count += 1
            }
        }
        #expect(count > 150)
    }

    private func problems(_ text: String) -> String {
        let cookiecutter = JinjaDictionary([
            (.string("project_name"), .string("x")), (.string("use_docker"), .string("y")),
        ])
        do {
            return "rendered: \(try Jinja.render(text, ["cookiecutter": .dictionary(cookiecutter)]))"
        } catch let failure as Failure {
            return failure.description
        } catch {
            return "\(error)"
        }
    }

    @Test func undefinedVariablesAreFoundTogetherAndHaveSuggestions() {
        #expect(
            problems("{{ cookiecutter.projct_name }}\n{{ project_name }} {{ nope }}\n") == """
                error: a mapping has no `projct_name`
                 --> t.txt:1:4
                  |
                1 | {{ cookiecutter.projct_name }}
                  |    ^^^^^^^^^^^^^^^^^^^^^^^^

                hint: did you mean `project_name`?

                error: unknown variable `project_name`
                 --> t.txt:2:4
                  |
                2 | {{ project_name }} {{ nope }}
                  |    ^^^^^^^^^^^^

                hint: did you mean `cookiecutter.project_name`?

                error: unknown variable `nope`
                 --> t.txt:2:23
                  |
                2 | {{ project_name }} {{ nope }}
                  |                       ^^^^

                """)
    }

    @Test(arguments: [
        ("a\n {% if cookiecutter.use_docker %}", "`if` is not closed", "2:5", "close it with `{% endif %}`"),
        ("{% block a %}{% endblock %}", "the statement `block` of Jinja is not supported", "1:4", nil),
        ("{% swich x %}", "unknown statement `swich`", "1:4", "put it between `raw` and `endraw`"),
        ("{{ 'a'|uper }}", "unknown filter `uper`", "1:8", "did you mean `upper`?"),
        ("{{ 'a'|groupby('x') }}", "the filter `groupby` of Jinja is not supported", "1:8", nil),
        ("{{ 1 is deffined }}", "unknown test `deffined`", "1:9", "did you mean `defined`?"),
        ("{{ a", "`{{` is not closed", "1:1", "close it with `}}`"),
        ("{{ a ! b }}", "`!` fits nowhere in an expression", "1:6", nil),
        ("{% raw %}", "`raw` is not closed", "1:1", "close it with `{% endraw %}`"),
        ("{{ [1, 2 }}", "`}` closes nothing", "1:10", nil),
        ("{{ 'a' + 1 }}", "`+` cannot take text and a number", "1:4", nil),
        ("{{ 'a'.lower(1) }}", "0 arguments at most, not 1", "1:4", nil),
        ("{{ 'a'.lowr() }}", "text has no `lowr`", "1:4", "did you mean `lower`?"),
        ("{% include 'x' %}", "the template has no file `x` to include", "1:12", nil),
        ("{{ 9223372036854775807 + 1 }}", "the number is too large", "1:4", nil),
    ])
    func mistakesHaveAPlace(_ text: String, _ message: String, _ place: String, _ hint: String?) {
        let found = problems(text)
        #expect(found.hasPrefix("error: \(message)\n"), "\(found)")
        #expect(found.contains("--> t.txt:\(place)\n"), "\(found)")
        if let hint { #expect(found.contains(hint), "\(found)") }
    }

    /// As Jinja's `Undefined` is: nothing where it is used, and an error where something of it is asked for.
    @Test func whatIsNotThereCanBeTakenForNothing() throws {
        var settings = JinjaSettings()
        settings.takesUndefined = true
        let text = "[{% if a.b %}1{% endif %}{% for x in c %}2{% endfor %}{{ c }}{{ a.b or 3 }}]"
        #expect(try Jinja.render(text, ["a": .dictionary(JinjaDictionary())], settings) == "[3]")
        #expect(throws: Failure.self) { try Jinja.render("{{ a.b.c }}", ["a": .dictionary(JinjaDictionary())], settings) }
        #expect(throws: Failure.self) { try Jinja.render("{{ c() }}", [:], settings) }
        #expect(throws: Failure.self) { try Jinja.render(text, ["a": .dictionary(JinjaDictionary())]) }
    }

    @Test func aTemplateCannotRunWithoutEnd() {
        #expect(problems("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}").contains("call one another without end"))
        let doubled = "{% set a = ['x' * 1000] %}" + String(repeating: "{% set a = [a, a] %}", count: 20)
        #expect(problems(doubled).contains("the value becomes too large"))
        #expect(problems("{{ 'x' * 100000000 }}").contains("the value becomes too large"))
        let loops =
            String(repeating: "{% for i in range(99999) %}", count: 3) + String(repeating: "{% endfor %}", count: 3)
        #expect(problems(loops).contains("more than 500000 steps"))
        let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
        #expect(problems("{{ \(deep) }}").contains("nested deeper"))
        let long = Array(repeating: "1", count: 5000).joined(separator: "+")
        #expect(problems("{{ \(long) }}").contains("more than 150 levels"))
    }

    @Test func theTimeIsGivenFromOutside() throws {
        #expect(
            try Jinja.render("{% now 'utc', '%Y' %} {% now 'local' %} {% now 'utc', '%d %b %H:%M %Z %%' %}", [:])
                == "2026 2026-02-01 31 Jan 23:30 UTC %")
    }

    @Test func chanceIsNoticed() throws {
        let effects = JinjaEffects(SeededNumbers(seed: 1))
        let environment = JinjaEnvironment(clock: Jinja.clock, effects: effects)
        let render = { (text: String) in
            try JinjaTemplate(JinjaSource(file: "t.txt", bytes: Array(text.utf8)), JinjaSettings()).render(
                [:], environment)
        }
        _ = try render("{{ 'abc'|first }}")
        #expect(!effects.usesChance)
        let text = try render("{{ random_ascii_string(8) }} {{ uuid4() }} {{ ['a']|random }}")
        #expect(effects.usesChance)
        let parts = text.split(separator: " ")
        #expect(parts[0].count == 8 && parts[0].allSatisfy(\.isLetter))
        #expect(parts[1].count == 36 && parts[2] == "a")
    }

    @Test func whatIsEqualIsNeitherLessNorGreater() throws {
        let text = "{{ 2 >= 2 }} {{ 2 > 2 }} {{ 2 <= 2 }} {{ 2 < 2 }} {{ 1 >= 2 }} {{ 3 <= 2 }} {{ 'a' >= 'a' }} {{ 'b' <= 'a' }}"
        #expect(try Jinja.render(text, [:]) == "True False True False False False True False")
    }
}
