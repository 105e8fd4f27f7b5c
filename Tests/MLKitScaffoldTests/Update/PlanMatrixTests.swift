import MLKitCore
import Testing

@testable import MLKitScaffold

/// Every combination of what the template and the user may do to a file.
@Suite struct PlanMatrixTests {
    @Test(arguments: PlanCase.all)
    func outcome(_ example: PlanCase) async throws {
        let fixture = try await UpdateFixture(example.first, ownership: example.ownership)
        for doing in example.doings { try fixture.perform(doing) }
        try await fixture.commit()
        try fixture.write(
            template: example.second ?? example.first, ownership: example.secondOwnership ?? example.ownership)
        let update = try fixture.update()
        #expect(update.plan.lines == example.plan)
        let result = try update.apply()
        #expect(result.conflicts.count == example.plan.count { $0.hasPrefix("conflict") })
        for (path, text) in example.tree { #expect(try fixture.read(path) == text, "\(path)") }
        #expect(try await fixture.status() == example.status)
        // What was applied and committed is not applied again.
        guard result.conflicts.isEmpty else { return }
        try await fixture.commit()
        let again = try fixture.update().plan
        #expect(again.isEmpty, "\(again.lines)")
    }

    @Test func casesHaveNames() {
        #expect(Set(PlanCase.all.map(\.name)).count == PlanCase.all.count)
        #expect(PlanCase.all.count >= 25)
    }
}
