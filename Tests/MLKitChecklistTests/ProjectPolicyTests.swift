import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// What a project demands of answers in its own `mlkit.yaml`.
@Suite struct ProjectPolicyTests {
    private func load(_ fixture: ProjectFixture, _ policies: String) throws -> Checklist {
        let text = "mlkit: 1\nproject: {name: p}\npolicies:\n\(policies)\n"
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        return try Checklist.load(
            definitions: [ProjectFixture.path], project: ProjectFixture.project, kinds: .builtIn, facts: nil, files: fixture.files,
            hashes: HashCache(project: ProjectFixture.project, files: fixture.files, now: { 0 }), policies: spec.policies,
            now: ProjectFixture.at)
    }

    private func doubts(_ state: ItemState) -> [String] { if case .unclear(let doubts) = state { doubts } else { [] } }

    @Test func itHoldsItsOwnAnswersToMoreThanTheListsDo() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.done("baseline", [.url("https://example.com/a")])
        try fixture.done("budget", [])
        let checklist = try load(fixture, "  - {evidence: required, review: required, for: {maturity: poc}}")
        #expect(doubts(try checklist.find("baseline").state) == [
            "the policy in mlkit.yaml wants evidence", "the policy in mlkit.yaml wants somebody else to review it",
        ])
        #expect(try checklist.find("budget").state == .done)
        #expect(Gate(.maturity(.poc), of: checklist).blocking.map(\.item.id).contains("scoping.baseline"))
    }

    @Test func kindsAloneRefuseEvidenceOfOtherKinds() throws {
        let fixture = try ProjectFixture(["a.txt": "1"])
        try fixture.done("baseline", ["a.txt"])
        try fixture.done("budget", [])
        let checklist = try load(fixture, "  - kinds: [run, model]")
        #expect(doubts(try checklist.find("baseline").state) == ["the policy in mlkit.yaml wants evidence of the kinds `run` and `model`"])
        #expect(try checklist.find("budget").state == .done)
    }

    @Test func whatMayBeUnclearMayNotForThatBeWaived() throws {
        let text = ProjectFixture.definition.replacing(
            "{id: scoping.budget, title: Agree on a budget, why: w, how: h, maturity: mvp}",
            with: "{id: scoping.budget, title: Agree on a budget, why: w, how: h, maturity: mvp, verify: [{command: ls}]}")
        let fixture = try ProjectFixture()
        try fixture.files.write(text, to: ProjectFixture.path)
        let until = Timestamp(seconds: ProjectFixture.at.seconds + 86_400)
        let checklist = try fixture.load()
        _ = try checklist.waive(checklist.find("budget").item, until: until, because: "later", ProjectFixture.answering)
        let ruled = try load(fixture, "  - {waivers: refused}\n  - {unclear: allowed}")
        let judged = ruled.judged(by: ["scoping.budget": [ProbeVerdict(.unknown, "nobody looked")]])
        #expect(doubts(try judged.find("budget").state) == ["the policy in mlkit.yaml allows no waiver"])
        // Without that policy the waiver holds, and nothing is excused.
        let free = try load(fixture, "  - {unclear: allowed}").judged(by: ["scoping.budget": [ProbeVerdict(.unknown, "nobody looked")]])
        #expect(try free.find("budget").state == .waived(until: until) && free.find("budget").allowance == nil)
    }

    @Test func progressCountsWhatAPolicyDoesNotLetPass() throws {
        let fixture = try ProjectFixture()
        try fixture.done("baseline", [])
        let strict = try load(fixture, "  - {evidence: required}")
        #expect(strict.tally.done == 0 && strict.progress(towards: .poc).levels[0].tally == Tally(open: 2, unclear: 1))
    }

    @Test func aPolicyForNothingIsAnError() throws {
        let fixture = try ProjectFixture()
        let failure = #expect(throws: Failure.self) {
            try load(fixture, "  - {review: required, for: {items: [scoping.basline]}}\n  - {review: required, for: {tag: audited}}")
        }
        #expect(failure?.diagnostics.map(\.message) == [
            "a policy in mlkit.yaml is for the item `scoping.basline`, which no checklist of the project has",
            "a policy in mlkit.yaml is for the tag `audited`, which no checklist of the project has",
        ])
        #expect(failure?.diagnostics[0].hint == "did you mean `scoping.baseline`?")
    }

    @Test func wordsThatAPolicyDoesNotHaveAreErrors() {
        let text = "mlkit: 1\nproject: {name: p}\npolicies:\n  - {evidence: optional}\n  - {expires: 0}\n  - {kinds: [rumour]}\n"
        let failure = #expect(throws: Failure.self) { try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn) }
        #expect(failure?.diagnostics.count == 3, "\(failure?.description ?? "")")
    }
}
