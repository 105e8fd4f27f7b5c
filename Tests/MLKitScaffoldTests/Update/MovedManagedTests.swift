import MLKitCore
import MLKitTestSupport
import Testing

@testable import MLKitScaffold

/// Files that are the template's alone, and that it moves to where a file of the user's is.
@Suite struct MovedManagedTests {
    private static let managed = "  \"?.txt\": managed\n"

    private func moved(onto text: String, isProgram: Bool = false) async throws -> UpdateFixture {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text], ownership: Self.managed)
        try fixture.perform(.write("b.txt", text))
        if isProgram { try fixture.perform(.program("b.txt", true)) }
        try await fixture.commit()
        try fixture.write(template: ["b.txt": PlanCase.text], ownership: Self.managed)
        return fixture
    }

    /// The template's file stays where it is, and is known at its new place from then on.
    @Test func aFileOfYoursIsInTheWay() async throws {
        let fixture = try await moved(onto: "mine\n")
        let update = try fixture.update()
        #expect(update.plan.lines == ["conflict b.txt"])
        #expect(update.plan.newRecord.files["b.txt"] != nil && update.plan.newRecord.files["a.txt"] == nil)
        #expect(try update.apply().conflicts.count == 1)
        #expect(try fixture.read("a.txt") == PlanCase.text)
    }

    /// With the same content, nothing is in the way.
    @Test func theSameFileIsThereAlready() async throws {
        let fixture = try await moved(onto: PlanCase.text)
        let update = try fixture.update()
        #expect(update.plan.conflicts.isEmpty && update.plan.newRecord.files["b.txt"] != nil)
        try update.apply()
        #expect(try fixture.read("a.txt") == nil && fixture.read("b.txt") == PlanCase.text)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }

    /// Gone from where it was, it is made where the template has it now; what the user put there already is kept.
    @Test(arguments: [nil, PlanCase.text]) func theTemplatesFileIsGone(there: String?) async throws {
        let fixture = try await UpdateFixture(["a.txt": PlanCase.text], ownership: Self.managed)
        try fixture.perform(.delete("a.txt"))
        if let there { try fixture.perform(.write("b.txt", there)) }
        try await fixture.commit()
        try fixture.write(template: ["b.txt": PlanCase.text], ownership: Self.managed)
        let update = try fixture.update()
        #expect(update.plan.conflicts.isEmpty && update.plan.newRecord.files["b.txt"] != nil)
        try update.apply()
        #expect(try fixture.read("b.txt") == PlanCase.text && fixture.read("a.txt") == nil)
        try await fixture.commit()
        #expect(try fixture.update().plan.isEmpty)
    }
}
