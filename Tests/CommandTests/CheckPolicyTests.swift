import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Policies and the audit, as gates see them.
@Suite struct CheckPolicyTests {
    private func project(_ policies: String) async throws -> ChecklistProject {
        let project = try await ChecklistProject()
        let spec = "mlkit: 1\nproject: {name: p}\nchecklists: [lists/small.yaml]\npolicies:\n\(policies)\n"
        try await project.sandbox.commit(["mlkit.yaml": spec])
        _ = try await project.check("answer", "data.labels", "yes")
        return project
    }

    @Test func aGateWantsWhatTheProjectsPolicyDoes() async throws {
        let project = try await project("  - {for: {items: [scoping.baseline]}, evidence: required, kinds: [path]}")
        let said = try await project.check("done", "scoping.baseline")
        #expect(said.output.contains("  still unclear: the policy in mlkit.yaml wants evidence of the kinds `path`\n"))
        let shut = try await project.check("gate")
        #expect(shut.status == 1)
        #expect(shut.output.hasPrefix(
            "unclear  scoping.baseline  Establish a baseline: the policy in mlkit.yaml wants evidence of the kinds `path`\n"))
        _ = try await project.check("done", "scoping.baseline", "-e", "reports/evaluation.json")
        let met = try await project.check("gate")
        #expect(met.status == 0)
        #expect(met.output == "gate met: 2 items for proof of concept checked, nothing open, 1 done without evidence\n")
    }

    @Test func differencesAndProgressCountAlike() async throws {
        let project = try await project("  - {evidence: required}")
        _ = try await project.check("done", "scoping.baseline")
        let progress = try JSON(parsing: try await project.check("--format", "json").output)
        let diff = try JSON(parsing: try await project.check("diff", "HEAD~1..HEAD", "--format", "json").output)
        #expect(progress["levels"]?.array?[0]["done"] == 0)
        #expect(diff["levels"]?.array?[0]["after"]?["settled"] == 0)
    }

    @Test func whatAPolicyLetsPassIsNamed() async throws {
        let project = try await project("  - {for: {items: [scoping.baseline]}, unclear: allowed}")
        try await project.sandbox.commit([
            "checklist/scoping/baseline.md": "---\nitem: scoping.baseline\nstatus: done\nby: Ada\nat: 2026-01-01T00:00:00Z\nevidence:\n  "
                + "- dataset: x\n---\n"
        ])
        let met = try await project.check("gate")
        #expect(met.status == 0)
        #expect(met.output.hasPrefix(
            "allowed  scoping.baseline  Establish a baseline: this version of mlkit knows no evidence of the kind `dataset`\n"))
        let json = try JSON(parsing: try await project.check("gate", "--format", "json").output)
        #expect(json["allowed"] == ["scoping.baseline"] && json["met"] == true)
    }

    @Test func anAuditedGateIsShutByWhatTheHistoryObjectsTo() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("answer", "data.labels", "yes")
        _ = try await project.check("done", "scoping.baseline", "-e", "reports/evaluation.json")
        #expect(try await project.check("gate", "--audited").status == 0)
        // The report changes, and somebody brings the hash in line by hand.
        let record = try project.sandbox.read("checklist/scoping/baseline.md")
        let hash = ContentHash(of: "{\"auc\": 0.9}\n").hex
        try await project.sandbox.commit([
            "reports/evaluation.json": "{\"auc\": 0.5}\n",
            "checklist/scoping/baseline.md": record.replacing(hash, with: ContentHash(of: "{\"auc\": 0.5}\n").hex),
        ])
        #expect(try await project.check("gate").status == 0)
        let shut = try await project.check("gate", "--audited")
        #expect(shut.status == 1)
        #expect(shut.output.contains("audit  scoping.baseline  edited by hand in "))
        #expect(shut.output.contains("gate not met: 0 of 2 items for proof of concept to do, 1 objection of the audit"))
        let json = try JSON(parsing: try await project.check("gate", "--audited", "--format", "json").output)
        #expect(json["met"] == false && json["audit"]?.array?.count == 1)
        #expect(json["audit"]?.array?[0]["kind"] == "by-hand")
        let audit = try await project.check("audit")
        #expect(audit.status == 1)
        #expect(try await project.check("log").output.contains("by hand"))
    }

    @Test func aGateWithNothingToJudgeIsNotMet() async throws {
        let project = try await ChecklistProject()
        try await project.sandbox.commit(["mlkit.yaml": "mlkit: 1\nproject: {name: p}\nchecklists: []\n"])
        let found = try await project.check("gate")
        #expect(found.status == 1)
        #expect(found.output == "gate not met: there is nothing to judge, no list has an item for proof of concept\n")
    }

    @Test func aLoopOverAllItemsIsSeenInTheGate() async throws {
        let project = try await ChecklistProject()
        let items = (1...6).map { "      - {id: a.i\($0), title: I, why: w, how: h, maturity: poc}\n" }.joined()
        try await project.sandbox.commit(
            ["lists/small.yaml": "checklist: 1\ntitle: T\nsections:\n  - id: a\n    title: A\n    items:\n\(items)"])
        let evidence = "reports/evaluation.json"
        for number in 1...6 { _ = try await project.check("done", "a.i\(number)", "-e", evidence) }
        let met = try await project.check("gate")
        #expect(met.output.contains(", 6 resting on `\(evidence)` alone"), "\(met.output)")
        let json = try JSON(parsing: try await project.check("gate", "--format", "json").output)
        #expect(json["shared_evidence"] == [["evidence": .string(evidence), "items": 6]])
        #expect(json["within_a_minute"]?.int != nil && json["addresses_alone"] == [] && json["other_model"] == [])
    }

    @Test func aGateInAShallowCloneCannotBeAudited() async throws {
        let project = try await ChecklistProject()
        _ = try await project.check("answer", "data.labels", "yes")
        _ = try await project.check("done", "scoping.baseline", "-e", "reports/evaluation.json")
        let clone = project.sandbox.scratch.path.appending("clone")
        try await project.sandbox.git("clone", "--quiet", "--depth=1", "file://\(project.sandbox.path)", clone.string)
        #expect(try await project.check("gate", in: clone).status == 0)
        let shut = try await project.check("gate", "--audited", in: clone)
        #expect(shut.status == 1 && shut.output.contains("`git fetch --unshallow` gets the rest"))
    }
}
