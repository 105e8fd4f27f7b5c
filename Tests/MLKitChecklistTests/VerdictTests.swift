import MLKitChecklist
import MLKitCore
import MLKitSpec
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

    private func load(_ project: ProbeProject, approach: String? = nil) throws -> Checklist {
        let fields = approach.map { ", approach: \($0)" } ?? ""
        project.spec = "mlkit: 1\nproject: {name: p\(fields)}\n"
        let spec = try ProjectSpec(parsing: Array(project.spec.utf8))
        let document: JSON = ["project": approach.map { ["approach": .string($0)] } ?? [:]]
        let checklist = try Checklist.load(
            definitions: ["/project/list.yaml"], project: ProbeProject.root, facts: ProjectFacts(of: spec, document: document),
            files: project.files, hashes: HashCache(project: ProbeProject.root, files: project.files, now: { 0 }),
            now: ProjectFixture.at)
        return try checklist.glanced(at: project.runner())
    }

    private func states(_ project: ProbeProject, approach: String? = nil) throws -> [String: ItemState] {
        let reports = try load(project, approach: approach).reports
        return Dictionary(reports.map { ($0.item.name, $0.state) }) { $1 }
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
        #expect(checklist.reports.prefix(3).map(\.state) == [.open, .done, .done])
        #expect(try checklist.find("task").isFailing)
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

    @Test func anUnchangedFileIsNotLookedAtAgain() throws {
        let files = try project(["README.md": "# Install\n\nmake\n"])
        let item = try ProbeProject.item("readme: [install]")
        let first = try files.runner().glance(at: item)
        // The cache is kept by the runner's owner; one runner asks once.
        let runner = try files.runner()
        #expect(try runner.glance(at: item) == first)
        let reads = files.files.reads.count { $0 == "/project/README.md" }
        #expect(try runner.glance(at: item) == first)
        #expect(files.files.reads.count { $0 == "/project/README.md" } == reads)
        try files.write("# Other\n", to: "README.md")
        #expect(try files.runner().glance(at: item)[0].outcome == .failed)
    }

    @Test func gatesHoldWhatIsOpenOrFailing() throws {
        let open = try load(project())
        #expect(Gate(.maturity(.poc), of: open).blocking.map(\.item.id) == ["a.auto"])
        #expect(Gate(.maturity(.mvp), of: open).blocking.map(\.item.id) == ["a.auto", "a.task"])
        #expect(Gate(.tag("red"), of: open).blocking.map(\.item.id) == ["a.auto"])
        #expect(Gate(.tag("blue"), of: open).isMet)
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
        func stage(_ gate: String) throws -> StageSpec {
            let text = "mlkit: 1\nproject: {name: p}\nstages: {deploy: {run: ls\(gate)}, other: {run: ls\(gate)}}\n"
            return try #require(ProjectSpec(parsing: Array(text.utf8)).stage("deploy"))
        }
        let checklist = try load(project())
        #expect(try Gate(.stage(stage(", gate: poc")), of: checklist).blocking.map(\.item.id) == ["a.auto", "a.task"])
        #expect(try Gate(.stage(stage("")), of: checklist).blocking.map(\.item.id) == ["a.task"])
    }
}
