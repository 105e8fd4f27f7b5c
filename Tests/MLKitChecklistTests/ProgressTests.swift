import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

/// Counting by section and maturity, and finding items by what people type.
@Suite struct ProgressTests {
    @Test func nothingAnswered() throws {
        let progress = try ProjectFixture().load().progress(towards: .poc)
        #expect(progress.total == Tally(open: 5))
        #expect(progress.sections.map(\.id) == ["scoping", "data"])
        #expect(progress.sections.map(\.tally) == [Tally(open: 3), Tally(open: 2)])
        #expect(progress.sections.map(\.ahead) == [Tally(open: 2), Tally(open: 1)])
        #expect(progress.levels.map(\.tally) == [Tally(open: 3), Tally(open: 4), Tally(open: 5)])
        #expect(progress.blocking.map(\.item.id) == ["scoping.baseline", "scoping.inference", "data.split"])
    }

    @Test func everyStateIsCounted() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.done("baseline", [])
        try fixture.done("split", ["a.txt"])
        let checklist = try fixture.load()
        _ = try checklist.skip(checklist.find("budget").item, because: "free", ProjectFixture.answering)
        try fixture.write("2", to: "a.txt")
        let progress = try fixture.load().progress(towards: .mvp)
        #expect(progress.total == Tally(done: 1, open: 2, stale: 1, skipped: 1))
        #expect(progress.total.total == 5)
        #expect(progress.sections[0].tally == Tally(done: 1, open: 1, skipped: 1))
        #expect(progress.sections[1].tally == Tally(open: 1, stale: 1))
        #expect(progress.levels[1].tally == Tally(done: 1, open: 1, stale: 1, skipped: 1))
        // What went stale comes first: somebody relies on it.
        #expect(progress.blocking.map(\.item.id) == ["data.split", "scoping.inference"])
        #expect(!progress.levels[1].tally.isMet)
        #expect(Tally(done: 3, skipped: 2).isMet)
    }

    @Test(arguments: [
        ("scoping.baseline", "scoping.baseline"), ("baseline", "scoping.baseline"), ("bas", "scoping.baseline"),
        ("s.bas", "scoping.baseline"), ("scop.inf", "scoping.inference"), ("data.s", "data.split"),
        ("l", "data.labels"), ("data.l", "data.labels"),
    ])
    func abbreviationsAreUnderstood(name: String, id: String) throws {
        #expect(try ProjectFixture().load().find(name).item.id == id)
    }

    @Test(arguments: [
        ("b", "error: `b` fits several items\nnote: they are `scoping.baseline` and `scoping.budget`\n"),
        ("data.", "error: `data.` fits several items\nnote: they are `data.split` and `data.labels`\n"),
        ("scoping.basline", "hint: did you mean `scoping.baseline`?"),
        ("baesline", "hint: did you mean `scoping.baseline`?"),
        ("", "there is no item `` in the checklist"), ("weather", "hint: `mlkit check list` shows all items"),
    ])
    func othersAreNot(name: String, words: String) throws {
        let checklist = try ProjectFixture().load()
        let failure = #expect(throws: Failure.self) { try checklist.find(name) }
        #expect(failure?.description.contains(words) == true, "\(String(describing: failure))")
    }

    /// Each state counts once, and only three of them as settled.
    @Test func everyStateIsInTheTotal() {
        let all = Tally(done: 1, open: 2, stale: 4, skipped: 8, waived: 16, overdue: 32, failing: 64, unclear: 128)
        #expect(all.total == 255 && all.settled == 25 && all.lapsed == 100 && !all.isMet)
        #expect(Tally(done: 1, skipped: 2, waived: 3).isMet && Tally().isMet)
        for one in [Tally(open: 1), Tally(stale: 1), Tally(overdue: 1), Tally(failing: 1), Tally(unclear: 1)] {
            #expect(one.total == 1 && one.settled == 0 && !one.isMet)
        }
    }
}
