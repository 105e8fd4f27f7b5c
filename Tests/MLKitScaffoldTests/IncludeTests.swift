import MLKitCore
import MLKitScaffold
import MLKitTestSupport
import Testing

@Suite struct IncludeTests {
    private func fixture(_ text: String, _ partials: [String: String]) throws -> TemplateFixture {
        let fixture = try TemplateFixture(
            "questions: {parts: {type: multi-choice, choices: [a, b], default: [a, b]}}\n",
            files: ["out.txt.stencil": text])
        for (name, text) in partials { try fixture.scratch.write(text, to: "template/partials/\(name)") }
        return fixture
    }

    @Test func textsAreSharedAndSeeWhatStandsAround() throws {
        let fixture = try fixture(
            "top\n{% for part in parts %}\n{% include \"partials/line\" %}\n{% endfor %}\n",
            ["line": "- {{ part }} of {% include 'partials/deep/er.txt' %}\n", "deep/er.txt": "{{ name }}"])
        #expect(try fixture.text("out.txt") == "top\n- a of demo\n- b of demo\n")
    }

    @Test func aMistakeIsPlacedInThePartialAndToldOnce() throws {
        let fixture = try fixture(
            "{% include \"partials/line\" %}{% include \"partials/line\" %}", ["line": "a\n{{ naem }}{% if name %}\n"])
        #expect(
            fixture.problems() == """
                error: unknown variable `naem`
                 --> template/partials/line:2:4
                  |
                2 | {{ naem }}{% if name %}
                  |    ^^^^

                hint: did you mean `name`?

                error: `if` is not closed
                 --> template/partials/line:2:14
                  |
                2 | {{ naem }}{% if name %}
                  |              ^^^^^^^

                hint: close it with `{% endif %}`

                """)
    }

    @Test func circlesAreShownWhole() throws {
        let fixture = try fixture(
            "{% include \"partials/a\" %}",
            ["a": "{% include \"partials/b\" %}", "b": "{% include \"partials/c\" %}", "c": "{% include \"partials/b\" %}"])
        #expect(
            fixture.problems() == """
                error: the texts include each other without end
                 --> template/partials/c:1:4
                  |
                1 | {% include "partials/b" %}
                  |    ^^^^^^^^^^^^^^^^^^^^
                note: `partials/b` includes `partials/c` includes `partials/b`

                """)
    }

    @Test func anUnknownPartialIsSuggested() throws {
        let fixture = try fixture("{% include \"partials/haeder\" %}", ["header": ""])
        #expect(fixture.problems().contains("the template has no `partials/haeder` to include"))
        #expect(fixture.problems().contains("hint: did you mean `partials/header`?"))
    }

    /// Each text includes the next twice: 2^30 texts in all.
    @Test func textsThatMultiplyAreStopped() throws {
        let chain = (0..<30).map { ("p\($0)", "{% include \"partials/p\($0 + 1)\" %}{% include \"partials/p\($0 + 1)\" %}") }
        let deep = try fixture("{% include \"partials/p0\" %}", Dictionary(uniqueKeysWithValues: chain + [("p30", "x")]))
        #expect(messages { _ = try deep.template() }.first == "this includes too much, in too many steps")
        let wide = try fixture(
            "{% include \"partials/p20\" %}", Dictionary(uniqueKeysWithValues: chain + [("p30", "x")]))
        #expect(try wide.text("out.txt") == String(repeating: "x", count: 1024))
    }

    @Test func blocksAroundAnIncludeCountForItsDepth() throws {
        let open = String(repeating: "{% if name %}", count: 30)
        let close = String(repeating: "{% endif %}", count: 30)
        let fixture = try fixture(
            open + "{% include \"partials/p\" %}" + close, ["p": open + close])
        #expect(messages { _ = try fixture.template() } == ["blocks nest deeper than 50 levels"])
    }
}
