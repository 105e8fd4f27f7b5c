import MLKitCore
import MLKitGit
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Files that are called as no path in `mlkit.yaml` may be.
@Suite struct FileNameTests {
    @Test func aNameMayBeginWithATilde() async throws {
        let fixture = try await UpdateFixture(["~t": PlanCase.text, "~d/u.txt": PlanCase.text, "${stages.x}": "1\n"])
        #expect(try fixture.update().plan.isEmpty)
        try fixture.perform(.move("~d/u.txt", "~moved"))
        try fixture.perform(.write("~t", PlanCase.yours))
        try await fixture.commit()
        try fixture.write(template: ["~t": PlanCase.theirs, "~d/u.txt": PlanCase.theirs, "${stages.x}": "2\n"])
        #expect(try fixture.update().plan.lines == ["update ${stages.x}", "update ~moved", "merge ~t"])
        try fixture.apply()
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
        #expect(try fixture.read("~t") == PlanCase.both && fixture.read("~moved") == PlanCase.theirs)
    }

    /// As archives and some disks have it: to Swift the names are one, to a disk and to git two.
    @Test func aNameMayBeComposedInAnotherWay() async throws {
        let (composed, decomposed) = ("d/caf\u{E9}.txt", "d/cafe\u{301}.txt")
        let fixture = try await UpdateFixture([composed: PlanCase.text])
        try fixture.perform(.move(composed, decomposed))
        try fixture.perform(.write(decomposed, PlanCase.yours))
        try await fixture.commit()
        for (version, added) in [("2.0.0", ""), ("3.0.0", "0\n")] {
            try fixture.write(template: [composed: added + PlanCase.theirs], version: version)
            let lines = try fixture.update().plan.lines
            #expect(lines.count == 1 && lines[0].hasSameBytes(as: "merge \(decomposed)"))
            try fixture.apply()
            #expect(try fixture.read(decomposed) == added + PlanCase.both && fixture.read(composed) == nil)
            try await fixture.commit()
        }
        #expect(try fixture.update().plan.isEmpty)
    }

    @Test func whatLeadsOutOfTheProjectIsRefused() async throws {
        let fixture = try await UpdateFixture(["a.txt": "1\n"])
        let record = try fixture.read(ScaffoldRecord.path) ?? ""
        for path in ["../b", "/b", ".git/b"] {
            let changed = record.replacing("  a.txt:\n", with: "  a.txt:\n    at: \(path)\n")
            #expect(changed != record)
            try fixture.perform(.write(ScaffoldRecord.path, changed))
            #expect(messages { _ = try fixture.update() }.first?.hasPrefix("the path `\(path)` ") == true)
        }
    }
}
