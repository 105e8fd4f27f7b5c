import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What is printed, where lines have so many columns: words are whole, and so are commands, each on a line that can be copied.
@Suite struct WidthTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func mlkit(_ words: [String], in folder: String = "", columns: Int?) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(
            words, in: scratch.path.pushing(FilePath(folder)), environment: columns.map { ["COLUMNS": "\($0)"] } ?? [:])
    }

    /// The words with what is in backquotes as one, and the lines.
    private func words(_ text: String) -> [String] {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        return parts.enumerated()
            .flatMap { place, part in place % 2 == 1 ? [String(part)] : part.split(whereSeparator: \.isWhitespace).map(String.init) }
    }

    /// Lines are longer than that only where one word, or one command, is.
    private func expectFitting(_ text: String, _ columns: Int, _ comment: Comment) {
        for line in text.split(separator: "\n") where line.count > columns {
            let quoted = line.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
                .map(\.element.count)
            let plain = line.split(separator: " ").map(\.count)
            #expect((quoted + plain).contains { $0 > columns / 2 }, "\(comment): \(line)")
        }
    }

    private static let commands = [
        ["plan"], ["status"], ["why", "train.trees"], ["check"], ["check", "list", "scoping"], ["check", "next"],
        ["check", "verify", "scoping.baseline"],
        ["check", "gate"], ["metrics"], ["graph"], ["nothing"], ["run", "trane"], ["template", "list"],
        ["template", "show", "minimal"], ["doctor"], ["deploy", "status"], ["deploy", "rollback"], ["cache"], ["sweep"], ["logs", "ingest"],
        ["serve"],
        ["apply", "--set", "models=x"], ["check", "show", "scoping.baseline"], ["check", "log"], ["check", "audit"],
        ["predict", "current", "--example"],
    ]

    /// The same words come out, however wide the terminal is.
    @Test func whatIsSaidIsTheSameInAnyWidth() async throws {
        let arguments = ["new", "p", "--defaults", "--set", "license=MIT"]
        let made = try await mlkit(arguments, columns: 60)
        #expect(made.status == 0 && made.output.contains("\nnext:\n"), "\(made.error)")
        expectFitting(made.output, 60, "new")
        #expect(made.output.contains(
            "\n  `mlkit run` cleans the data, trains the models, compares\n    them and packs the best for serving\n"), "\(made.output)")
        for command in Self.commands {
            let (free, narrow) = (try await mlkit(command, in: "p", columns: nil), try await mlkit(command, in: "p", columns: 60))
            #expect(free.status == narrow.status)
            for (free, narrow) in [(free.output, narrow.output), (free.error, narrow.error)] where !free.contains("…")
                && !narrow.contains("…")
            {
                #expect(words(free).filter { $0 != "#" } == words(narrow).filter { $0 != "#" }, "\(command)")
                if !["graph", "nothing", "metrics", "logs"].contains(command[0]) { expectFitting(narrow, 60, "\(command)") }
            }
        }
    }

    @Test func aHintGoesOnBelowItsWords() async throws {
        try scratch.write("x", to: "full/notes.txt")
        let outcome = try await mlkit(["new", "full", "--defaults"], columns: 40)
        #expect(outcome.error.hasSuffix("""

            hint: `mlkit init` makes a project of
                  what is there; for a new one,
                  choose another name or an empty
                  folder

            """), "\(outcome.error)")
        // What is longer than the line stays whole.
        #expect(outcome.error.hasPrefix("error: the folder\n       `\(scratch.path)/full`\n       is not empty\n"), "\(outcome.error)")
    }

    /// Data go to programs as they are.
    @Test func dataAreNotBroken() async throws {
        _ = try await mlkit(["new", "p", "--defaults", "--template", "minimal"], columns: nil)
        for command in [["status", "--format", "json"], ["check", "list", "--format", "json"], ["schema"], ["check", "export", "json"]] {
            let (free, narrow) = (try await mlkit(command, in: "p", columns: nil), try await mlkit(command, in: "p", columns: 30))
            #expect(free.status == 0 && free.output == narrow.output, "\(command)")
        }
    }

    /// A terminal that knows its width needs no variable.
    @Test func aTerminalsOwnWidthIsTaken() async throws {
        let outcome = try await PseudoTerminal.mlkit(["new", "p", "--template", "minimal", "--defaults"], answers: [], in: scratch.path,
            columns: 50)
        #expect(outcome.status == 0)
        expectFitting(outcome.output, 50, "new")
    }
}
