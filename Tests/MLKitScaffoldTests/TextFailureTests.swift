import MLKitCore
import MLKitScaffold
import MLKitTestSupport
import Testing

/// What only values can make fail, and what bounds a hostile template.
@Suite struct TextFailureTests {
    private static let questions = """
        questions:
          title: {type: text, default: Hello World}
          count: {type: integer, default: 3}
          parts: {type: multi-choice, choices: [one, two], default: [one]}

        """

    private func problems(_ text: String) throws -> String {
        try TemplateFixture(Self.questions, files: ["out.stencil": text]).problems { _ = try $0.rendering() }
    }

    @Test func aFailureHasItsPlace() throws {
        #expect(
            try problems("first\n{% if true %}\n  é {{ \"yes\" if title|upper < count else \"no\" }}\n{% endif %}\n") == """
                error: `<` compares numbers, not text and a number
                 --> template/files/out.stencil:3:17
                  |
                3 |   é {{ "yes" if title|upper < count else "no" }}
                  |                 ^^^^^^^^^^^^^^^^^^^

                """)
    }

    @Test func aFailureInAnIncludedTextHasItsPlaceThere() throws {
        let fixture = try TemplateFixture(
            Self.questions, files: ["out.stencil": "{% for p in parts %}\n{% include \"partials/p\" %}\n{% endfor %}\n"])
        try fixture.scratch.write("a\n{{ p|indent:title }}\n", to: "template/partials/p")
        #expect(
            fixture.problems { _ = try $0.rendering() } == """
                error: `indent` takes a whole number of spaces, not text
                 --> template/partials/p:2:6
                  |
                2 | {{ p|indent:title }}
                  |      ^^^^^^^^^^^^

                """)
    }

    @Test func aTextIsNoListToGoThrough() throws {
        #expect(
            try problems("{% for x in title %}{% endfor %}") == """
                error: `for` goes through a list, not text
                 --> template/files/out.stencil:1:13
                  |
                1 | {% for x in title %}{% endfor %}
                  |             ^^^^^

                hint: `|list` makes a list of a text with commas in it

                """)
    }

    @Test(arguments: [
        ("{{ title < 1 }}", "`<` compares numbers, not text and a number"),
        ("{{ parts.7 >= 1 }}", "`>=` compares numbers, not nothing and a number"),
        ("{{ 1 in title }}", "`in` looks in a list, or for text in text, not for a number in text"),
        ("{{ title in count }}", "`in` looks in a list, or for text in text, not for text in a number"),
        ("{% for x in count %}{% endfor %}", "`for` goes through a list, not a number"),
        ("{% for i in 1...title %}{% endfor %}", "a range goes from one whole number to another"),
        ("{% for i in 0...10000 %}{% endfor %}", "a range of more than 10000 numbers"),
        ("{% for i in -9223372036854775808...9223372036854775807 %}{% endfor %}", "a range of more than 10000 numbers"),
        ("{{ \"a\nb\"|shell }}", "a text with a line break or another control character cannot stand in a command"),
    ])
    func valuesThatDoNotFit(text: String, message: String) throws {
        let fixture = try TemplateFixture(Self.questions, files: ["out.stencil": text])
        let failure = #expect(throws: Failure.self) { _ = try fixture.rendering() }
        #expect(failure?.diagnostics.map(\.message) == [message])
        #expect(failure?.diagnostics.first?.location?.file.hasSuffix("files/out.stencil") == true)
    }

    @Test(arguments: [
        ("{{ layout }}", "`layout` is no value"),
        ("{{ layout.0 }}", "`layout` has no `0`"),
        ("{% for a in parts %}{{ forloop.counter.first }}{% endfor %}", "`forloop.counter` has no parts"),
        ("{% for a in parts %}{% empty %}{{ a }}{% endfor %}", "unknown variable `a`"),
        ("{% for a in parts %}{% empty %}{{ forloop.first }}{% endfor %}", "unknown variable `forloop`"),
    ])
    func whatIsNoValueIsRefused(text: String, message: String) throws {
        let fixture = try TemplateFixture(Self.questions, files: ["out.stencil": text])
        #expect(messages { _ = try fixture.template() } == [message])
    }

    /// Brackets are bounded by the parser; what needs none may be as long as it likes, and takes no stack.
    @Test func longExpressionsAreFine() throws {
        let many = 20_000
        let text =
            "{{ title\(String(repeating: "|trim", count: many)) }} "
            + "{{ \(String(repeating: "not ", count: many))title }} {{ count\(String(repeating: " and title", count: many)) }} "
            + "{{ false\(String(repeating: " or false", count: many)) }}"
        let fixture = try TemplateFixture(Self.questions, files: ["out.stencil": text])
        #expect(try fixture.text("out") == "Hello World true true false")
    }

    private static let doubling = String(repeating: "|replace:\"a\",\"aa\"", count: 20)

    @Test(arguments: [
        ("{{ \"a\"\(doubling)|replace:\"a\",\"aa\" }}", "the value becomes larger than 1 MB"),
        ("{{ '\"'\(String(repeating: "|json", count: 40)) }}", "the value becomes larger than 1 MB"),
        ("{{ \"\n\"\(String(repeating: "|replace:\"\n\",\"\n\n\"", count: 15))|indent:100 }}", "the value becomes larger than 1 MB"),
        (
            "{% for i in 1...10000 %}{{ \"a\"\(doubling) }}{{ i }}{% endfor %}",
            "the text becomes longer than 16 MB"
        ),
    ])
    func sizesAreBounded(text: String, message: String) throws {
        let fixture = try TemplateFixture(Self.questions, files: ["out.stencil": text])
        #expect(messages { _ = try fixture.rendering() } == [message])
    }

    /// What goes through much costs much: the loop ends long before its last round.
    @Test func stepsAreBounded() throws {
        let fixture = try TemplateFixture(
            Self.questions + "computed: {long: '{{ \"a\"\(Self.doubling) }}'}\n",
            files: ["out.stencil": "{% for i in 1...10000 %}\n{% if long == title %}{% endif %}\n{% endfor %}"])
        #expect(
            fixture.problems { _ = try $0.rendering() } == """
                error: the template takes more than 5000000 steps
                 --> template/files/out.stencil:2:7
                  |
                2 | {% if long == title %}{% endif %}
                  |       ^^^^^^^^^^^^^

                """)
    }

    /// A hundred million files.
    @Test func filesOfLoopsAreBounded() throws {
        let fixture = try TemplateFixture(
            Self.questions + "computed: {long: '{{ \"a\"\(Self.doubling) }}'}\n"
                + "loops: {'{{ a }}': {each: 1...10000, as: a}, '{{ a }}/{{ b }}': {each: 1...10000, as: b}}\n",
            files: ["{{ a }}/{{ b }}.stencil": "{{ long }}"])
        #expect(messages { _ = try fixture.rendering() } == ["the template makes more than 256 MB"])
    }
}
