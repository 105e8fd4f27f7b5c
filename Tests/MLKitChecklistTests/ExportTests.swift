import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// The forms in which a checklist is exported, whole, with hostile text, and of nothing.
@Suite struct ExportTests {
    private static let hostile = "=cmd|' /C calc'!A0 </li><script>alert(1)</script> `x` *b* [l](javascript:1) \u{1}é漢"

    private static let spec = "mlkit: 1\nproject: {name: p, title: \"P & <Q>\", maturity: mvp}\n"

    private func project(_ maturity: String = "mvp") throws -> ProjectSpec.Project {
        try ProjectSpec(parsing: Array(Self.spec.replacing("mvp", with: maturity).utf8), kinds: .builtIn).project
    }

    /// A done item with evidence, an answered question with a note, a waiver, and two that are open.
    private func fixture(message: String = "trees beat it") throws -> ProjectFixture {
        let fixture = try ProjectFixture(["reports/a.json": "1\n"])
        try fixture.done("scoping.baseline", ["reports/a.json"], message)
        try fixture.done("data.labels", answer: "yes, \"two\" of us looked")
        let note = try fixture.read("checklist/data/labels.md") + "\nFirst line.\n\n- [ ] second\n"
        try fixture.write(note, to: "checklist/data/labels.md")
        let checklist = try fixture.load()
        _ = try checklist.waive(
            checklist.find("scoping.budget").item, until: Timestamp(seconds: 1_767_312_000), because: "in May",
            ProjectFixture.answering)
        return fixture
    }

    private func export(
        _ format: ExportFormat, _ fixture: ProjectFixture? = nil, _ selection: ExportSelection = .init()
    ) throws -> String {
        let checklist = try (fixture ?? self.fixture()).load()
        return try format.text(of: checklist.exported(project(), selection))
    }

