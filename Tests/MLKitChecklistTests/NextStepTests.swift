import MLKitChecklist
import MLKitCore
import MLKitSpec
import SystemPackage
import Testing

/// The ranking of what to do next.
@Suite struct NextStepTests {
    private static let list = """
        checklist: 1
        title: T
        sections:
          - id: a
            title: A
            items:
              - {id: a.late, title: t, why: w, how: h, maturity: production}
              - {id: a.first, title: t, why: w, how: h, maturity: poc}
              - {id: a.second, title: t, why: w, how: h, maturity: poc, needs: [a.first]}
              - {id: a.third, title: t, why: w, how: h, maturity: poc, needs: [a.second]}
              - id: a.asked
                title: t
                why: w
                how: h
                maturity: mvp
                kind: question
                answers: {yes: y, no: n}
                follow_ups: {yes: [a.opened]}
              - {id: a.opened, title: t, why: w, how: h, maturity: mvp}
              - {id: a.mine, title: t, why: w, how: h, maturity: mvp}
              - {id: a.hers, title: t, why: w, how: h, maturity: poc}

        """

    private func fixture() throws -> ProjectFixture {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.files.write(Self.list, to: ProjectFixture.path)
        return fixture
    }

    private func steps(_ fixture: ProjectFixture, _ maturity: Maturity = .poc) throws -> [String] {
        let person = Person("Ada Example <ada@example.com>")
        return try NextSteps(fixture.load(), maturity: maturity, gates: [], person: person).all.map { step in
            "\(step.report.item.id): \(step.reasons.map(\.description).joined(separator: "; "))"
        }
    }

    @Test func theNextLevelAndWhatHoldsUpOthersComeFirstAndNeedsAreWaitedFor() throws {
        #expect(
            try steps(fixture()) == [
                "a.first: required for proof of concept; 2 items wait for it",
                "a.hers: required for proof of concept", "a.late: ", "a.asked: ", "a.mine: ",
            ])
    }

    /// What an item needs may be done, skipped, or no item of this project at all.
    @Test func anItemIsReadyWhenAllItNeedsIsSettled() throws {
        let fixture = try fixture()
        try fixture.done("a.first")
        #expect(
            try steps(fixture).prefix(2) == [
                "a.second: required for proof of concept; one item waits for it", "a.hers: required for proof of concept",
            ])
        let checklist = try fixture.load()
        _ = try checklist.skip(checklist.find("a.second").item, because: "no", ProjectFixture.answering)
        #expect(try steps(fixture).prefix(1) == ["a.third: required for proof of concept"])
        // Its opener was not answered with "yes", so `a.opened` counts for nothing and nothing waits for it.
        let text = Self.list.replacing("{id: a.hers, title: t,", with: "{id: a.hers, title: t, needs: [a.opened],")
        let other = try self.fixture()
        try other.files.write(text, to: ProjectFixture.path)
        #expect(try steps(other).contains("a.hers: required for proof of concept"))
        try other.done("a.asked", answer: "yes")
        #expect(try !steps(other).contains { $0.hasPrefix("a.hers") })
    }

    @Test func whatIsReliedOnWronglyIsFirstEvenIfItsNeedsAreOpen() throws {
        let fixture = try fixture()
        try fixture.done("a.third", ["a.txt"])
        try fixture.done("a.late", [])
        let checklist = try fixture.load()
        _ = try checklist.waive(
            checklist.find("a.mine").item, until: ProjectFixture.at, because: "busy", ProjectFixture.answering)
        try fixture.write("2", to: "a.txt")
        try fixture.write("---\nitem: a.asked\nstatus: dnoe\n---\n", to: "checklist/a/asked.md")
        let later = Timestamp(seconds: ProjectFixture.at.seconds + 3 * 86_400)
        let all = try NextSteps(fixture.load(now: later), maturity: .poc, gates: [], person: nil).all
        #expect(all.prefix(3).map(\.report.item.id) == ["a.asked", "a.third", "a.mine"])
        #expect(all.prefix(3).map { $0.reasons.first } == [.broken, .stale, .overdue])
    }

    @Test func probesThatContradictOrAwaitAPersonCount() throws {
        let text = Self.list.replacing(
            "{id: a.mine,", with: "{id: a.mine, verify: [{file: x}], confirm: true,")
        let fixture = try fixture()
        try fixture.files.write(text, to: ProjectFixture.path)
        try fixture.done("a.late", [])
        let verdicts = ["a.late": [ProbeVerdict(.failed, "no")], "a.mine": [ProbeVerdict(.passed, "yes")]]
        let steps = try NextSteps(fixture.load().judged(by: verdicts), maturity: .poc, gates: [], person: nil).all
        #expect(steps.map(\.report.item.id) == ["a.late", "a.first", "a.hers", "a.mine", "a.asked"])
        #expect(steps.first?.reasons == [.failing])
        #expect(steps[3].reasons == [.needsConfirmation])
    }

    @Test func peopleAndOpenedItemsCount() throws {
        let fixture = try fixture()
        for (item, name) in [("a.mine", "ada"), ("a.hers", "Bob <bob@example.com>")] {
            let checklist = try fixture.load()
            _ = try checklist.assign(checklist.find(item).item, to: name, ProjectFixture.answering)
        }
        try fixture.done("a.asked", answer: "yes")
        #expect(
            try steps(fixture) == [
                "a.first: required for proof of concept; 2 items wait for it", "a.mine: assigned to you",
                "a.opened: opened by the answer to a.asked", "a.late: ",
                "a.hers: required for proof of concept; assigned to Bob <bob@example.com>",
            ])
    }

    @Test func onceALevelIsMetTheNextOneIsTheGoal() throws {
        let fixture = try fixture()
        for item in ["a.first", "a.second", "a.third", "a.hers"] { try fixture.done(item) }
        #expect(try fixture.load().goal(from: .poc) == .mvp)
        #expect(
            try steps(fixture) == [
                "a.asked: required for minimum viable product", "a.mine: required for minimum viable product",
                "a.late: ",
            ])
        for item in ["a.asked", "a.mine", "a.late"] { try fixture.done(item, answer: item == "a.asked" ? "no" : nil) }
        #expect(try fixture.load().goal(from: .poc) == nil)
        #expect(try steps(fixture) == [])
    }

    @Test(arguments: [
        ("Ada Example <ada@example.com>", "ada@example.com", true), ("Ada Example <ada@example.com>", "Ada", true),
        ("Ada Example <ada@example.com>", "Ada Other <ada@example.com>", true), ("ada", "Ada Example", true),
        ("Ada Example <ada@example.com>", "Bob", false), ("Ada Example <ada@example.com>", "", false),
        ("", "Ada", false),
        ("Ada Example <ada@example.com>", "Ada Example", true), ("bob@example.com", "Bob <bob@example.com>", true),
    ])
    func peopleAreKnownByNameOrAddress(person: String, text: String, isSame: Bool) {
        #expect(Person(person).isNamed(by: text) == isSame)
        #expect(!Person(person).isNamed(by: nil))
    }
}
