import MLKitCore
import MLKitScaffold
import Testing

/// Problems in values of `template.yaml` stand where in the value they are.
@Suite struct ScalarPlaceTests {
    private func place(_ yaml: String) throws -> String {
        let fixture = try TemplateFixture(yaml)
        do {
            _ = try fixture.template()
            return "none"
        } catch let failure as Failure {
            let location = failure.diagnostics.first?.location
            return location.map { "\($0.line):\($0.column)+\($0.length)" } ?? "nowhere"
        }
    }

    @Test(arguments: [
        ("next:\n  - look at {{ nmae }}", "6:16+4"),
        ("next: ['it''s {{ nmae }}']", "5:18+4"),
        ("next: [\"é {{ nmae }}\"]", "5:14+4"),
        ("next: [\"a \\\"b\\\" {{ nmae }}\"]", "5:20+4"),
        ("next:\n  - |\n    first\n    second {{ nmae }}\n", "8:15+4"),
        ("next:\n  - |\n    first\n\n      {{ nmae }}\n", "9:10+4"),
        // Where the way of writing is not followed, the value itself is marked.
        ("next: [\"\\u00e9 {{ nmae }}\"]", "5:8+19"),
        ("next:\n  - >\n    first\n    {{ nmae }}\n", "6:5+1"),
        ("questions: {a: {type: text, when: nmae == 1}}", "5:35+4"),
        ("questions: {a: {type: text, when: name ==}}", "5:42+1"),
        ("questions: {a: {type: text, default: 'x {{ nmae|snake }}'}}", "5:44+4"),
        ("computed: {a: '{{ name|snaek }}'}", "5:24+5"),
        ("post: [{run: 'echo {{ nmae }}'}]", "5:23+4"),
        ("loops: {README.md: {each: 'nmae', as: m}}", "5:28+4"),
    ])
    func theCaretStandsAtTheVariable(yaml: String, expected: String) throws {
        #expect(try place(yaml + "\n") == expected, "\(yaml)")
    }
}
