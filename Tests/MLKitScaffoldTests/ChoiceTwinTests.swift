import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

@testable import MLKitScaffold

/// Choices that cannot be told apart, wherever they could be compared.
@Suite struct ChoiceTwinTests {
    private func findings(_ questions: String, _ files: [String: String]) throws -> [String] {
        let spec = ["mlkit.yaml": "mlkit: 1\nproject: {name: p}\n"]
        let fixture = try TemplateFixture("questions:\n" + questions, files: files.merging(spec) { $1 })
        return try TemplateCheck(fixture.folder, kinds: .builtIn).run().findings.filter { $0.severity == .warning }.map(\.message)
    }

    private static let choices = "  base: {type: choice, choices: [a, b, c], default: c}\n  other: {type: boolean, default: false}\n"
    private static let readme = "{{ \"c\" if base == \"c\" }}{{ \"o\" if other }}"

    /// Where one of them makes no project at all they are not compared: they are the same in the others.
    @Test func whatCannotBeRenderedTellsNothingApart() throws {
        let clash = "{% if base == \"b\" and other %}README.md{% endif %}"
        let found = try findings(Self.choices, ["README.md.stencil": Self.readme, clash: ""])
        #expect(found.contains("`a` and `b` of `base` make the same project"), "\(found)")
    }

    /// One place where they differ is enough.
    @Test func oneDifferenceTellsThemApart() throws {
        let found = try findings(Self.choices, ["README.md.stencil": Self.readme + "{{ \"b\" if base == \"b\" and other }}"])
        #expect(found.isEmpty, "\(found)")
        let same = try findings(Self.choices, ["README.md.stencil": Self.readme])
        #expect(same == ["`a` and `b` of `base` make the same project"])
    }

    /// All choices alike: the answer changes nothing. Of several choices those that alone are as none.
    @Test func aChoiceThatChangesNothing() throws {
        let all = try findings(Self.choices, ["README.md.stencil": "{{ \"o\" if other }}{{ base == \"x\" }}"])
        #expect(all == ["the answer to `base` changes nothing"])
        let parts = "  parts: {type: multi-choice, choices: [a, b, c], default: []}\n"
        let some = try findings(parts, ["README.md.stencil": "{{ \"a\" if \"a\" in parts }}"])
        #expect(some == ["the choice `b` of `parts` changes nothing", "the choice `c` of `parts` changes nothing"])
        let needed = try findings(parts, ["README.md.stencil": "{% for part in parts %}{{ part }}{% endfor %}"])
        #expect(needed.isEmpty)
    }
}
