import MLKitChecklist
import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import SystemPackage
import Testing

/// How verdicts of probes count, and what gates make of them.
@Suite struct VerdictTests {
    private static let definition = """
        checklist: 1
        title: T
        sections:
          - id: a
            title: A
            items:
              - {id: a.auto, title: t, why: w, how: h, maturity: poc, kind: automatic, verify: [{file: x}], tags: [red]}
              - {id: a.task, title: t, why: w, how: h, maturity: mvp, verify: [{file: x}], gates: [deploy]}
              - {id: a.both, title: t, why: w, how: h, maturity: production, verify: [{file: x}], confirm: true}
              - id: a.choice
                title: t
                why: w
                how: h
                maturity: production
                kind: choice
                writes: project.approach
                options: {data-centric: {when: a}, model-centric: {when: b}}
                follow_ups: {data-centric: [a.next]}
              - {id: a.next, title: t, why: w, how: h, maturity: production}

        """

    private func project(_ texts: [String: String] = [:]) throws -> ProbeProject {
        let project = try ProbeProject(texts: texts)
        try project.write(Self.definition, to: "list.yaml")
        return project
    }

    private func load(_ project: ProbeProject, approach: String? = nil, template: JSON = .null) throws -> Checklist {
        let fields = approach.map { ", approach: \($0)" } ?? ""
        project.spec = "mlkit: 1\nproject: {name: p\(fields)}\n"
        let spec = try ProjectSpec(parsing: Array(project.spec.utf8), kinds: .builtIn)
        let document: JSON = ["project": approach.map { ["approach": .string($0)] } ?? [:]]
        let checklist = try Checklist.load(
            definitions: ["/project/list.yaml"], project: ProbeProject.root, kinds: .builtIn,
            facts: ProjectFacts(of: spec, document: document, template: template),
            files: project.files, hashes: HashCache(project: ProbeProject.root, files: project.files, now: { 0 }),
            now: ProjectFixture.at)
        return try checklist.glanced(at: project.runner())
    }

    private func states(_ project: ProbeProject, approach: String? = nil) throws -> [String: ItemState] {
        let reports = try load(project, approach: approach).reports
        return Dictionary(reports.map { ($0.item.name, $0.state) }) { $1 }
    }

    /// What the template wrote, nobody has decided; who decides the same says so in the checklist.
    @Test func anOptionOfTheTemplateIsNoAnswer() throws {
        let project = try project()
        func state(_ template: String) throws -> ItemState? {
            try load(project, approach: "data-centric", template: ["project": ["approach": .string(template)]])
                .reports.first { $0.item.name == "choice" }?.state
        }
        #expect(try state("data-centric") == .open && state("model-centric") == .done)
        try record("choice", "done", project, more: "by: a\nanswer: data-centric\n")
        #expect(try state("data-centric") == .done)
    }

    private func record(_ item: String, _ status: String, _ project: ProbeProject, more: String = "by: a\n") throws {
        try project.write("---\nitem: a.\(item)\nstatus: \(status)\n\(more)---\n", to: "checklist/a/\(item).md")
    }

    @Test func probesThatPassAreEnoughUnlessAPersonHasToConfirm() throws {
        let found = try states(project(["x": "1"]))
        #expect(found == ["auto": .done, "task": .done, "both": .open, "choice": .open, "next": .open])
        let missing = try states(project())
        #expect(missing["auto"] == .open && missing["task"] == .open)
    }

