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

        let printed = (outcome.error + outcome.output).split(separator: "\n").map { PrintedLine($0) }
        let shown = readme.texts(of: "").filter { section.contains($0) }.flatMap { $0.split(separator: "\n") }
        #expect(shown.count == 4)
        for line in shown {
            #expect(printed.contains { PrintedLine(line).isLike($0) }, "the page shows what is not printed: \(line)\n\(outcome.error)")
        }
        // What is served is what the run deployed.
        #expect(Set(section.versions).count == 1)
        let served = try #require(outcome.output.versions.first)
        #expect(outcome.error.contains("version \(served), "))
    }

    /// The demo takes the whole of a large table: its transcript is held to itself.
    @Test func theDemoServesWhatItDeployed() throws {
        let section = try #require(try MarkdownPage("README.md").section("What it looks like"))
        #expect(section.versions.count == 2 && Set(section.versions).count == 1)
    }

    /// A line of an output, without what is another each time.
    private struct PrintedLine {
        let words: String
        let numbers: [Double]

        init(_ line: Substring) {
            let steady = String(line).replacing(#/ +/#, with: " ").replacing(#/\b[0-9a-f]{12}\b/#, with: "VERSION")
                .replacing(#/\d+\.\d s\b/#, with: "TIME")
            words = steady.replacing(#/\d+(\.\d+)?/#, with: "NUMBER")
            numbers = steady.matches(of: #/\d+(\.\d+)?/#).compactMap { Double($0.output.0) }
        }

        /// Other processors round otherwise, which a network that is trained by steps shows.
        func isLike(_ other: PrintedLine) -> Bool {
            words == other.words && zip(numbers, other.numbers).allSatisfy { abs($0 - $1) <= 0.02 * max($0, $1) }
        }
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The versions of bundles in it.
    fileprivate var versions: [String] {
        matches(of: #/version(?:":"| )([0-9a-f]{12})/#).map { String($0.output.1) }
    }
}
