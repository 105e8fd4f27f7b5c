import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// Reading checklist definitions, the shipped one and broken ones.
@Suite struct DefinitionTests {
    private let builtIn = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        .appending("checklists")

    private func problems(_ text: String) -> String {
        do {
            _ = try ChecklistDefinition(parsing: Array(text.utf8), kinds: .builtIn, name: "mine", file: "mine.yaml")
            return ""
        } catch { return "\(error)" }
    }

    private func problems(item: String) -> String {
        problems("checklist: 1\ntitle: T\nsections:\n  - id: a\n    title: A\n    items:\n      - \(item)\n")
    }

    @Test func theShippedListsAreRead() throws {
        let files = LocalFileSystem()
        let names = try files.list(builtIn).filter { $0.hasSuffix(".yaml") }
        #expect(names.contains("end-to-end.yaml"))
        for name in names {
            let bytes = try files.read(builtIn.appending(name))
            let list = try ChecklistDefinition(parsing: bytes, kinds: .builtIn, name: name, file: name)
            #expect(list.items.allSatisfy { !$0.title.isEmpty && $0.why.count > 20 && $0.how.count > 40 })
        }
    }

    @Test func theEndToEndListHasItsSections() throws {
        let bytes = try LocalFileSystem().read(builtIn.appending("end-to-end.yaml"))
        let list = try ChecklistDefinition(parsing: bytes, kinds: .builtIn, name: "end-to-end", file: "end-to-end.yaml")
        #expect(
            list.sections.map(\.id) == [
                "scoping", "version-control", "environment", "data", "data-engineering", "programming", "modelling",
                "deployment", "responsible-ai", "continuous", "architecture", "knowledge",
            ])
        #expect(list.sections.allSatisfy { $0.items.count >= 6 } && list.items.count >= 200)
        #expect(list.items.contains { $0.id == "scoping.baseline" && $0.maturity == .poc })
        for kind in ItemKind.allCases { #expect(list.items.contains { $0.kind == kind }) }
        for level in Maturity.allCases { #expect(list.items.contains { $0.maturity == level }) }
    }

    @Test func theShippedListsGoTogether() throws {
        let files = LocalFileSystem()
        let lists = try files.list(builtIn).filter { $0.hasSuffix(".yaml") }.map { builtIn.appending($0) }
        #expect(lists.count == 6)
        let hashes = HashCache(project: "/nowhere", files: files, now: { 0 })
        let checklist = try Checklist.load(
            definitions: lists, project: "/nowhere", kinds: .builtIn, facts: nil, files: files, hashes: hashes, now: ProjectFixture.at)
        #expect(checklist.definitions.map(\.name) == lists.compactMap(\.stem))
        #expect(checklist.reports.count > 500)
        #expect(checklist.reports.contains { !$0.item.probes.isEmpty && $0.item.kind == .automatic })
    }

    @Test func pointsAndLevelsAreRead() throws {
        func scoring(_ name: String) throws -> Scoring? {
            let bytes = try LocalFileSystem().read(builtIn.appending("\(name).yaml"))
            return try ChecklistDefinition(parsing: bytes, kinds: .builtIn, name: name, file: name).scoring
        }
        let score = try #require(try scoring("ml-test-score"))
        #expect((score.manual, score.automated, score.total) == (0.5, 1, .minimum))
        #expect(score.bands.map(\.upTo) == [0, 1, 2, 3, 5, nil])
        #expect(try scoring("mlops-maturity")?.total == .levels)
        #expect(try scoring("end-to-end") == nil)
    }

    @Test func everyKeyIsRead() throws {
        let text = """
            checklist: 1
            title: Mine
            description: For us
            sections:
              - id: a
                title: A
                items:
                  - id: a.one
                    title: One?
                    why: >
                      Because
                      of this.
                    how: So
                    kind: question
                    answers: {yes: go on, no: stop}
                    maturity: mvp
                    tags: [x, y]
            """
        let list = try ChecklistDefinition(parsing: Array(text.utf8), kinds: .builtIn, name: "mine", file: "mine.yaml")
        let item = try #require(list.items.first)
        #expect((list.name, list.title, list.summary) == ("mine", "Mine", "For us"))
        #expect((item.section, item.name, item.why, item.how) == ("a", "one", "Because of this.", "So"))
        #expect((item.kind, item.maturity) == (.question, .mvp))
        #expect(item.answers.map { "\($0.name): \($0.follows)" } == ["yes: go on", "no: stop"])
        #expect(item.tags == ["x", "y"])
        #expect(item.location.line == 8)
    }

    @Test func allProblemsAreReportedInOrder() {
        let text = """
            checklist: 0
            sections:
              - id: Data
                items:
                  - id: data.split
                    titel: Split
                    why: w
                    how: h
                    maturity: pilot
            """
        for words in [
            "`checklist` must be 1, not 0", "a checklist needs the key `title`", "`Data` does not fit `id`",
            "a section needs the key `title`", "unknown key `titel` in an item", "did you mean `title`?",
            "an item needs the key `title`", "unknown value `pilot` for `maturity`",
            "known are `poc`, `mvp` and `production`", "the item `data.split` stands in the section `Data`",
            "--> mine.yaml:9:19",
        ] {
            #expect(problems(text).contains(words), "\(words)")
        }
    }

    @Test(arguments: [
        ("{id: a.b, title: t, why: w, how: h, maturity: poc, kind: taks}", "did you mean `task`?"),
        ("{id: ab, title: t, why: w, how: h, maturity: poc}", "use a section and a name, like `scoping.baseline`"),
        ("{id: a.B, title: t, why: w, how: h, maturity: poc}", "`a.B` does not fit `id`"),
        ("{id: a.b, title: t, why: w, how: h, maturity: poc, tags: x}", "`tags` must be a list, not text"),
        ("{id: a.b, title: [], why: w, how: h, maturity: poc}", "`title` must be text, not a list"),
        ("{id: a.b, title: t, why: w, how: h, maturity: poc, answers: {a: x}}", "`answers` is for an item of kind `question`"),
        ("{id: a.b, title: t, why: w, how: h, maturity: poc, kind: choice}", "a choice needs at least two `options`"),
        ("{id: b.b, title: t, why: w, how: h, maturity: poc}", "begin its id with `a.`"),
        ("text", "`items` must be a mapping, not text"),
    ])
    func aMistakeIsNamed(item: String, words: String) {
        #expect(problems(item: item).contains(words), "\(problems(item: item))")
    }

    @Test func duplicatesAreReported() {
        let item = "{id: a.b, title: t, why: w, how: h, maturity: poc}"
        let text = problems(item: "\(item)\n      - \(item)\n  - id: a\n    title: A\n    items: []")
        #expect(
            text == """
                error: the item `a.b` is declared twice
                 --> mine.yaml:8:14
                  |
                8 |       - {id: a.b, title: t, why: w, how: h, maturity: poc}
                  |              ^^^
                note: it is first declared on line 7

                error: the section `a` is declared twice
                 --> mine.yaml:9:9
                  |
                9 |   - id: a
                  |         ^
                note: it is first declared on line 4

                """)
    }

