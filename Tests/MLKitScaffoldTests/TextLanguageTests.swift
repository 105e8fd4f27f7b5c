import MLKitCore
import MLKitScaffold
import Testing

/// What expressions and loops of the template language come to.
@Suite struct TextLanguageTests {
    private static let questions = """
        questions:
          title: {type: text, default: Hello World}
          empty: {type: text, default: ""}
          count: {type: integer, default: 3}
          below: {type: integer, default: -1}
          rate: {type: number, default: 0.25}
          wanted: {type: boolean, default: true}
          parts: {type: multi-choice, choices: [one, two, three], default: [one, three]}
          none: {type: multi-choice, choices: [one], default: []}

        """

    private func render(_ text: String) throws -> String {
        try #require(try TemplateFixture(Self.questions, files: ["out.txt.stencil": text]).text("out.txt"))
    }

    @Test(arguments: [
        ("{{ 1 == 1.0 }} {{ rate == 0.25 }} {{ 9007199254740993 == 9007199254740992 }}", "true true false"),
        ("{{ title == \"Hello World\" }} {{ title.first == \"H\" }} {{ title == 3 }} {{ wanted == \"true\" }}", "true true false false"),
        ("{{ parts == parts }} {{ parts == none }} {{ parts != parts }} {{ wanted == true }}", "true false false true"),
        ("{{ none.first == parts.7 }} {{ none.first == \"\" }} {{ empty == \"\" }}", "true false true"),
        ("{{ 1 < 2 }} {{ 2 < 2 }} {{ 2 <= 2 }} {{ 3 > 2 }} {{ 2 > 2.5 }} {{ rate >= 0.25 }}", "true false true true false true"),
        ("{{ \"one\" in parts }} {{ \"two\" in parts }} {{ \"lo W\" in title }} {{ \"x\" in title }}", "true false true false"),
        ("{{ \"\" in title }} {{ \"aab\" in \"aaab\" }} {{ 3 in parts }} {{ \"a\" in none.first }}", "false true false false"),
        ("{{ not wanted }} {{ not not title }} {{ not not not title }} {{ not none }}", "false true false true"),
        ("{{ title and none }} {{ title or none }} {{ empty or none or 0 }} {{ 1 and 2 and 3 }}", "false true false true"),
        ("{{ false and true or true }} {{ false and (true or true) }} {{ not false and false }}", "true false false"),
    ])
    func operators(text: String, expected: String) throws {
        #expect(try render(text) == expected)
    }

    @Test(arguments: [
        ("title", true), ("empty", false), ("\"false\"", true), ("count", true), ("0", false), ("0.0", false),
        ("below", true), ("rate", true), ("parts", true), ("none", false), ("none.first", false), ("wanted", true),
        ("false", false),
    ])
    func whatIsTrue(value: String, expected: Bool) throws {
        #expect(try render("{% if \(value) %}true{% else %}false{% endif %}") == "\(expected)")
    }

    @Test(arguments: [
        ("{{ parts }} {{ none }} {{ \"a \\,'\"|list }}", "[\"one\", \"three\"] [] [\"a \\\\\", \"'\"]"),
        ("{{ 3 }} {{ -1.5 }} {{ 1.50 }} {{ 123456789.125 }} {{ 2.0 }} {{ rate }}", "3 -1.5 1.5 123456789.125 2.0 0.25"),
        ("{{ wanted }} {{ none.first }}|{{ parts.7 }}|{{ title.99 }}|{{ count.first }}|", "true ||||"),
        ("{{ title.count }} {{ title.first }} {{ title.4 }} {{ parts.count }} {{ parts.1 }} {{ parts.1.first }}", "11 H o 2 three t"),
        ("{{ layout.name }} {{ layout.tests }} {{ layout.tests.count }}", "classic src/tests 9"),
        ("{{ title if none }}|{{ title if none else parts.first }}|{{ 1 if wanted and count > 2 else 2 }}", "|one|1"),
    ])
    func printing(text: String, expected: String) throws {
        #expect(try render(text) == expected)
    }

