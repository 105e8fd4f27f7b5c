import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// What lists demand of answers.
@Suite struct PolicyTests {
    private func fixture(_ policy: String) throws -> ProjectFixture {
        let fixture = try ProjectFixture(["a.txt": "1"])
        let text = ProjectFixture.definition.replacing("title: A small list", with: "title: A small list\npolicies:\n  - {\(policy)}")
        try fixture.files.write(text, to: ProjectFixture.path)
        return fixture
    }

    private func doubts(_ item: String, _ fixture: ProjectFixture) throws -> [String] {
        if case .unclear(let doubts) = try fixture.state(of: item) { doubts } else { [] }
    }

    @Test func evidenceThatIsWantedHasToBeThere() throws {
        let fixture = try fixture("evidence: required, kinds: [path, run], for: {maturity: poc}")
        try fixture.done("baseline", [.url("https://example.com/a")])
        #expect(try doubts("baseline", fixture).first?.hasPrefix("the list's policy wants evidence of the kinds `path`") == true)
        try fixture.done("baseline", ["a.txt"])
        #expect(try fixture.state(of: "baseline") == .done)
        try fixture.done("budget", [])
        #expect(try fixture.state(of: "budget") == .done)
    }

    @Test func somebodyElseHasToAgree() throws {
        let fixture = try fixture("review: required, for: {items: [scoping.baseline]}")
        try fixture.done("baseline", [])
        #expect(try doubts("baseline", fixture) == ["the list's policy wants somebody else to review it"])
        let checklist = try fixture.load()
        let bob = Answering(by: "Bob Example <bob@example.com>", at: ProjectFixture.at, git: nil)
        _ = try checklist.review(checklist.find("baseline").item, bob)
        #expect(try fixture.state(of: "baseline") == .done)
    }

    /// Taken out by hand, who answered and when cannot be told, so that anybody could have agreed.
    @Test(arguments: [
        ("by", nil, ", and the record does not say who answered (`by`)"),
        ("at", nil, ", and the record does not say when (`at`, `reviewed`)"),
        ("reviewed", nil, ", and the record does not say when (`at`, `reviewed`)"), ("reviewer", "\" \"", ""),
        ("reviewed", "2025-12-31T23:59:59Z", ": the review of 2025-12-31 is older than the answer"),
        ("reviewed", "2026-01-01T00:00:00Z", nil),
        ("by", "Bob <bob@example.com>", ""),
    ] as [(String, String?, String?)])
    func aReviewThatProvesNothingIsNone(key: String, value: String?, why: String?) throws {
        let fixture = try fixture("review: required, for: {items: [scoping.baseline]}")
        try fixture.done("baseline", [])
        let checklist = try fixture.load()
        _ = try checklist.review(
            checklist.find("baseline").item, Answering(by: "Bob Example <bob@example.com>", at: ProjectFixture.at, git: nil))
        let path = "checklist/scoping/baseline.md"
        let lines = try fixture.read(path).split(separator: "\n", omittingEmptySubsequences: false).compactMap { line -> String? in
            line.hasPrefix("\(key): ") ? value.map { "\(key): \($0)" } : String(line)
        }
        try fixture.write(lines.joined(separator: "\n"), to: path)
        #expect(try doubts("baseline", fixture) == (why.map { ["the list's policy wants somebody else to review it\($0)"] } ?? []))
    }

    /// However they spell it.
    @Test func nobodyReviewsTheirOwnAnswer() throws {
        let fixture = try ProjectFixture()
        try fixture.done("baseline", [])
        let checklist = try fixture.load()
        for person in ["Ada Example <ADA@EXAMPLE.COM>", "Ada E. <ada@example.com>", "ada example <a@example.org>"] {
            let answering = Answering(by: person, at: ProjectFixture.at, git: nil)
            #expect(throws: Failure.self, "\(person)") { try checklist.review(checklist.find("baseline").item, answering) }
        }
    }

