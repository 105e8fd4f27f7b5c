import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What the README shows is what mlkit does.
@Suite struct ReadmeTests {
    let readme: String
    let scratch: ScratchDirectory

    init() throws {
        readme = try LocalFileSystem().readText(BuiltTool.sourceRoot.appending("README.md"))
        scratch = try ScratchDirectory()
    }

    /// The fenced blocks of a language, without the fences.
    private func blocks(_ language: String) -> [String] {
        readme.split(separator: "```\(language)\n").dropFirst().compactMap { rest in
            rest.split(separator: "```", maxSplits: 1).first.map(String.init)
        }
    }

    @Test func theSpecIsOneThatRuns() async throws {
        let spec = try #require(blocks("yaml").first)
        try scratch.write(spec, to: "mlkit.yaml")
        let outcome = try await BuiltTool.mlkit(["status"], in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.contains("train.trees"))
    }

    @Test func theMistakeIsShownAsItIs() async throws {
        let spec = try #require(blocks("yaml").first)
        let shown = try #require(blocks("console").first { $0.contains("error: ") })
        try scratch.write(spec.replacing("models: ${stages.train}", with: "models: ${stages.trian}"), to: "mlkit.yaml")
        let outcome = try await BuiltTool.mlkit(["run"], in: scratch.path)
        #expect(shown == "$ mlkit run\n" + outcome.error)
    }

    @Test func theItemsExist() async throws {
        try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
        for match in readme.matches(of: #/mlkit check (?:show|done|skip) ([a-z-]+\.[a-z-]+)/#) {
            let outcome = try await BuiltTool.mlkit(["check", "show", String(match.output.1)], in: scratch.path)
            #expect(outcome.status == 0, "\(outcome.error)")
        }
    }
}
