import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit check export`, seen from outside, and its files as other programs read them.
@Suite struct CheckExportTests {
    @Test(arguments: ["markdown", "html", "json", "csv", "junit", "sarif", "badge", "model-card", "datasheet"])
    func aSecondExportChangesNothing(format: String) async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("done", "base", "-e", "reports/evaluation.json", "-m", "Grüße, <b>\"</b>")
        let first = try await project.check("export", format, "-o", "out/file")
        #expect(first.status == 0 && first.output == "wrote out/file\n", "\(first.error)")
        let text = try project.sandbox.read("out/file")
        let before = try LocalFileSystem().information(at: project.path.pushing("out/file"))
        let second = try await project.check("export", format, "--output", "out/file")
        #expect(second.output == "out/file is up to date\n")
        #expect(try LocalFileSystem().information(at: project.path.pushing("out/file")) == before)
        #expect(try await project.check("export", format).output == text)
    }

    @Test(arguments: ["markdown", "html", "json", "csv", "junit", "sarif", "badge", "model-card", "datasheet"])
    func aFileOfSomebodyElseIsNotReplaced(format: String) async throws {
        let project = try await ChecklistProject()
        try project.sandbox.write("# Mine\n", to: "mine.txt")
        let refused = try await project.check("export", format, "-o", "mine.txt")
        #expect(refused.status == 1 && refused.error.contains("error: `mine.txt` "))
        #expect(try project.sandbox.read("mine.txt") == "# Mine\n")
        #expect(try await project.check("export", format, "-o", "mine.txt", "--force").output == "wrote mine.txt\n")
    }

    /// What is written is what git would check out: it is no other file afterwards, and `core.safecrlf` takes no offence.
    @Test(arguments: ["markdown", "html", "json", "csv", "junit", "sarif", "badge", "model-card", "datasheet"])
    func anExportHasTheLineEndsOfACheckout(format: String) async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit([".gitattributes": "* text=auto eol=crlf\n"])
        try await project.sandbox.git("config", "core.safecrlf", "true")
        #expect(try await project.check("export", format, "-o", "out.txt").output == "wrote out.txt\n")
        try await project.sandbox.git("add", "out.txt")
        try await project.sandbox.git("commit", "--quiet", "--message", "out")
        let text = try project.sandbox.read("out.txt")
        #expect(text.contains("\r\n") && !text.replacing("\r\n", with: "").contains("\n"))
        try LocalFileSystem().remove(project.path.appending("out.txt"))
        try await project.sandbox.git("checkout", "--", "out.txt")
        #expect(try await project.check("export", format, "-o", "out.txt").output == "out.txt is up to date\n")
    }

    @Test func editsThatWereNotSyncedAreNotReplaced() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("export", "markdown", "-o", "list.md")
        try project.sandbox.write(project.sandbox.read("list.md").replacing("- [ ]", with: "- [x]"), to: "list.md")
        let refused = try await project.check("export", "markdown", "-o", "list.md")
        #expect(refused.status == 1)
        #expect(
            refused.error == """
                error: `list.md` was edited, and `mlkit check sync` has not taken that over

                hint: run `mlkit check sync list.md` first, or give `--force` to drop the edits

                """)
        #expect(try await project.check("export", "markdown", "-o", "list.md", "--force").status == 0)
        #expect(try !project.sandbox.read("list.md").contains("[x]"))
    }

    @Test func itemsAreSelected() async throws {
        let project = try await ChecklistProject()
        let level = try await project.check("export", "csv", "--section", "scoping", "--maturity", "poc")
        #expect(level.output.split(separator: "\r\n").map { $0.split(separator: ",")[2] } == ["item", "scoping.baseline"])
        let unknown = try await project.check("export", "csv", "--section", "scopin")
        #expect(unknown.status == 1)
        #expect(unknown.error == "error: there is no section `scopin` in the checklist\n\nhint: did you mean `scoping`?\n")
        let card = try await project.check("export", "model-card", "--section", "scoping")
        #expect(card.status == 64)
    }

    /// A list with text that each form could take for its own.
    private func hostileProject() async throws -> ChecklistProject {
        let project = try await ChecklistProject(folder: "sub dir")
        let definition = """
            checklist: 1
            title: "A & <B> \\"C\\" 'D'"
            sections:
              - id: s
                title: "]]> <!-- -- é漢"
                items:
                  - {id: s.done, title: "<img src=x onerror=alert(1)>", why: "a\\nb & c", how: "]]>", maturity: poc}
                  - {id: s.open, title: "=SUM(1,2)\\"x", why: "@w", how: h, maturity: poc}
                  - {id: s.wait, title: "tab\\there", why: w, how: h, maturity: poc, tags: [x]}
                  - {id: s.later, title: "later", why: w, how: h, maturity: production}
                  - {id: s.skip, title: "skip \\u0001\\u202e", why: w, how: h, maturity: poc}

            """
        try project.sandbox.write(definition, to: "sub dir/lists/small.yaml")
        _ = try await project.check("done", "s.done", "--message=-2+3 \"quoted\", </p>", "-e", "reports/evaluation.json")
        _ = try await project.check("waive", "s.wait", "--until", "2999-01-01", "--because", "<later> & \"co\"")
        _ = try await project.check("skip", "s.skip", "--because", "not\u{7}us")
        return project
    }

    /// Runs a program of Python on an export; it says what is wrong.
    private func python(_ program: String, _ format: String) async throws -> String {
        let project = try await hostileProject()
        let export = try await project.check("export", format, "-o", "export.txt")
        #expect(export.status == 0, "\(export.error)")
        let outcome = try await BuiltTool.run(
            "python3", ["-c", program], in: project.path, environment: PythonEnvironment.variables)
        return outcome.output + outcome.error
    }

    @Test func pythonReadsTheTable() async throws {
        let said = try await python(
            """
            import csv
            rows = list(csv.DictReader(open("export.txt", newline="", encoding="utf-8"), strict=True))
            print([r["item"] for r in rows], [r["state"] for r in rows])
            print(rows[0]["message"], rows[1]["title"], rows[0]["evidence"].split(" sha256:")[0], len(rows[0]["evidence"].split(" \
            sha256:")[1]))
            print({len(r) for r in rows}, [v for r in rows for v in r.values() if v[:1] in "=+-@" and v])
            """, "csv")
        #expect(
            said == """
                ['s.done', 's.open', 's.wait', 's.skip', 's.later'] ['done', 'open', 'waived', 'skipped', 'open']
                '-2+3 "quoted", </p> '=SUM(1,2)"x reports/evaluation.json 64
                {19} []

                """)
    }

    @Test func pythonReadsTheTestReport() async throws {
        let said = try await python(
            """
            import xml.etree.ElementTree as tree
            root = tree.parse("export.txt").getroot()
            cases = root.findall("testsuite/testcase")
            suite = root.find("testsuite")
            assert set(root.attrib) <= {"name", "time", "tests", "failures", "errors"}
            print(root.attrib["tests"], root.attrib["failures"], suite.attrib["skipped"], suite.attrib["name"])
            for case in cases: print(case.attrib["name"], "|", *[(c.tag, c.attrib["message"]) for c in case if c.tag != "system-out"])
            counted = [sum(case.find(tag) is not None for case in cases) for tag in ("failure", "error", "skipped")]
            assert counted == [int(suite.attrib[k]) for k in ("failures", "errors", "skipped")]
            assert all(set(c.attrib) <= {"name", "time", "classname", "group"} for c in cases)
            assert cases[0].find("system-out").text == "sub dir/checklist/s/done.md"
            """, "junit")
        #expect(
            said == """
                5 1 3 ]]> <!-- -- é漢
                s.done: <img src=x onerror=alert(1)> |
                s.open: =SUM(1,2)"x | ('failure', 'open')
                s.wait: tab\there | ('skipped', 'waived: until 2999-01-01: <later> & "co"')
                s.skip: skip \u{FFFD}\u{202E} | ('skipped', 'skipped: not\u{FFFD}us')
                s.later: later | ('skipped', 'open; required from production on')

                """)
    }

    @Test func pythonFindsTheFindingsInOrder() async throws {
        let said = try await python(
            """
            import json, urllib.parse
            log = json.load(open("export.txt", encoding="utf-8"))
            assert log["version"] == "2.1.0" and len(log["runs"]) == 1
            run = log["runs"][0]
            rules = run["tool"]["driver"]["rules"]
            assert run["tool"]["driver"]["name"] and len({r["id"] for r in rules}) == len(rules)
            for r in rules: assert r["shortDescription"]["text"] and r["help"]["text"]
            for result in run["results"]:
                assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
                assert result["level"] in ("none", "note", "warning", "error") and result["message"]["text"]
                place = result["locations"][0]["physicalLocation"]
                uri = place["artifactLocation"]["uri"]
                assert " " not in uri and not uri.startswith("/") and place["region"]["startLine"] >= 1
                print(result["ruleId"], result["level"], urllib.parse.unquote(uri), place["region"]["startLine"], [s["kind"] for s in \
            result.get("suppressions", [])])
            """, "sarif")
        #expect(
            said == """
                s.open error sub dir/lists/small.yaml 8 []
                s.wait note sub dir/checklist/s/wait.md 1 ['external']
                s.later note sub dir/lists/small.yaml 10 []

                """)
    }

    @Test func pythonFindsNoTagThatIsNotClosedAndNothingFromOutside() async throws {
        let said = try await python(
            """
            from html.parser import HTMLParser
            VOID = {"meta", "br"}
            class Page(HTMLParser):
                def __init__(self):
                    super().__init__(); self.open = []; self.ids = []; self.tags = set(); self.text = []
                def handle_starttag(self, tag, attributes):
                    self.tags.add(tag)
                    names = dict(attributes)
                    assert not {"src", "href", "srcset", "style"} & set(names) and not any(n.startswith("on") for n in names), names
                    if "id" in names: self.ids.append(names["id"])
                    if tag not in VOID: self.open.append(tag)
                def handle_endtag(self, tag): assert self.open.pop() == tag
                def handle_data(self, data): self.text.append(data)
            page = Page(); page.feed(open("export.txt", encoding="utf-8").read()); page.close()
            assert not page.open and len(set(page.ids)) == len(page.ids)
            print(sorted(page.tags & {"script", "img", "link", "iframe", "object"}), page.ids)
            print("<img src=x onerror=alert(1)>" in page.text, '-2+3 "quoted", </p>' in page.text)
            """, "html")
        #expect(said == "[] ['in-s', 's.done', 's.open', 's.wait', 's.skip', 's.later']\nTrue True\n")
    }

    @Test func pythonReadsTheBadgeAndTheMetadata() async throws {
        let badge = try await python(
            "import xml.dom.minidom as d; print(d.parse('export.txt').documentElement.getAttribute('aria-label'))", "badge")
        #expect(badge == "checklist: poc 3 of 4\n")
        let card = try await python(
            """
            import yaml
            text = open("export.txt", encoding="utf-8").read()
            print(yaml.safe_load(text.split("---\\n")[1]))
            """, "model-card")
        #expect(card == "{'library_name': 'onnx', 'tags': ['mlkit']}\n")
    }

    @Test func pointsAreShownWhereAListGivesThem() async throws {
        let project = try await ChecklistProject()
        let text = try project.sandbox.read("lists/small.yaml")
        let scoring = "scoring: {manual: 0.5, automated: 1, total: minimum, bands: [{means: More to do.}]}\n"
        try project.sandbox.write(text.replacing("sections:", with: scoring + "sections:"), to: "lists/small.yaml")
        _ = try await project.check("answer", "base", "automated")
        let progress = try await project.check()
        #expect(
            progress.output.hasPrefix(
                """
                Scoping  [####################]  1 of 1
                Data     [....................]  0 of 1

                A small list  0 of 1 points: More to do.

                proof of concept 
                """))
        #expect(try await project.check("list").output.hasSuffix("\n\nA small list  0 of 1 points: More to do.\n"))
        let json = try JSON(parsing: try await project.check("--format", "json").output)
        #expect(json["scores"]?.array?.first?["sections"]?.array?.map { $0["points"]?.double } == [1, 0])
        let list = try JSON(parsing: try await project.check("list", "--format", "json").output)
        #expect(list.array?.map { $0["points"]?.double } == [1, 0, 0])
        #expect(try await project.check("export", "markdown").output.contains("**0 of 1 points**: More to do.\n"))
    }
}
