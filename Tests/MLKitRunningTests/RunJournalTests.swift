import Glibc
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitRunning

/// The journals of runs.
@Suite struct RunJournalTests {
    private func names(_ scratch: ScratchDirectory) throws -> [String] {
        try LocalFileSystem().list(scratch.path.pushing(".mlkit/runs"))
    }

    private func begin(_ scratch: ScratchDirectory, _ since: Int) throws {
        let holder = ProjectHolder(process: 1, host: "h", command: "mlkit run", since: since)
        let journal = try RunJournal(project: scratch.path, files: LocalFileSystem(), holder: holder)
        journal.add("a", "done", StageMeasurement(exitCode: 0), attempt: 2)
    }

    /// The newest hundred, that of this run with them.
    @Test(arguments: [98, 99, 100, 101, 130]) func aHundredJournalsAreKept(before: Int) throws {
        let scratch = try ScratchDirectory()
        let old = (1000..<(1000 + before)).map { "\($0)-1.jsonl" }
        for name in old { try scratch.write("", to: ".mlkit/runs/\(name)") }
        try scratch.write("", to: ".mlkit/runs/notes.txt")
        try begin(scratch, 5000)
        let kept = Array(old.suffix(99)) + ["5000-1.jsonl"]
        #expect(try names(scratch) == [".gitignore"] + kept + ["notes.txt"])
    }

    @Test func aJournalBeginsWithTheRunAndHasALineForEachStage() throws {
        let scratch = try ScratchDirectory()
        try begin(scratch, 7)
        let lines = try scratch.read(".mlkit/runs/7-1.jsonl").split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(lines.count == 2)
        #expect(lines[0]["run"]?["since"] == 7)
        #expect(lines[1]["stage"] == "a" && lines[1]["attempt"] == 2 && lines[1]["exit_code"] == 0)
    }
}
