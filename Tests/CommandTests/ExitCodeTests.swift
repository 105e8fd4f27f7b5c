import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What commands end with: the page docs/exit-codes.md, held against them.
@Suite struct ExitCodeTests {
    private func page() throws -> [(command: String, codes: [String])] {
        let text = try LocalFileSystem().readText(BuiltTool.sourceRoot.pushing("docs/exit-codes.md"))
        return text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmed }
            return (String(cells[0].dropFirst().dropLast()), Array(cells.dropFirst()))
        }
    }

    @Test func everyCommandIsOnThePage() async throws {
        let scratch = try ScratchDirectory()
        let listed = Set(try page().map(\.command))
        for group in ["", "check", "cache", "template", "deploy"] {
            let help = try await BuiltTool.mlkit(group.isEmpty ? ["--help"] : [group, "--help"], in: scratch.path).output
            let lines = help.split(separator: "\n").map(String.init)
            let names = lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  -") && !$0.hasPrefix("  <") }
                .compactMap { $0.split(separator: " ").first.map(String.init) }
            for name in names where name != "See" && !["check", "cache", "template", "deploy"].contains(name) {
                let whole = group.isEmpty ? name : "\(group) \(name)"
                #expect(listed.contains(whole), "\(whole) is not in docs/exit-codes.md")
            }
        }
    }

    @Test func aWrongOptionIsWrongUsageEverywhere() async throws {
        let scratch = try ScratchDirectory()
        for (command, _) in try page() {
            let words = command.split(separator: " ").map(String.init)
            let outcome = try await BuiltTool.mlkit(words + ["--no-such-option"], in: scratch.path)
            #expect(outcome.status == 64, "\(command)")
        }
    }

    @Test func aPlanThatCannotBeMadeIsNotOneThatFindsChanges() async throws {
        let project = try await TemplatedProject()
        let missing = try await project.mlkit("plan", "--template", "./nowhere")
        #expect(missing.status == 3 && missing.output == "" && missing.error.hasPrefix("error: "))
        #expect(try await project.mlkit("apply", "--template", "./nowhere").status == 1)
        let outside = try ScratchDirectory()
        #expect(try await BuiltTool.mlkit(["plan"], in: outside.path).status == 3)
    }
}