    /// A record that says a day to come would never have to be given again.
    @Test func anAnswerOfADayToComeDoesNotLast() throws {
        let fixture = try fixture("expires: 30")
        try fixture.done("baseline", [])
        #expect(try fixture.state(of: "baseline") == .done)
        let path = "checklist/scoping/baseline.md"
        let lines = try fixture.read(path).split(separator: "\n").map { $0.hasPrefix("at: ") ? "at: 2099-01-01T00:00:00Z" : $0 }
        try fixture.write(lines.joined(separator: "\n") + "\n", to: path)
        #expect(try fixture.state(of: "baseline") == .stale([.expired(ProjectFixture.at)]))
    }

    @Test func waiversCanBeRefused() throws {
        let fixture = try fixture("waivers: refused")
        let checklist = try fixture.load()
        let until = Timestamp(seconds: ProjectFixture.at.seconds + 86_400)
        _ = try checklist.waive(checklist.find("budget").item, until: until, because: "later", ProjectFixture.answering)
        #expect(try doubts("budget", fixture) == ["the list's policy allows no waiver"])
    }

    /// "Does not apply" is no way around.
    @Test func skipsCanBeRefusedAndHaveToBeAgreedWith() throws {
        let fixture = try fixture("skips: refused, for: {items: [scoping.baseline]}}\n  - {review: required")
        var checklist = try fixture.load()
        for item in ["baseline", "budget"] { _ = try checklist.skip(checklist.find(item).item, because: "later", ProjectFixture.answering) }
        let review = "the list's policy wants somebody else to review it"
        #expect(try doubts("baseline", fixture) == ["the list's policy allows no \"not applicable\"", review])
        #expect(try doubts("budget", fixture) == [review])
        checklist = try fixture.load()
        let bob = Answering(by: "Bob Example <bob@example.com>", at: ProjectFixture.at, git: nil)
        _ = try checklist.review(checklist.find("budget").item, bob)
        #expect(try fixture.state(of: "budget") == .skipped)
    }

    @Test func anAnswerWithoutADayDoesNotLast() throws {
        let fixture = try fixture("expires: 30")
        try fixture.done("baseline", [])
        let path = "checklist/scoping/baseline.md"
        try fixture.write(
            fixture.read(path).split(separator: "\n").filter { !$0.hasPrefix("at: ") }.joined(separator: "\n") + "\n", to: path)
        #expect(try fixture.state(of: "baseline") == .stale([.expired(ProjectFixture.at)]))
    }

    @Test func answersCanExpire() throws {
        let fixture = try fixture("expires: 30")
        try fixture.done("baseline", [])
        func state(after days: Int) throws -> ItemState {
            try fixture.load(now: Timestamp(seconds: ProjectFixture.at.seconds + days * 86_400)).find("baseline").state
        }
        #expect(try state(after: 29) == .done)
        #expect(try state(after: 30) == .stale([.expired(Timestamp(seconds: ProjectFixture.at.seconds + 30 * 86_400))]))
    }

    @Test func whatCannotBeJudgedPassesWhereAPolicyAllowsItAndIsTold() throws {
        let record = "---\nitem: scoping.baseline\nstatus: done\nevidence:\n  - dataset: x\n---\n"
        let fixture = try fixture("unclear: allowed, for: {items: [scoping.baseline]}")
        try fixture.write(record, to: "checklist/scoping/baseline.md")
        let report = try fixture.load().find("baseline")
        #expect(report.state == .done)
        #expect(report.allowance == "this version of mlkit knows no evidence of the kind `dataset`")
    }

    @Test func aPolicyThatIsNoneIsADiagnostic() throws {
        let failure = #expect(throws: Failure.self) { try fixture("evidence: optional, kind: x").load() }
        #expect(failure?.description.contains("`optional`") == true && failure?.description.contains("kind") == true)
    }
}
