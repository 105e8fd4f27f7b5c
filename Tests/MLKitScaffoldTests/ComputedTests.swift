import MLKitCore
import MLKitScaffold
import MLKitSpec
import Testing

@Suite struct ComputedTests {
    private static let yaml = """
        questions:
          kind: {type: choice, choices: [big, small], default: big}
          models: {type: text, default: 'trees, network'}
          layers: {type: integer, default: 3, when: is_big and "network" in list}
        computed:
          is_big: '{{ kind == "big" }}'
          list: '{{ models|list }}'
          package: '{{ name|snake }}_{{ kind }}'
          half: '{{ 0.5 if is_big else 2 }}'
          all: '{{ list.count }} of {{ layers }}'

        """

    @Test func valuesKeepTheirTypeAndServeEverywhere() throws {
        let fixture = try TemplateFixture(
            Self.yaml,
            files: [
                "{{ package }}.txt.stencil": """
                    {{ is_big|json }} {{ list|json }} {{ package|json }} {{ half|json }} {{ all }}{% if not is_big %} no{% endif %}
                    """,
                "{% if is_big %}big{% endif %}": "",
            ])
        #expect(
            try fixture.text("demo_big.txt") == #"true ["trees","network"] "demo_big" 0.5 2 of 3"#)
        #expect(
            try fixture.text("demo_small.txt", ["kind=small"])
                == #"false ["trees","network"] "demo_small" 2 2 of 3 no"#)
        #expect(try fixture.rendering().files.map(\.path) == ["big", "demo_big.txt"])
        #expect(try fixture.rendering(["kind=small"]).files.map(\.path) == ["demo_small.txt"])
    }

    @Test func theyAreNeitherAskedNorRecorded() throws {
        let fixture = try TemplateFixture(Self.yaml)
        let rendering = try fixture.rendering()
        #expect(rendering.answers.given.keys.sorted() == ["kind", "layers", "models"])
        #expect(!rendering.record.contains("is_big"))
        #expect(
            problems { _ = try fixture.rendering(["is_big=true"]) } == """
                error: the template `small` asks no question `is_big`

                hint: `is_big` follows from other answers

                """)
    }

    @Test(arguments: [
        ("computed: {a: '{{ b }}', b: x}", "`b` is not answered yet here"),
        ("computed: {a: '{{ a }}'}", "`a` is not answered yet here"),
        ("computed: {a: '{{ nmae }}'}", "unknown variable `nmae`"),
        ("computed: {a: [x]}", "`a` must be text, not a list"),
        ("computed: {name: x}", "`name` is taken"),
        ("computed: {A: x}", "`A` cannot name a computed answer"),
        ("questions: {q: {type: text}}\ncomputed: {q: x}", "`q` is a question already"),
        (
            "questions: {p: {type: text, default: '{{ c }}'}, q: {type: text}}\ncomputed: {c: '{{ q }}'}",
            "`c` is not answered yet here"
        ),
    ])
    func mistakesHaveTheirWords(yaml: String, expected: String) throws {
        let fixture = try TemplateFixture(yaml + "\n")
        #expect(messages { _ = try fixture.template() }.first == expected)
    }

    @Test func whatCannotBeMadeNamesItsPlace() throws {
        let fixture = try TemplateFixture(
            "questions: {n: {type: integer, default: 1000000}}\nloops: {README.md: {each: 1...n, as: i}}\n")
        #expect(
            fixture.problems { _ = try $0.rendering() } == """
                error: a range of more than 10000 numbers
                 --> template/template.yaml:6:27
                  |
                6 | loops: {README.md: {each: 1...n, as: i}}
                  |                           ^^^^^

                """)
    }
}
