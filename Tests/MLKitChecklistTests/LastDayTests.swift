import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitChecklist

/// The day on which an answer ends, to the second, as the state and as the history see it.
@Suite struct LastDayTests {
    private static let day = Timestamp(seconds: 1_767_312_000)

    private func state(_ record: String, _ seconds: Int) throws -> ItemState {
        let text = "---\nitem: data.split\n\(record)by: Ada\nat: 2025-12-01T08:00:00Z\n---\n"
        let fixture = try ProjectFixture(["checklist/data/split.md": text])
        let now = Timestamp(seconds: Self.day.seconds + seconds)
        let checklist = try fixture.load(now: now)
        let report = try checklist.find("data.split")
        let stored = try #require(checklist.records["data.split"])
        let judge = AnswerJudge(checklist)
        let past = judge.reports(["data.split": .record(stored.record)], on: now)
        #expect(past.first { $0.item.id == "data.split" }?.state == report.state)
        return report.state
    }

    /// Its last day belongs to a waiver.
    @Test func aWaiverHoldsToTheEndOfItsDay() throws {
        let waiver = "status: waived\nreason: r\nuntil: 2026-01-02\n"
        for seconds in [-86_400, 0, 86_399] { #expect(try state(waiver, seconds) == .waived(until: Self.day)) }
        #expect(try state(waiver, 86_400) == .overdue(since: Self.day))
    }

    /// Its day does not belong to an answer any more: it has to be looked at then.
    @Test func anAnswerHoldsUpToTheBeginningOfItsDay() throws {
        let answer = "status: done\nuntil: 2026-01-02\n"
        #expect(try state(answer, -1) == .done)
        for seconds in [0, 86_400] { #expect(try state(answer, seconds) == .stale([.expired(Self.day)])) }
        #expect(try state("status: done\n", 86_400_000) == .done)
    }

    /// Without a day it has run out on the day after it was given, and lasts no longer than that.
    @Test func aWaiverWithoutADayIsOfTheDayItWasGiven() throws {
        let given = Timestamp(seconds: 1_764_576_000)
        let waiver = "status: waived\nreason: r\n"
        #expect(try state(waiver, given.seconds - Self.day.seconds + 57_599).isSettled)
        guard case .overdue = try state(waiver, given.seconds - Self.day.seconds + 57_600) else {
            Issue.record("the waiver holds")
            return
        }
    }

    @Test func aWaiverMayBeginOnItsLastDay() throws {
        let fixture = try ProjectFixture()
        let checklist = try fixture.load()
        let item = try checklist.find("data.split").item
        let (at, by) = (ProjectFixture.at, ProjectFixture.answering)
        #expect(throws: Failure.self) {
            try checklist.waive(item, until: Timestamp(seconds: at.seconds - 1), because: "r", by)
        }
        #expect(try checklist.waive(item, until: at, because: "r", by).record.until == at)
    }

    @Test func aVersionIsOldOnlyBelowTheItems() throws {
        for (version, isStale) in [(1, true), (2, false), (3, false)] {
            let fixture = try ProjectFixture([
                "checklist/data/split.md": "---\nitem: data.split\nstatus: done\nversion: \(version)\n---\n"
            ])
            let list = ProjectFixture.definition.replacing(
                "{id: data.split, title: Split once,", with: "{id: data.split, title: Split once, version: 2,")
            try fixture.files.write(list, to: ProjectFixture.path)
            #expect(try (fixture.state(of: "data.split") != .done) == isStale, "version \(version)")
        }
    }
}
