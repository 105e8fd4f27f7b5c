import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Lists in deon's format, which are read as they are.
@Suite struct DeonTests {
    private func list(_ text: String) throws -> ChecklistDefinition {
        try ChecklistDefinition(parsing: Array(text.utf8), kinds: .builtIn, name: "ethics", file: "ethics.yml")
    }

    private func problems(_ text: String) -> String {
        do {
            _ = try list(text)
            return ""
        } catch { return "\(error)" }
    }

    private let text = """
        title: Our ethics
        sections:
          - title: Data collection
            section_id: A
            lines:
              - line_id: A.1
                line_summary: Consent
                line: Did the people agree?
              - line_id: A.2
                line: Who is missing?
          - title: Wrapping up
            lines:
              - line_summary: Tell the others
              - line_id: 7
                line_summary: Seven
                line: Is it seven?

        """

    @Test func linesBecomeTasksWithStableIds() throws {
        let list = try list(text)
        #expect(list.title == "Our ethics")
        #expect(list.sections.map(\.id) == ["a", "wrapping-up"])
        #expect(list.sections.map(\.title) == ["Data collection", "Wrapping up"])
        #expect(list.items.map(\.id) == ["a.1", "a.2", "wrapping-up.tell-the-others", "wrapping-up.7"])
        #expect(list.items.map(\.title) == ["Consent", "Who is missing?", "Tell the others", "Seven"])
        #expect(list.items.map(\.why) == ["Did the people agree?", "Who is missing?", "Tell the others", "Is it seven?"])
        #expect(list.items.allSatisfy { $0.kind == .task && $0.maturity == .poc && !$0.how.isEmpty })
        #expect(list.items[0].location.line == 6)
    }

    @Test func keysThatDeonIgnoresAreIgnored() throws {
        let list = try list("sections: [{section_id: B, link: x, lines: [{line: Why?, examples: [1]}]}]\nlanguage: en\n")
        #expect(list.title == "ethics")
        #expect(list.items.map(\.id) == ["b.why"])
    }

    @Test(arguments: [
        (
            "sections:\n  - section_id: A\n    lines:\n      - line_id: A.1\n        line_sumary: x\n",
            "error: a line needs `line` or `line_summary`\n --> ethics.yml:4:18\n"
        ),
        (
            "sections:\n  - section_id: A\n    lines:\n      - line_id: A.1\n        line_sumary: x\n",
            "error: unknown key `line_sumary` in a line\n --> ethics.yml:5:9\n"
        ),
        (
            "sections:\n  - section_id: A\n    lines: [{line_id: A.1, line: x}, {line_id: a-1, line: y}]\n",
            "error: the item `a.1` is declared twice\n --> ethics.yml:3:48\n"
        ),
        ("sections:\n  - section_id: A\n    lines: 3\n", "error: `lines` must be a list, not a number\n --> ethics.yml:3:12\n"),
        ("sections:\n  - section_id: 甲\n    lines: [{line: x}]\n", "error: no id can be made of `甲`\n --> ethics.yml:2:17\n"),
        ("sections:\n  - lines: [{line: x}]\n", "error: the section has no id and no title\n --> ethics.yml:2:5\n"),
    ])
    func whatIsWrongIsSaidWhereItIs(text: String, message: String) {
        let found = problems(text).replacing(#/ +-->/#, with: " -->")
        #expect(found.contains(message), "\(found)")
    }

    @Test func itGoesWithOtherListsAndIsAnswered() throws {
        let fixture = try ProjectFixture(["ethics.yml": text])
        func load() throws -> Checklist {
            let hashes = HashCache(project: ProjectFixture.project, files: fixture.files, now: fixture.clock.now)
            return try Checklist.load(
                definitions: [ProjectFixture.path, ProjectFixture.project.appending("ethics.yml")],
                project: ProjectFixture.project, kinds: .builtIn, facts: nil, files: fixture.files, hashes: hashes, now: ProjectFixture.at)
        }
        _ = try load().markDone(load().find("a.1").item, message: "asked", ProjectFixture.answering)
        #expect(try load().find("a.1").state == .done)
        #expect(try fixture.read("checklist/a/1.md").hasPrefix("---\nitem: a.1\n"))
    }
}