    @Test func whatAPersonSaidStaysButForAutomaticItems() throws {
        let project = try project()
        for item in ["auto", "task", "both"] { try record(item, "done", project) }
        let checklist = try load(project)
        #expect(checklist.reports.prefix(3).map(\.state) == [
            .open, .failing("no file that is not empty matches `x`"), .failing("no file that is not empty matches `x`"),
        ])
        #expect(try checklist.find("task").objection?.message == "no file that is not empty matches `x`")
        try record("auto", "skipped", project, more: "reason: r\n")
        #expect(try states(project)["auto"] == .skipped)
    }

    @Test func reopenedStaysOpenAndAssignedDoesNot() throws {
        let project = try project(["x": "1"])
        try record("task", "open", project)
        #expect(try states(project)["task"] == .open)
        try record("task", "open", project, more: "assignee: bob\n")
        #expect(try states(project)["task"] == .done)
    }

    @Test func aChoiceThatTheSpecMakesIsMade() throws {
        let project = try project()
        #expect(try load(project).find("next").relevance == .notOpened(by: ["a.choice"]))
        let checklist = try load(project, approach: "data-centric")
        #expect(try checklist.find("choice").state == .done)
        #expect(try checklist.find("choice").written == "data-centric")
        #expect(try checklist.find("next").relevance == .applies)
        #expect(try load(project, approach: "data-driven").find("choice").state == .open)
    }

    @Test func aVerdictIsKeptWhileWhatItLookedAtIsAsItWas() throws {
        func words(_ count: Int) -> String { (0..<count).map { "word\($0) " }.joined() }
        let project = try project(["docs/a.md": words(60)])
        let item = try ProbeProject.item("docs: present")
        func glance() throws -> ProbeVerdict {
            let cache = project.cache()
            let found = try project.runner(cache: cache).glance(at: item)
            cache.save()
            return found[0]
        }
        #expect(try glance().message == "`docs/a.md` has 60 words")
        // A longer document changes nothing for as long as the one that was found is there.
        try project.write(words(90), to: "docs/b.md")
        #expect(try glance().message == "`docs/a.md` has 60 words")
        try project.write("short", to: "docs/a.md")
        #expect(try glance().message == "`docs/b.md` has 90 words")
        try project.files.remove("/project/docs")
        #expect(try glance().outcome == .failed)
        try project.write("not a cache", to: ".mlkit/cache/verdicts.json")
        #expect(try glance().outcome == .failed)
    }

    @Test func aVerdictThatCameFromElsewhereIsNotBelieved() async throws {
        let project = try ProbeProject(tracked: ["a.py": "1"])
        let item = try ProbeProject.item("command: make lint")
        project.allowed = ["make lint": 0]
        let cache = project.cache()
        #expect(try await project.runner(cache: cache).verify(item)[0].outcome == .passed)
        cache.save()
        #expect(try project.runner().glance(at: item)[0].outcome == .passed)
        // Another machine has another key.
        #expect(try project.runner(cache: project.cache(key: [9])).glance(at: item)[0].outcome == .unknown)
        // Changed by hand, or made up.
        let path = ".mlkit/cache/verdicts.json"
        let text = try project.files.readText(ProbeProject.root.pushing(FilePath(path)))
        try project.write(text.replacing("exits with 0", with: "is fine"), to: path)
        #expect(try project.runner().glance(at: item)[0].outcome == .unknown)
    }

    @Test func whatCannotBeToldKeepsAGateShut() throws {
        let text = Self.definition.replacing("verify: [{file: x}], confirm: true", with: "verify: [{command: ls}], confirm: true")
        let project = try project(["x": "1"])
        try project.write(text, to: "list.yaml")
        try record("both", "done", project)
        let report = try load(project).find("both")
        #expect(report.state == .unclear(["a command, which runs in `mlkit check verify` only"]))
        let gate = try Gate(.maturity(.production), of: load(project))
        #expect(gate.blocking.map(\.item.id).contains("a.both"))
    }

    @Test func aProbeThatNothingCanFeedLeavesItToAPerson() throws {
        let text = Self.definition.replacing(
            "kind: automatic, verify: [{file: x}]", with: "kind: automatic, verify: [{stage: {kind: train}}]")
        let project = try project(["x": "1"])
        try project.write(text, to: "list.yaml")
        #expect(try load(project).find("auto").isForPeople)
        #expect(try load(project).find("auto").state == .open)
        try record("auto", "done", project)
        guard case .unclear(let doubts) = try load(project).find("auto").state else { Issue.record("it has no evidence"); return }
        #expect(doubts[0].contains("declares no stage of kind `train`") && doubts[0].contains("--evidence"))
        let hash = ContentHash(of: "1").hex
        try record("auto", "done", project, more: "by: a\nevidence:\n  - path: x\n    sha256: \(hash)\n")
        #expect(try load(project).find("auto").state == .done)
        #expect(try Gate(.maturity(.poc), of: load(project)).isMet)
    }

    @Test func anItemThatIsCutOutWhileOpenKeepsAGateShut() throws {
        let project = try project(["x": "1"])
        try record("gone", "open", project, more: "by: a\nreason: found wrong\n")
        try record("fine", "done", project)
        let gate = try Gate(.maturity(.poc), of: load(project))
        #expect(!gate.isMet && gate.blocking.isEmpty && gate.lost.map(\.item) == ["a.gone"])
        // Who is only asked to do it has answered nothing.
        try record("gone", "open", project, more: "assignee: bob\n")
        #expect(try Gate(.maturity(.poc), of: load(project)).isMet)
    }

    @Test func aGateCountsWhatRestsOnNothing() throws {
        let project = try project(["x": "1"])
        try record("next", "done", project)
        try record("choice", "done", project, more: "by: a\nanswer: data-centric\nevidence:\n  - url: https://example.com/a\n")
        let gate = try Gate(.maturity(.production), of: load(project))
        #expect(gate.unbound.map(\.item.id) == ["a.choice", "a.next"] && gate.unlooked.map(\.item.id) == ["a.choice"])
    }

    @Test func theVerdictOfACommandIsKeptUntilATrackedFileChanges() async throws {
        let project = try ProbeProject(tracked: ["a.py": "1"])
        let item = try ProbeProject.item("command: make lint")
        project.allowed = ["make lint": 0]
        let cache = project.cache()
        #expect(try await project.runner(cache: cache).verify(item)[0].outcome == .passed)
        project.allowed = [:]
        #expect(try project.runner(cache: cache).glance(at: item)[0].outcome == .passed)
        #expect(try await project.runner(cache: cache).verify(item)[0].outcome == .passed)
        try project.write("2", to: "a.py")
        #expect(try project.runner(cache: cache).glance(at: item)[0].outcome == .unknown)
        #expect(project.ran == ["make lint", "make lint"])
    }

    @Test func gatesHoldWhatIsOpenOrFailing() throws {
        let open = try load(project())
        #expect(Gate(.maturity(.poc), of: open).blocking.map(\.item.id) == ["a.auto"])
        #expect(Gate(.maturity(.mvp), of: open).blocking.map(\.item.id) == ["a.auto", "a.task"])
        #expect(Gate(.tag("red"), of: open).blocking.map(\.item.id) == ["a.auto"])
        // A gate with nothing to judge is none.
        #expect(!Gate(.tag("blue"), of: open).isMet)
        let good = try project(["x": "1"])
        #expect(try Gate(.maturity(.mvp), of: load(good)).isMet)
        try record("task", "done", good)
        #expect(try Gate(.maturity(.mvp), of: load(good)).isMet)
        try good.files.remove("/project/x")
        #expect(try Gate(.maturity(.mvp), of: load(good)).blocking.map(\.item.id) == ["a.auto", "a.task"])
    }

    @Test func aWaiverHoldsAGateOpenToItsLastDay() throws {
        let project = try project()
        try record("auto", "waived", project, more: "until: 2026-01-01\n")
        #expect(try Gate(.maturity(.poc), of: load(project)).isMet)
        try record("auto", "waived", project, more: "until: 2025-12-31\n")
        #expect(try Gate(.maturity(.poc), of: load(project)).blocking.count == 1)
    }

    @Test func aStageWaitsForItsLevelAndForItemsThatNameIt() throws {
        func stage(_ gate: String) throws -> Gate.Scope {
            let text = "mlkit: 1\nproject: {name: p}\nstages: {deploy: {run: ls\(gate)}, other: {run: ls\(gate)}}\n"
            let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
            return try .stage(#require(spec.stage("deploy")), in: spec)
        }
        let checklist = try load(project())
        #expect(try Gate(stage(", gate: poc"), of: checklist).blocking.map(\.item.id) == ["a.auto", "a.task"])
        #expect(try Gate(stage(""), of: checklist).blocking.map(\.item.id) == ["a.task"])
    }

    @Test func aGateDoesNotWaitForWhatComesAfterIt() throws {
        let text = """
            checklist: 1
            title: T
            sections:
              - id: a
                title: A
                items:
                  - {id: a.data, title: t, why: w, how: h, maturity: poc, verify: [{stage: {kind: data}}]}
                  - {id: a.train, title: t, why: w, how: h, maturity: poc, verify: [{stage: {kind: train}}]}
                  - {id: a.beaten, title: t, why: w, how: h, maturity: poc, verify: [{baseline: beaten}]}

            """
        let project = try project()
        try project.write(text, to: "list.yaml")
        let spec = try ProjectSpec(parsing: Array(ReportProbeTests.spec.utf8), kinds: .builtIn)
        let checklist = try load(project)
        func waits(_ name: String) throws -> [String] {
            var stage = try #require(spec.stage(name))
            stage.policy.gate = .poc
            return Gate(.stage(stage, in: spec), of: checklist).items.map(\.item.name)
        }
        #expect(try waits("evaluate") == ["data", "train"])
        #expect(try waits("train.trees") == ["data"])
        #expect(try waits("ingest") == [])
    }
}
