import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The project's pages: links lead somewhere, commands exist, and what is said of the code is so.
@Suite struct DocumentationTests {
    let pages: [MarkdownPage]
    private let root = BuiltTool.sourceRoot

    init() throws { pages = try MarkdownPage.all() }

    private func page(_ path: String) throws -> MarkdownPage {
        try #require(pages.first { $0.path == path }, "\(path)")
    }

    @Test func everyLinkLeadsSomewhere() throws {
        var count = 0
        for page in pages {
            for link in page.links where !link.contains("://") {
                count += 1
                let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let target = parts[0].isEmpty ? page.path : Self.resolved(String(parts[0]), from: page.path)
                #expect(try LocalFileSystem().exists(root.pushing(FilePath(target))), "\(page.path): \(link)")
                guard parts.count > 1 else { continue }
                let anchors = pages.first { $0.path == target }?.anchors ?? []
                #expect(anchors.contains(String(parts[1])), "\(page.path): \(link)")
            }
        }
        #expect(pages.count >= 30 && count >= 80)
    }

    /// A path as seen from the folder of a page.
    private static func resolved(_ link: String, from page: String) -> String {
        FilePath(page).removingLastComponent().pushing(FilePath(link)).lexicallyNormalized().string
    }

    @Test func thePagesThatAllReadStayShort() throws {
        #expect(try page("README.md").text.utf8.count <= 9 << 10)
        #expect(try page("ARCHITECTURE.md").text.utf8.count <= 12 << 10)
    }

    /// Commands of blocks and of code spans, with their long options.
    @Test func everyCommandExists() async throws {
        let tool = try await CommandTree.ofTheTool()
        var count = 0
        for page in pages {
            for words in Self.commandLines(of: page) + page.codeSpans.map({ $0.split { " \n".contains($0) } }) {
                guard words.first == "mlkit" else { continue }
                count += 1
                let problems = tool.problems(in: words.dropFirst())
                #expect(problems == [], "\(page.path): \(words.joined(separator: " "))")
            }
        }
        #expect(count >= 200)
    }

    /// The words of what is typed in blocks, as far as the shell's next operator.
    private static func commandLines(of page: MarkdownPage) -> [[Substring]] {
        page.blocks.flatMap { block -> [[Substring]] in
            guard ["console", "sh", ""].contains(block.language) else { return [] }
            return block.lines.compactMap { line in
                if block.language == "console", !line.hasPrefix("$ ") { return nil }
                let words = line.drop { "$ ".contains($0) }.split(separator: " ")
                return Array(words.prefix { !["|", ">", "&", "&&", "||", "#"].contains($0) })
            }
        }
    }

    @Test func theArchitectureNamesAllTargetsInTheirOrder() throws {
        let package = try LocalFileSystem().readText(root.appending("Package.swift"))
        let libraries = package.matches(of: #/(?:library\(|\.target\(name: )\s*"(MLKit\w+)"/#)
            .map { String($0.output.1) }
        let rows = try page("ARCHITECTURE.md").text.matches(of: #/(?m)^\| `(MLKit\w+)` \|/#)
            .map { String($0.output.1) }
        #expect(rows.count >= 13 && rows == libraries)
    }

    /// A type's file bears its name.
    @Test func theTypesOfTheArchitectureExist() throws {
        let section = try #require(page("ARCHITECTURE.md").section("Where is what"))
        let types = Set(section.matches(of: #/`([A-Z]\w+)`/#).map { String($0.output.1) })
        let files = try Glob("Sources/**/*.swift").matches(in: root, files: LocalFileSystem())
        let names = Set(files.compactMap { FilePath($0).stem })
        #expect(types.count >= 15 && types.subtracting(names).sorted() == [])
    }

    /// Each spec on the page of stages is one that mlkit takes, and its mistake is shown as it is.
    @Test func theSpecsOfThePageOfStagesAreSound() async throws {
        let page = try page("docs/stages.md")
        let scratch = try ScratchDirectory()
        let specs = page.texts(of: "yaml").map { $0.hasPrefix("mlkit:") ? $0 : "mlkit: 1\nproject: {name: p}\n" + $0 }
        #expect(specs.count >= 3)
        for spec in specs {
            try scratch.write(spec, to: "mlkit.yaml")
            // What they read is not there; the graph needs none of it.
            let outcome = try await BuiltTool.mlkit(["graph"], in: scratch.path)
            #expect(outcome.status == 0, "\(outcome.error)")
        }
        let shown = try #require(page.texts(of: "console").first { $0.contains("error: ") })
        let broken = try #require(specs.first).replacing("models: ${stages.train}", with: "models: ${stages.trian}")
        try scratch.write(broken, to: "mlkit.yaml")
        let outcome = try await BuiltTool.mlkit(["run"], in: scratch.path)
        #expect(shown == "$ mlkit run\n" + outcome.error)
    }

    /// Items that pages name are in the lists.
    @Test func theItemsExist() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
        let command = #/mlkit check (?:show|done|skip|answer|choose|waive) ([a-z-]+\.[a-z-]+)/#
        let named = Set(try ["README.md", "docs/checklist.md"].flatMap { try page($0).text.matches(of: command) }
            .map { String($0.output.1) })
        #expect(named.count >= 5)
        for item in named {
            let outcome = try await BuiltTool.mlkit(["check", "show", item], in: scratch.path)
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }
}
