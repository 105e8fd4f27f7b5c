import MLKitCore
import MLKitScaffold
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// The example in `templates/README.md`.
@Suite struct TemplateReadmeTests {
    private let readme: String
    private let disk: InMemoryFileSystem

    init() throws {
        readme = try LocalFileSystem().readText(BuiltTool.sourceRoot.pushing("templates/README.md"))
        let parts = readme.split(separator: "## An example\n", maxSplits: 1)
        disk = InMemoryFileSystem()
        for (name, text) in Self.blocks(String(try #require(parts.last))) {
            try disk.write(text, to: FilePath("/t/\(name)"))
        }
    }

    /// The blocks of code behind a line that is a file's name.
    private static func blocks(_ text: String) -> [(name: String, text: String)] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.indices.compactMap { index in
            guard lines[index].hasPrefix("`"), lines[index].hasSuffix("`:"), index + 2 < lines.count,
                lines[index + 2].hasPrefix("```")
            else { return nil }
            let body = lines[(index + 3)...].prefix { $0 != "```" }
            return (String(lines[index].dropFirst().dropLast(2)), body.joined(separator: "\n") + "\n")
        }
    }

    @Test func theExampleIsSoundAndMakesWhatItSays() throws {
        #expect(disk.paths.count == 6)
        let report = try TemplateCheck("/t", kinds: .builtIn, files: disk).run()
        #expect(report.findings.map(\.message) == [] && report.renderings > 5)

        let template = try Template(at: "/t", kinds: .builtIn, files: disk)
        let layout = Layout.standard(project: "wine-quality")
        let answers = try Interview(template, projectName: "wine-quality", layout: layout)
            .answers(assigned: AssignedAnswers())
        let rendering = try Rendering(
            of: template, projectName: "wine-quality", layout: layout, answers: answers, files: disk)
        let paths = rendering.templateFiles.map(\.path)
        #expect(paths == ["README.md", "mlkit.yaml", "wine_quality/linear.py", "wine_quality/trees.py"])
        #expect(paths.allSatisfy { readme.contains("`\($0)`") })
        let text = String(decoding: try #require(rendering.templateFiles.first).content, as: UTF8.self)
        #expect(readme.hasSuffix("the README is\n\n```\n\(text)```\n"))
        #expect(rendering.postCommands.map(\.text) == ["git tag wine-quality"])
        #expect(
            rendering.files.last.map { String(decoding: $0.content, as: UTF8.self) } == """
                # Part of Wine Quality
                def fit_trees(table):
                    raise NotImplementedError

                """)
    }

    /// Every filter and every key is in the README.
    @Test func nothingIsLeftUnsaid() throws {
        let keys = TemplateSchema.file.fields.map(\.name)
        for key in keys { #expect(readme.contains("`\(key)`"), "\(key)") }
    }
}
