import MLKitChecklist
import MLKitCore
import SystemPackage
import Testing

/// Newer lists and the answers there are.
@Suite struct UpgradeTests {
    private static let newer = """
        checklist: 1
        title: A small list
        sections:
          - id: scoping
            title: Scoping
            items:
              - {id: scoping.baseline, title: Establish a baseline, why: w, how: h, maturity: poc, version: 2}
              - {id: scoping.costs, was: [scoping.budget], title: Agree on the costs, why: w, how: h, maturity: mvp}
              - {id: scoping.weather, title: Look out, why: w, how: h, maturity: poc}
          - id: rows
            title: Rows
            items:
              - {id: rows.split, title: Split, why: w, how: h, maturity: poc}
              - {id: rows.truth, title: Are the labels right?, why: w, how: h, maturity: poc, kind: question}

        """

    /// A project that noted the list, answered some of it, and then got a newer one.
    private func upgraded(answering: [String] = ["scoping.baseline", "scoping.budget", "data.split"]) throws
        -> ProjectFixture
    {
        let fixture = try ProjectFixture()
        for item in answering { try fixture.done(item, answer: item == "data.labels" ? "yes" : nil) }
        #expect(try fixture.load().noteItems(ProjectFixture.answering) == .notWanted)
        try fixture.files.write(Self.newer, to: ProjectFixture.path)
        return fixture
    }

    @Test func newChangedMovedAndGoneItemsAreTold() throws {
        let upgrade = try upgraded().load().upgrade()
        #expect(upgrade.lists.map { "\($0.name) \($0.items) \($0.isNoted)" } == ["small 5 true"])
        #expect(upgrade.new.map(\.item.id) == ["scoping.weather", "rows.split", "rows.truth"])
        #expect(upgrade.changed.map(\.report.item.id) == ["scoping.baseline"])
        #expect(upgrade.changed.map(\.answered) == [1])
        #expect(upgrade.moves == [.init(from: "scoping.budget", to: "scoping.costs")])
        #expect(upgrade.lost.map(\.record.item) == ["data.split"])
        #expect(upgrade.lost.map(\.suggestion) == ["rows.split"])
        #expect(upgrade.gone.map(\.id) == ["data.labels", "scoping.inference"])
    }

    @Test func aLostRecordIsGuessedByItsTitleTooAndMovedIfWanted() throws {
        let fixture = try upgraded(answering: ["data.labels"])
        #expect(try fixture.load().upgrade().lost.map(\.suggestion) == ["rows.truth"])
        let upgrade = try fixture.load().upgrade(moving: [.init(from: "data.labels", to: "rows.tr")])
        #expect(upgrade.moves == [.init(from: "data.labels", to: "rows.truth")])
        #expect(upgrade.lost.isEmpty)
    }

    @Test func aMoveKeepsAllThatTheRecordSays() throws {
        let fixture = try upgraded()
        let text = try fixture.read("checklist/scoping/budget.md") + "\r\nA note.\n"
        try fixture.write(
            text.replacing("status:", with: "# ours\nextra: 1\nstatus:"), to: "checklist/scoping/budget.md")
        let checklist = try fixture.load()
        for move in try checklist.upgrade().moves { _ = try checklist.move(move, ProjectFixture.answering) }
        #expect(try !fixture.files.exists("/project/checklist/scoping/budget.md"))
        #expect(
            try fixture.read("checklist/scoping/costs.md")
                == text.replacing("status:", with: "# ours\nextra: 1\nstatus:").replacing(".budget", with: ".costs"))
        // It moved along; whether it answers the new words as well is for a person to say.
        #expect(try fixture.state(of: "scoping.costs") == .stale([.otherText]))
        #expect(try fixture.load().upgrade().moves.isEmpty)
        #expect(try fixture.load().find("scoping.budget").item.id == "scoping.costs")
    }

    @Test func theSameAnswerAgainBringsAnItemUpToDate() throws {
        let fixture = try upgraded()
        #expect(try fixture.state(of: "scoping.baseline") == .stale([.newerItem(answered: 1, now: 2)]))
        try fixture.done("scoping.baseline")
        #expect(try fixture.load().upgrade().changed.isEmpty)
    }

    @Test func onceNotedNothingIsNew() throws {
        let fixture = try upgraded()
        _ = try fixture.load().noteItems(ProjectFixture.answering)
        #expect(try fixture.load().noteItems(ProjectFixture.answering) == nil)
        #expect(try fixture.load().upgrade().new.isEmpty)
        #expect(
            try fixture.read(".mlkit/seen/small.txt") == """
                # The items of `small` that this project has seen: see `mlkit check upgrade`.
                rows.split  Split
                rows.truth  Are the labels right?
                scoping.baseline  Establish a baseline
                scoping.costs  Agree on the costs
                scoping.weather  Look out

                """)
    }

    @Test func bothSidesOfAConflictCountAsSeen() throws {
        let fixture = try upgraded()
        let note = "<<<<<<< HEAD\nrows.split  Split\n=======\nscoping.weather  W\n>>>>>>> side\nscoping.baseline  B\n"
        try fixture.write(note, to: ".mlkit/seen/small.txt")
        #expect(try fixture.load().upgrade().new.map(\.item.id) == ["scoping.costs", "rows.truth"])
    }

    @Test func aListThatWasNeverNotedHasNothingNew() throws {
        let upgrade = try ProjectFixture().load().upgrade()
        #expect(upgrade.new.isEmpty)
        #expect(upgrade.lists.map { "\($0.name) \($0.items) \($0.isNoted)" } == ["small 5 false"])
    }

    @Test(arguments: [
        ("scoping.baseline", "rows.split", "`scoping.baseline` is in the lists, so its record stays"),
        ("data.splt", "rows.split", "did you mean `data.split`?"),
        ("data.split", "rows.splt", "did you mean `rows.split`?"),
        ("data.split", "scoping.baseline", "`scoping.baseline` has a record of its own"),
    ])
    func movesThatCannotBeAreRefused(from: String, to: String, words: String) throws {
        let checklist = try upgraded().load()
        let failure = #expect(throws: Failure.self) { try checklist.upgrade(moving: [.init(from: from, to: to)]) }
        #expect(failure?.description.contains(words) == true, "\(String(describing: failure))")
    }

    @Test func anItemWithAnAnswerOfItsOwnKeepsIt() throws {
        let fixture = try upgraded()
        try fixture.done("scoping.costs")
        let upgrade = try fixture.load().upgrade()
        #expect(upgrade.moves.isEmpty)
        #expect(upgrade.lost.map(\.rival) == [nil, "scoping.costs"])
        let warning = try fixture.load().diagnostics.map(\.message)
        #expect(warning.contains("the item `scoping.budget` is called `scoping.costs` now"))
    }

    @Test func formerIdsAreChecked() throws {
        let fixture = try ProjectFixture()
        try fixture.files.write(
            Self.newer.replacing("[scoping.budget]", with: "[rows.split, old]")
                .replacing("id: scoping.weather,", with: "id: scoping.weather, was: [rows.split],"),
            to: ProjectFixture.path)
        let failure = #expect(throws: Failure.self) { try fixture.load() }
        #expect(
            failure?.diagnostics.map(\.message) == [
                "`rows.split` is still an item of this list", "`old` does not fit `was`",
                "`rows.split` is still an item of this list", "the former id `rows.split` is declared twice",
            ])
    }
}