    @Test func markdownIsATaskListWithWhatIsKnown() throws {
        let text = try export(.markdown, nil, ExportSelection(section: "data"))
        let marks = text.split(separator: "\n").filter { $0.hasPrefix("- [") }.map { $0.split(separator: " ").suffix(3) }
        #expect(
            text.replacing(#/[0-9a-f]{12}/#, with: "HASH") == """
                <!-- mlkit checklist: tick boxes or fill in answers, then run `mlkit check sync` on this file -->

                # Checklist of P \\& \\<Q\\>

                1 of 2 items settled; 1 open for minimum viable product.

                ## A small list

                ### Data

                - [ ] **Split once** (poc) `data.split` <!-- mlkit: data.split open - - -->
                  <details><summary>why and how</summary><p>w</p><p>h</p></details>
                - [x] **Are the labels right?** (production) `data.labels` <!-- mlkit: data.labels done HASH HASH -->
                  - answer: yes, "two" of us looked
                  - by: Ada Example \\<ada@example.com\\>, 2026-01-01
                  > First line.
                  > \\- \\[ \\] second
                  <details><summary>why and how</summary><p>w</p><p>h</p></details>

                """)
        #expect(marks.count == 2)
    }

    @Test func statesAndReasonsAreSaid() throws {
        let fixture = try fixture()
        try fixture.write("2\n", to: "reports/a.json")
        let text = try export(.markdown, fixture)
        #expect(text.contains("- [ ] **Establish a baseline** (poc)"))
        #expect(text.contains("  - **stale**: \\`reports/a.json\\` changed\n"))
        #expect(text.contains("  - **waived**: until 2026-01-02\n  - because: in May\n"))
        #expect(text.contains("  - answer:\n  - one of `online`, `batch`\n"))
    }

    @Test func csvIsATableThatSpreadsheetsDoNotRun() throws {
        let text = try export(.csv, try fixture(message: "=1+1"))
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 7 && lines.last == "")
        #expect(
            lines[0]
                == "list,section,item,title,kind,maturity,tags,state,reason,answer,by,at,because,until,assignee,reviewer,message,"
                    + "evidence,points")
        #expect(
            lines[1]
                == "small,scoping,scoping.baseline,Establish a baseline,task,poc,,done,,,Ada Example "
                    + "<ada@example.com>,2026-01-01T00:00:00Z,,,,,'=1+1,reports/a.json sha256:\(ContentHash(of: "1\n").hex),")
        #expect(lines[5].contains(",\"yes, \"\"two\"\" of us looked\","))
    }

    @Test func junitFailsWhatTheMaturityRequires() throws {
        #expect(
            try export(.junit) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="mlkit check" tests="5" failures="2" errors="0" time="0">
                  <testsuite name="Scoping" tests="3" failures="1" errors="0" skipped="1" time="0">
                    <testcase classname="checklist.scoping" name="scoping.baseline: Establish a baseline" time="0">
                      <system-out>checklist/scoping/baseline.md</system-out>
                    </testcase>
                    <testcase classname="checklist.scoping" name="scoping.budget: Agree on a budget" time="0">
                      <skipped message="waived: until 2026-01-02: in May"/>
                      <system-out>checklist/scoping/budget.md</system-out>
                    </testcase>
                    <testcase classname="checklist.scoping" name="scoping.inference: Online or batch?" time="0">
                      <failure message="open" type="open">w</failure>
                    </testcase>
                  </testsuite>
                  <testsuite name="Data" tests="2" failures="1" errors="0" skipped="0" time="0">
                    <testcase classname="checklist.data" name="data.split: Split once" time="0">
                      <failure message="open" type="open">w</failure>
                    </testcase>
                    <testcase classname="checklist.data" name="data.labels: Are the labels right?" time="0">
                      <system-out>checklist/data/labels.md</system-out>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    @Test func whatIsRequiredLaterHasNotFailed() throws {
        let fixture = try ProjectFixture()
        let text = ExportFormat.junit.text(of: try fixture.load().exported(try project("poc")))
        #expect(text.contains("<skipped message=\"open; required from minimum viable product on\"/>"))
        #expect(text.contains("tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"1\""))
        #expect(text.contains("<testsuites name=\"mlkit check\" tests=\"5\" failures=\"3\" errors=\"0\" time=\"0\">"))
    }

    @Test func aRecordThatCannotBeReadIsAnError() throws {
        let fixture = try ProjectFixture(["checklist/data/split.md": "nothing\n"])
        #expect(try export(.junit, fixture).contains("<error message=\"broken: a record begins with a line of `---`\""))
        let sarif = try JSON(parsing: export(.sarif, fixture))
        let split = sarif["runs"]?.array?.first?["results"]?.array?.first { $0["ruleId"] == "data.split" }
        #expect(
            split?["locations"]?.array?.first?["physicalLocation"]?["artifactLocation"]?["uri"]
                == "checklist/data/split.md")
    }

    @Test func sarifNamesRuleLevelAndPlace() throws {
        let fixture = try fixture()
        try fixture.write("2\n", to: "reports/a.json")
        let content = try fixture.load().exported(project())
        let json = try JSON(parsing: ExportFormat.sarif.text(of: content, prefix: "sub dir/"))
        let run = json["runs"]?.array?.first
        #expect(json["version"] == "2.1.0" && run?["tool"]?["driver"]?["rules"]?.array?.count == 5)
        let results = run?["results"]?.array ?? []
        #expect(results.map { $0["ruleId"]?.string } == ["scoping.baseline", "scoping.budget", "scoping.inference", "data.split"])
        #expect(results.map { $0["level"]?.string } == ["error", "note", "error", "error"])
        #expect(results.map { $0["ruleIndex"]?.int } == [0, 1, 2, 3])
        #expect(results[0]["message"]?["text"] == "Establish a baseline (stale, `reports/a.json` changed)")
        #expect(results[1]["suppressions"]?.array?.first?["justification"] == "in May")
        let places = results.map { $0["locations"]?.array?.first?["physicalLocation"] }
        #expect(places[0]?["artifactLocation"]?["uri"] == "sub%20dir/checklist/scoping/baseline.md")
        #expect(places[2]?["artifactLocation"]?["uri"] == "sub%20dir/checklists/small.yaml")
        #expect(places[2]?["region"]?["startLine"] == 9)
    }

    @Test func jsonHasItemsWithTheirRecords() throws {
        let json = try JSON(parsing: export(.json))
        #expect(json["mlkit_checklist"] == 1 && json["project"]?["title"] == "P & <Q>")
        #expect(json["tally"]?["waived"] == 1 && json["tally"]?["total"] == 5)
        let sections = json["lists"]?.array?.first?["sections"]?.array ?? []
        let labels = sections.last?["items"]?.array?.last
        #expect(labels?["state"] == "done" && labels?["blocking"] == false && labels?["points"] == .null)
        #expect(labels?["record"]?["answer"] == "yes, \"two\" of us looked")
        #expect(labels?["record"]?["note"] == "First line.\n\n- [ ] second")
        #expect(sections.first?["items"]?.array?.first?["record"]?["evidence"] == ["reports/a.json"])
        let hash = ContentHash(of: "1\n").hex
        #expect(
            sections.first?["items"]?.array?.first?["record"]?["bound"]
                == [["evidence": "reports/a.json", "sha256": .string(hash), "at": .null]])
        #expect(try export(.markdown).contains("evidence: `reports/a.json` sha256:\(hash)\n"))
        #expect(try export(.html).contains("<code>reports/a.json sha256:\(hash)</code>"))
        #expect(sections.last?["items"]?.array?.first?["record"] == .null)
    }

    @Test func theBadgeSaysHowFarTheProjectIs() throws {
        #expect(
            try export(.badge) == """
                <svg xmlns="http://www.w3.org/2000/svg" width="136" height="20" role="img" aria-label="checklist: mvp 2 of 4">
                  <title>checklist: mvp 2 of 4</title>
                  <clipPath id="r"><rect width="136" height="20" rx="3"/></clipPath>
                  <g clip-path="url(#r)">
                    <rect width="62" height="20" fill="#444"/>
                    <rect x="62" width="74" height="20" fill="#b91c1c"/>
                  </g>
                  <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">
                    <text x="31" y="14" textLength="50">checklist</text>
                    <text x="99" y="14" textLength="62">mvp 2 of 4</text>
                  </g>
                </svg>

                """)
        let fixture = try fixture()
        try fixture.write("2\n", to: "reports/a.json")
        let lapsed = try export(.badge, fixture)
        #expect(lapsed.contains("mvp 1 of 4, 1 lapsed") && lapsed.contains("#b45309"))
        let met = try export(.badge, fixture, ExportSelection(section: "data", maturity: .production))
        #expect(met.contains("mvp 0 of 1"))
    }

    @Test func theOwnLevelComesFirstAndThePageFiltersByLevelAndPerson() throws {
        let fixture = try fixture()
        let checklist = try fixture.load()
        _ = try checklist.assign(checklist.find("data.split").item, to: "Bob <bob@example.com>", ProjectFixture.answering)
        let content = try fixture.load().exported(project("poc"))
        #expect(content.items.map(\.item.id) == ["scoping.baseline", "scoping.inference", "scoping.budget", "data.split", "data.labels"])
        let page = ExportFormat.html.text(of: content)
        #expect(page.contains("<option value=\"to-poc\">up to proof of concept</option><option value=\"to-mvp\">"))
        #expect(page.contains("<option value=\"who-0\">Ada Example</option><option value=\"who-1\">Bob</option><option "
            + "value=\"who-2\">whoever owns the product</option>"))
        #expect(page.contains("html:has(option[value=\"to-poc\"]:checked) :is(.from-mvp, .from-production, section:not(:has(.from-poc))) "
            + "{ display: none }"))
        #expect(page.contains("class=\"item is-open unsettled from-poc who-1\" id=\"data.split\""))
    }

    @Test func hostileTextStaysText() throws {
        let fixture = try fixture(message: Self.hostile)
        let html = try export(.html, fixture)
        #expect(!html.contains("<script") && !html.contains("\u{1}"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && html.contains("<title>Checklist of P &amp; &lt;Q&gt;</title>"))
        #expect(!html.contains("src=") && !html.contains("href="))
        let markdown = try export(.markdown, fixture)
        #expect(markdown.contains(
            "remark: \\=cmd\\|' /C calc'\\!A0 \\</li\\>\\<script\\>alert(1)\\</script\\> \\`x\\` \\*b\\* \\[l\\](javascript:1)"))
        #expect(try export(.csv, fixture).contains(",'=cmd|' /C calc'!A0"))
        #expect(try JSON(parsing: export(.json, fixture))["tally"]?["done"] == 2)
    }

    @Test(arguments: ExportFormat.allCases)
    func theSameStateGivesTheSameBytes(format: ExportFormat) throws {
        let (one, two) = (try fixture(), try fixture())
        let text = try export(format, one)
        #expect(try text == export(format, two))
        #expect(format.wrote(Array(text.utf8)))
        #expect(ExportFormat.allCases.filter { $0.wrote(Array(text.utf8)) } == [format])
    }

    @Test(arguments: ExportFormat.allCases)
    func nothingIsExportedToo(format: ExportFormat) throws {
        let text = try export(format, ProjectFixture(), ExportSelection(tag: "none-has-it"))
        switch format {
        case .markdown: #expect(
            text.hasSuffix("0 of 0 items settled; nothing is open for minimum viable product.\n\nNo item is selected.\n"))
        case .html: #expect(text.contains("<p>No item is selected.</p>") && !text.contains("<select"))
        case .json: #expect(try JSON(parsing: text)["lists"] == [])
        case .csv: #expect(text.hasPrefix("list,") && text.hasSuffix("points\r\n"))
        case .junit: #expect(text.contains("tests=\"0\" failures=\"0\""))
        case .sarif: #expect(try JSON(parsing: text)["runs"]?.array?.first?["results"] == [])
        case .badge: #expect(text.contains("mvp no items"))
        }
    }
}
