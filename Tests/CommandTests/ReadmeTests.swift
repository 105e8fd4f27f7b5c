import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The README's "Your own table in five minutes", typed as it stands in a fresh folder.
@Suite struct ReadmeTests {
    private static let title = "Your own table in five minutes"

    @Test func theFiveMinutesWork() async throws {
        let readme = try MarkdownPage("README.md")
        let section = try #require(readme.section(Self.title))
        let commands = readme.texts(of: "sh").filter { section.contains($0) }
        #expect(commands.count == 4)
        let scratch = try ScratchDirectory()
        let port = "\(Int.random(in: 20_000...60_000))"
        try scratch.write(commands.joined().replacing("8123", with: port), to: "typed.sh")

        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let outcome = try await BuiltTool.run(
            "/bin/sh", ["-eu", "typed.sh"], in: scratch.path,
            environment: BuiltTool.settings().merging(["PATH": "\(BuiltTool.folder):\(path)"]) { $1 })
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.error)")
        #expect(outcome.error.contains("9 stages run in "))
        #expect(outcome.error.contains("parameter `train.rounds` changed: 200 -> 50"))
        #expect(outcome.error.contains("0 stages run, 4 restored, 5 up to date"))
        #expect(outcome.output.contains(#/"predictions":\[\{"prediction":\d+/#))
        #expect(outcome.output.contains("}]}\nanswered 600 rows in `answers.csv`\n"))
        #expect(outcome.output.contains("1. State the objective in the terms of those who pay for it"))
    }
}
