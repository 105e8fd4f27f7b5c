import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitChecklist

/// Files that an export may replace, the words of Markdown, and what is selected.
@Suite struct ExportEdgeTests {
    private let files = RecordingFileSystem(InMemoryFileSystem())
    private let project: ProjectSpec.Project

    init() throws { project = try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\n".utf8), kinds: .builtIn).project }

    private var file: ExportFile { ExportFile("/p/list.md", name: "list.md", files: files) }

    @Test func aFileIsWrittenOnlyIfItIsAnother() throws {
        for (text, changes) in [("a", ["write /p/list.md"]), ("a", []), ("b", ["write /p/list.md"])] {
            files.begin()
            let outcome = try file.write(text)
            #expect(files.changes == changes)
            #expect(outcome == (changes.isEmpty ? .unchanged : .written))
        }
    }

    @Test func onlyAnExportOfThisFormThatNobodyEditedIsReplaced() throws {
        let fixture = try ProjectFixture()
        func export(_ format: ExportFormat = .markdown) throws -> (Checklist, String) {
            let checklist = try fixture.load()
            return (checklist, format.text(of: checklist.exported(project)))
        }
        func write(_ format: ExportFormat = .markdown) throws -> ExportFile.Outcome {
            let (checklist, text) = try export(format)
            return try file.write(text, as: format, of: checklist)
        }
        try files.write("", to: "/p/list.md")
        #expect(try write() == .written && write() == .unchanged)
        try fixture.done("data.split")
        #expect(try write() == .written)
        #expect { try write(.html) } throws: { "\($0)".contains("`list.md` was not written by `mlkit check export html`") }
        let text = try files.readText("/p/list.md")
        try files.write(text.replacing("- [ ] **Establish", with: "- [x] **Establish"), to: "/p/list.md")
        try fixture.done("data.labels", answer: "yes")
        #expect { try write() } throws: { "\($0)".contains("`list.md` was edited") }
        #expect(try files.readText("/p/list.md").contains("- [x] **Establish"))
        // What cannot be understood is an edit too.
        try files.write(text + "- [~] `data.split`\n", to: "/p/list.md")
        #expect { try write() } throws: { "\($0)".contains("`list.md` was edited") }
        try files.write("mine", to: "/p/list.md")
        #expect { try write() } throws: { "\($0)".contains("was not written by") }
        #expect(try files.readText("/p/list.md") == "mine")
    }

    /// The mark has to stand among the first thousand bytes.
    @Test func aFormIsKnownByItsBeginning() {
        let mark = ExportFormat.markdown.mark
        for (before, isKnown) in [(0, true), (1000 - mark.utf8.count, true), (1001 - mark.utf8.count, false)] {
            #expect(ExportFormat.markdown.wrote(Array((String(repeating: "x", count: before) + mark).utf8)) == isKnown)
        }
    }

    @Test(arguments: [
        ("+a", "\\+a"), ("a+", "a+"), ("-a", "\\-a"), ("=a", "\\=a"), (":a", "\\:a"), ("*a", "\\*a"), ("a_b", "a\\_b"),
        ("", ""), ("a\n\tb\u{1} c", "a b c"), ("1. a", "1. a"),
    ])
    func aLineOfMarkdownIsText(text: String, line: String) {
        #expect(MarkdownText.line(text) == line)
        #expect(MarkdownText.unescaped(line) == MarkdownText.flat(text))
    }

    @Test(arguments: [
        ("a\\*b", "a*b"), ("a\\b", "a\\b"), ("a\\\\b", "a\\b"), ("a\\", "a\\"), ("\\\\", "\\"), ("\\é", "\\é"), ("\\\\\\*", "\\*"),
    ])
    func onlySignsAreUnescaped(text: String, plain: String) {
        #expect(MarkdownText.unescaped(text) == plain)
    }

    @Test(arguments: [("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a`", "`` a` ``"), ("a``b", "```a``b```")])
    func codeIsFenced(text: String, code: String) {
        #expect(MarkdownText.code(text) == code)
    }

    @Test(arguments: [
        ("a.b done x y", "a.b done x y"), ("a.b open - -", "a.b open - -"), ("a.b shut - -", nil), ("a.b done -", nil),
        ("a.b done - - -", nil), ("", nil),
    ] as [(String, String?)])
    func aMarkHasFourWords(words: String, text: String?) {
        #expect(ItemMark(words)?.text == text.map { "<!-- mlkit: \($0) -->" })
    }

    /// Two thirds are yellow, less is red, all is green.
    @Test(arguments: [(0, "#b91c1c"), (1, "#b91c1c"), (2, "#8a6d00"), (3, "#2e7d32")])
    func theBadgeHasAColour(done: Int, colour: String) throws {
        let fixture = try ProjectFixture()
        for item in ["scoping.baseline", "data.split", "scoping.inference"].prefix(done) {
            try fixture.done(item, answer: item == "scoping.inference" ? "batch" : nil)
        }
        let text = ExportFormat.badge.text(of: try fixture.load().exported(project))
        #expect(text.contains("poc \(done) of 3<") && text.contains("fill=\"\(colour)\""))
    }

    @Test func whatIsSelectedIsExported() throws {
        let checklist = try ProjectFixture().load()
        func items(_ selection: ExportSelection) -> [String] { checklist.exported(project, selection).items.map(\.item.name) }
        #expect(items(.init(maturity: .mvp)) == ["baseline", "inference", "budget", "split"])
        #expect(items(.init(section: "data")) == ["split", "labels"] && items(.init(section: "data", maturity: .poc)) == ["split"])
        #expect(items(.init(tag: "x")) == [])
        #expect(checklist.exported(project, .init(section: "data")).lists.flatMap(\.sections).map(\.id) == ["data"])
    }
}
