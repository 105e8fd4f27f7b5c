import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

/// Records as people edit them: what is kept, what is understood, what is a diagnostic.
@Suite struct RecordTests {
    private let path = "checklist/scoping/baseline.md"

    @Test func aNewRecordReadsWell() throws {
        let fixture = try ProjectFixture(["reports/evaluation.json": "{}", "data/a.csv": "1"])
        try fixture.done("baseline", ["reports/evaluation.json", "data"], "trees beat the majority class")
        let tree = ContentHash(of: "\(ContentHash(of: "1").hex) a.csv\0")
        #expect(
            try fixture.read(path).withoutItemText == """
                ---
                item: scoping.baseline
                status: done
                version: 1
                by: Ada Example <ada@example.com>
                at: 2026-01-01T00:00:00Z
                evidence:
                  - path: reports/evaluation.json
                    sha256: \(ContentHash(of: "{}").hex)
                  - path: data/
                    sha256: \(tree.hex)
                message: trees beat the majority class
                ---

                """)
        #expect(try fixture.load().find("baseline").state == .done)
        #expect(try fixture.load().diagnostics.isEmpty)
    }

    @Test func whatTheUserWroteStays() throws {
        let fixture = try ProjectFixture([
            path: """
            ---
            # kept: a comment at the top
            owner: bob   # ours
            item: "scoping.baseline"  # quoted, and stays so
            status: open
            # about the time
            at: 2025-01-01
            nested:
              - a: 1
              # inside
              - |
                block text
            message: old words
            ---

            # My note

            - with --- in it
              ---
            """
        ])
        try fixture.done("scoping.baseline", [], "new: \"words\" # and more")
        #expect(
            try fixture.read(path).withoutItemText == """
                ---
                # kept: a comment at the top
                owner: bob   # ours
                item: "scoping.baseline"  # quoted, and stays so
                status: done
                version: 1
                by: Ada Example <ada@example.com>
                # about the time
                at: 2026-01-01T00:00:00Z
                nested:
                  - a: 1
                  # inside
                  - |
                    block text
                message: "new: \\"words\\" # and more"
                ---

                # My note

                - with --- in it
                  ---
                """)
    }

    @Test func carriageReturnsStay() throws {
        let text = "---\r\nitem: scoping.baseline\r\nstatus: open\r\nmine: 1\r\n---\r\n\r\nnote\r\nno end"
        let fixture = try ProjectFixture([path: text, "a.txt": "a"])
        #expect(try fixture.state(of: "baseline") == .open)
        try fixture.done("baseline", ["a.txt"], "m")
        let hash = ContentHash(of: "a").hex
        #expect(
            try fixture.read(path).withoutItemText
                == "---\r\nitem: scoping.baseline\r\nstatus: done\r\nversion: 1\r\nby: Ada Example <ada@example.com>\r\n"
                + "at: 2026-01-01T00:00:00Z\r\nevidence:\r\n  - path: a.txt\r\n    sha256: \(hash)\r\nmessage: m\r\n"
                + "mine: 1\r\n---\r\n\r\nnote\r\nno end")
        #expect(try fixture.state(of: "baseline") == .done)
    }

    @Test(arguments: [
        "---\nitem: scoping.baseline\nstatus: done\n---",
        "\u{FEFF}---\nitem: scoping.baseline\nstatus: done\n---\nnote",
        "---  \n{item: scoping.baseline, status: done, mine: [1, two]}\n--- \nnote\n",
        "---\n\"item\": scoping.baseline\nstatus:    done\nevidence:\nmessage: ~\nby:\n---\n",
        "---\n\nitem: scoping.baseline\n\nstatus: done\n\n---\n",
        "---\nitem: &id scoping.baseline\nstatus: done\nsame: *id\n---\n\u{0}\u{1}binary\n",
    ])
    func handsWriteInManyWays(text: String) throws {
        let fixture = try ProjectFixture([path: text])
        #expect(try fixture.load().diagnostics.isEmpty)
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.done("baseline", [], "again")
        let report = try fixture.load().find("baseline")
        #expect(report.record?.message == "again")
        #expect(try fixture.load().diagnostics.isEmpty)
        let note = text.split(separator: "\n").last ?? ""
        if !note.hasPrefix("---") { #expect(try fixture.read(path).contains(note)) }
        if text.contains("mine") { #expect(try fixture.read(path).contains("mine: [1,\"two\"]")) }
    }

    @Test(arguments: [
        "plain words", "with: colon", "# hash", "yes", "1", "1e5", "null", "- dash", "{brace}", "a\nb\n", "tab\there",
        "Grüße, 世界 👩‍🔬", "e\u{301} combining",
        "\u{202E}rtl", "a\u{2028}line\u{85}s\u{FEFF}b", "quote \" and \\", "'", "a: b #c",
        "trailing:", "@at", "%percent", "\u{7}bell", "\u{10FFFF}", "2026-01-01T00:00:00Z", "---", "...",
    ])
    func anyTextComesBack(message: String) throws {
        let fixture = try ProjectFixture()
        try fixture.done("baseline", [], message)
        let kept = try #require(try fixture.load().find("baseline").record?.message)
        let trimmed = message.split(whereSeparator: { $0 == "\n" }).joined(separator: "\n")
        let text = try fixture.read(path)
        #expect(kept == message || kept == trimmed, "\(text)")
    }

    @Test func answeringAgainKeepsTheNoteAndTheEvidence() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.done("baseline", ["a.txt"], "first")
        try fixture.write(fixture.read(path) + "\nMy note.\n", to: path)
        try fixture.write("2", to: "a.txt")
        #expect(try fixture.state(of: "baseline") == .stale([.evidence(EvidenceChange(path: "a.txt", kind: .changed))]))
        let change = try fixture.done("baseline")
        #expect(change.record.evidence == [Evidence(path: "a.txt", hash: ContentHash(of: "2"))])
        #expect(change.record.message == "first")
        #expect(try fixture.state(of: "baseline") == .done)
        #expect(try fixture.read(path).hasSuffix("---\n\nMy note.\n"))
    }

    @Test func skippingAndReopening() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.done("baseline", ["a.txt"], "first")
        var checklist = try fixture.load()
        let item = try checklist.find("baseline").item
        _ = try checklist.skip(item, because: " no model ", ProjectFixture.answering)
        #expect(
            try fixture.read(path).withoutItemText == """
                ---
                item: scoping.baseline
                status: skipped
                version: 1
                by: Ada Example <ada@example.com>
                at: 2026-01-01T00:00:00Z
                reason: no model
                ---

                """)
        checklist = try fixture.load()
        #expect(try checklist.find("baseline").state == .skipped)
        _ = try checklist.reopen(item, ProjectFixture.answering)
        checklist = try fixture.load()
        #expect(try checklist.find("baseline").state == .open)
        #expect(throws: Failure.self) { try checklist.reopen(item, ProjectFixture.answering) }
        #expect(throws: Failure.self) { try checklist.skip(item, because: " ", ProjectFixture.answering) }
    }

    @Test func aQuestionAndAChoiceNeedAnAnswer() throws {
        let fixture = try ProjectFixture()
        let failure = #expect(throws: Failure.self) { try fixture.done("inference") }
        #expect(
            failure?.description == """
                error: `scoping.inference` is a choice: it needs an answer
                note: Online or batch?

                hint: type `mlkit check choose scoping.inference online` or `mlkit check choose scoping.inference batch`

                """)
        #expect(throws: Failure.self) { try fixture.done("labels", [], answer: "  ") }
        #expect(throws: Failure.self) { try fixture.done("inference", [], answer: "neither") }
        #expect(throws: Failure.self) { try fixture.done("baseline", [], answer: "yes") }
        #expect(try fixture.done("labels", [], answer: "two of us looked").record.answer == "two of us looked")
        #expect(try fixture.done("inference", [], answer: "Batch").record.answer == "batch")
        #expect(try fixture.state(of: "inference") == .done)
    }

    @Test(arguments: [
        ("just a note\n", "a record begins with a line of `---`", "1:1"),
        ("", "a record begins with a line of `---`", "1:1"),
        ("---\nitem: scoping.baseline\n", "the front matter does not end", "1:1"),
        ("---\nitem: scoping.baseline\nstatus: dnoe\n---\n", "unknown value `dnoe` for `status`", "3:9"),
        ("---\nitem: scoping.baseline\n---\n", "a record needs the key `status`", "2:1"),
        ("---\nitem: data.split\nstatus: done\n---\n", "this file is the record of `scoping.baseline`", "2:7"),
        ("---\nitem: [\nstatus: done\n---\n", "this is not YAML", "4:1"),
        ("---\n---\n", "`front matter` must be a mapping", "2:1"),
        ("---\nitem: scoping.baseline\nstatus: done\nat: soon\n---\n", "`soon` does not fit `at`", "4:5"),
        ("---\nitem: scoping.baseline\nstatus: done\nevidence: a.txt\n---\n", "`evidence` must be a list", "4:11"),
        (
            "---\nitem: scoping.baseline\nstatus: done\nevidence:\n  - path: ../a\n    sha256: x\n---\n",
            "the path `../a` leads out of the project", "5:11"
        ),
        ("---\nitem: scoping.baseline\nstatus: done\nstatus: open\n---\n", "the key `status` stands here twice", "4:1"),
        (
            "---\nitem: scoping.baseline\n<<<<<<< HEAD\nby: a\n=======\nby: b\n>>>>>>> side\n---\n",
            "this record has an unresolved merge conflict", "3:1"
        ),
    ])
    func aBrokenRecordIsADiagnostic(text: String, words: String, place: String) throws {
        let fixture = try ProjectFixture([path: text])
        let checklist = try fixture.load()
        let all = Failure(checklist.diagnostics).description
        #expect(all.contains(words), "\(all)")
        #expect(all.contains("--> \(path):\(place)"), "\(all)")
        #expect(checklist.progress(towards: .poc).total.open == 5)
        #expect(throws: Failure.self) { try fixture.done("baseline") }
        #expect(try fixture.read(path) == text)
    }

    @Test func aRecordOfNoItemIsAWarning() throws {
        let fixture = try ProjectFixture([
            "checklist/scoping/baselin.md": "---\nitem: scoping.baselin\nstatus: done\n---\n",
            "checklist/README.md": "About these.\n", "checklist/scoping/README.md": "x", "checklist/a.txt": "x",
        ])
        let diagnostics = try fixture.load().diagnostics
        #expect(
            Failure(diagnostics).description == """
                warning: no checklist has the item `scoping.baselin`
                 --> checklist/scoping/baselin.md:2:7
                  |
                2 | item: scoping.baselin
                  |       ^^^^^^^^^^^^^^^

                hint: did you mean `scoping.baseline`?

                """)
    }
}
