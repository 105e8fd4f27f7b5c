import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// The events of a run are those that docs/run-events.md describes.
@Suite struct RunEventsTests {
    /// The members of each event, from the page's table.
    private func documented() throws -> [String: Set<String>] {
        let page = try LocalFileSystem().readText(BuiltTool.sourceRoot.pushing("docs/run-events.md"))
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|").map { cell in
                cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
            }
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0][0], Set($0[1])) })
    }

    private func events(_ arguments: [String], in folder: FilePath) async throws -> [JSON] {
        let outcome = try await BuiltTool.mlkit(["run", "--format", "json"] + arguments, in: folder)
        return try outcome.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    @Test func everyEventHasTheMembersOfItsDescription() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(
            """
            mlkit: 1
            project: {name: p}
            stages:
              a: {run: 'true', gate: mvp}
              b: {run: exit 3, outputs: [b.txt], retries: 1}
              c: {run: 'true', inputs: [b.txt]}
              d: {run: touch d.txt, outputs: [d.txt]}

            """, to: "mlkit.yaml")
        let pages = try documented()
        var seen = Set<String>()
        for arguments in [["d"], ["d"], ["--override-gate", "--because", "a test"], ["a"], ["--accept", "a"]] {
            try LocalFileSystem().remove(scratch.path.appending("d.txt"))
            for event in try await events(arguments, in: scratch.path) {
                let name = try #require(event["event"]?.string)
                let members = Set((event.members ?? []).map(\.name)).subtracting(["event"])
                #expect(pages[name] == members, "\(name)")
                seen.insert(name)
            }
        }
        #expect(Set(pages.keys).subtracting(seen) == ["waiting", "interrupted", "recovered", "resumed", "watching", "changed", "error"])
    }

    /// The third run knows it without reading the spec.
    @Test func nothingToDoIsToldAlike() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(
            "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: touch a.txt, outputs: [a.txt]}\n  b: {run: 'true'}\n",
            to: "mlkit.yaml")
        _ = try await events([], in: scratch.path)
        try await Task.sleep(for: .milliseconds(50))
        for _ in 0..<2 {
            var told = try await events([], in: scratch.path)
            #expect(told.popLast()?["skipped"] == 2)
            #expect(told.map(\.compact) == [#"{"event":"skipped","stage":"a"}"#, #"{"event":"skipped","stage":"b"}"#])
            #expect(try scratch.exists(".mlkit/cache/up-to-date"))
        }
        try LocalFileSystem().remove(scratch.path.appending("a.txt"))
        #expect(try await events([], in: scratch.path).last?["restored"] == 1)
    }

    @Test func whatARunMeasuredIsKept() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(
            "mlkit: 1\nproject: {name: p}\nstages:\n  a: {run: 'exit 3'}\n", to: "mlkit.yaml")
        _ = try await BuiltTool.mlkit(["run"], in: scratch.path)
        let folder = scratch.path.pushing(".mlkit/runs")
        let name = try #require(try LocalFileSystem().list(folder).first { $0.hasSuffix(".jsonl") })
        let lines = try LocalFileSystem().readText(folder.appending(name)).split(separator: "\n")
        let parsed = try lines.map { try JSON(parsing: String($0)) }
        #expect(parsed.count == 2)
        #expect(parsed[0]["run"]?["command"] == "mlkit run")
        #expect(parsed[1]["stage"] == "a")
        #expect(parsed[1]["ended"] == "failed")
        #expect(parsed[1]["exit_code"] == 3)
        #expect((parsed[1]["usage"]?["peak_memory"]?.int ?? 0) > 0)
    }
}