    @Test func listsCannotShareAnItem() throws {
        let fixture = try ProjectFixture(["checklists/copy.yaml": ProjectFixture.definition])
        let hashes = HashCache(project: ProjectFixture.project, files: fixture.files, now: fixture.clock.now)
        let failure = #expect(throws: Failure.self) {
            try Checklist.load(
                definitions: [ProjectFixture.path, "/project/checklists/copy.yaml"], project: ProjectFixture.project,
                kinds: .builtIn, facts: nil, files: fixture.files, hashes: hashes, now: ProjectFixture.at)
        }
        #expect(failure?.diagnostics.count == 5)
        #expect(failure?.description.contains("the item `scoping.baseline` is in the checklist `small` too") == true)
        #expect(failure?.description.contains("--> checklists/copy.yaml:7:14") == true)
    }

    @Test func listsAreFoundByNameAndPath() throws {
        let files = InMemoryFileSystem([
            "/share/end-to-end.yaml": "", "/share/data-ethics.yaml": "", "/project/docs/ours.yaml": "",
        ])
        let finder = DefinitionFinder(project: "/project", builtIn: "/share", files: files)
        let found = try finder.locate(["end-to-end", "docs/ours.yaml"])
        #expect(found == ["/share/end-to-end.yaml", "/project/docs/ours.yaml"])
        let failure = #expect(throws: Failure.self) { try finder.locate(["end-to-ent", "docs/theirs.yaml"]) }
        #expect(
            failure?.description == """
                error: there is no built-in checklist `end-to-ent`

                hint: did you mean `end-to-end`?

                error: the checklist `docs/theirs.yaml` does not exist

                hint: paths are relative to the project

                """)
    }

    /// Each key that has to be there is missed by its name.
    @Test func whatHasToBeThereIsMissed() {
        let text = "{checklist: 1, title: T, sections: [{id: a, title: A, items: [{id: a.b, title: X, why: y, how: z, maturity: poc}]}]}\n"
        #expect(problems(text) == "")
        for (key, part) in [
            ("title", "title: T, "), ("id", "id: a, "), ("title", "title: A, "), ("id", "id: a.b, "), ("title", "title: X, "),
            ("why", "why: y, "), ("how", "how: z, "), ("maturity", ", maturity: poc"),
            ("items", ", items: [{id: a.b, title: X, why: y, how: z, maturity: poc}]"),
        ] {
            #expect(text.contains(part) && problems(text.replacing(part, with: "")).contains("`\(key)`"), "\(part)")
        }
    }
}