    @Test(arguments: [
        (
            "{{ title|upper }} {{ parts|upper|join:\"+\" }} {{ parts|uppercase|join:\"+\" }} {{ parts|lower|first }}",
            "HELLO WORLD ONE+THREE ONE+THREE one"),
        ("{{ \"it's o'neil HTTPServer-v2 a_b 2nd ß ÉÀ\"|capitalize }}", "It's O'neil Httpserver-V2 A_B 2Nd Ss Éà"),
        ("{{ parts|capitalize|join }} {{ count|upper }} {{ wanted|capitalize }}", "OneThree 3 True"),
        (
            "{{ \"HTTPServer v2\"|snake }} {{ \"HTTPServer v2\"|kebab }} {{ \"HTTPServer v2\"|title }} {{ \"HTTPServer v2\"|pascal }}",
            "http_server_v2 http-server-v2 Http Server V2 HttpServerV2"),
        ("{{ \"Ếx smørbrød Ñ^2 ß\"|slug }} {{ \"e\u{301}a\"|slug }} {{ \"日本\"|slug }}.", "ex-sm-rbr-d-n2 ea ."),
        ("{{ \"a//./b/c\"|module }} {{ \" x \"|trim }}.", "a.b.c x."),
        ("{{ \"aaa\"|replace:\"aa\",\"b\" }} {{ title|replace:\"o\",1 }} {{ title|replace:\"l\",empty }}", "ba Hell1 W1rld Heo Word"),
        ("{{ \"x\ny\"|indent }}|{{ \"x\ny\"|indent:1 }}|{{ \"x\ny\"|indent:-3 }}", "x\n    y|x\n y|x\ny"),
        ("{{ empty|default:title }} {{ none|default:\"d\" }} {{ 0|default:\"d\" }} {{ false|default:\"d\" }}", "Hello World d 0 false"),
        ("{{ \"b, a,,b\"|list }} {{ 5|list }} {{ empty|list }} {{ parts|list }}", "[\"b\", \"a\", \"b\"] [\"5\"] [] [\"one\", \"three\"]"),
        (
            "{{ \",a,\"|split:\",\" }} {{ \"a b\"|split }} {{ \"ab\"|split:\"\" }} {{ parts|split:\",\" }} {{ 12|split:\"1\" }}",
            "[\"\", \"a\", \"\"] [\"a\", \"b\"] [\"ab\"] [\"one\", \"three\"] 12"),
        ("{{ parts|join }} {{ parts|join:0 }} {{ title|join:\"+\" }}", "onethree one0three Hello World"),
        (
            "{{ \"10,9,b,1\"|list|sort }} {{ none|sort }} {{ title|sort }} {{ \"b,a,b\"|list|unique }}",
            "[\"1\", \"10\", \"9\", \"b\"] [] [\"Hello World\"] [\"b\", \"a\"]"),
        ("{{ parts|first }} {{ parts|last }} {{ none|first }}|{{ none|last }}|{{ title|first }}", "one three ||Hello World"),
        ("{{ parts|count }} {{ title|length }} {{ \"👩‍🔬é\"|count }} {{ 123|count }} {{ none.first|count }}", "2 11 2 3 0"),
        (
            "{{ parts|yaml }} {{ title|json }} {{ rate|json }} {{ parts|json }} {{ none.first|json }}|",
            "[one, three] \"Hello World\" 0.25 [\"one\",\"three\"] |"),
        ("{{ parts|shell }} {{ count|shell }} {{ parts|slug }} {{ parts|replace:\", \",\"/\" }}", "'one, three' 3 one-three one/three"),
    ])
    func filters(text: String, expected: String) throws {
        #expect(try render(text) == expected)
    }

    @Test(arguments: [
        (
            "{% for p in parts %}{{ forloop.counter }}{{ forloop.counter0 }}{{ forloop.first }}{{ forloop.last }}{{ forloop.length }} {% "
                + "endfor %}",
            "10truefalse2 21falsetrue2 "
        ),
        (
            "{% for p in parts %}{% for i in 1...2 %}{{ p.first }}{{ i }}{{ forloop.counter }}{% endfor %}={{ forloop.counter }} {% "
                + "endfor %}",
            "o11o22=1 t11t22=2 "
        ),
        ("{% for title in parts %}{{ title }} {% endfor %}{{ title }}", "one three Hello World"),
        ("{% for p in parts %}{% for p in 1...2 %}{{ p }}{% endfor %}{{ p }}{% endfor %}", "12one12three"),
        ("{% for title in none %}{% empty %}{{ title }}{% endfor %}", "Hello World"),
        ("{% for p in parts %}{% for q in none %}{% empty %}{{ forloop.counter }}{{ p }} {% endfor %}{% endfor %}", "1one 2three "),
        ("{% for i in -1...1 %}{{ i }}{% endfor %} {% for i in 2...2 %}{{ i }}{% endfor %}", "-101 2"),
        ("{% for p in parts %}{% if p == \"one\" %}1{% elif forloop.last %}{{ p|upper }}{% endif %}{% endfor %}", "1THREE"),
        ("{% for p in parts %}{{ p if forloop.first else \"-\" }}{{ title }}{% endfor %}", "oneHello World-Hello World"),
    ])
    func loops(text: String, expected: String) throws {
        #expect(try render(text) == expected)
    }

    /// The loop's variable is none of the text around, and the same expression elsewhere is another.
    @Test func whatALoopChangesIsNotRemembered() throws {
        let fixture = try TemplateFixture(
            Self.questions,
            files: [
                "a.txt.stencil": "{{ title }}{% for title in parts %} {{ title }}{% endfor %}",
                "b.txt.stencil": "{% for title in parts %}{{ title }} {% endfor %}{{ title }}",
            ])
        #expect(try fixture.text("a.txt") == "Hello World one three")
        #expect(try fixture.text("b.txt") == "one three Hello World")
    }

    @Test func valuesForTheShellAreNotThoseOfFiles() throws {
        let fixture = try TemplateFixture(
            Self.questions + "post: [{run: 'echo {{ title }} {{ parts }}'}]\n", files: ["a.stencil": "{{ title }} {{ parts }}"])
        #expect(try fixture.rendering().postCommands.map(\.text) == ["echo 'Hello World' 'one, three'"])
        #expect(try fixture.text("a") == "Hello World [\"one\", \"three\"]")
    }
}
