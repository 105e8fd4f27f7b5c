import MLKitChecklist
import MLKitCore
import Testing

/// The version of a record's format.
@Suite struct RecordFormatTests {
    private func state(_ more: String) throws -> (ItemState, ProjectFixture) {
        let fixture = try ProjectFixture(["checklist/scoping/baseline.md": "---\n\(more)item: scoping.baseline\nstatus: done\n---\n"])
        return (try fixture.state(of: "baseline"), fixture)
    }

    @Test func aRecordOfALaterFormatIsRefusedByName() throws {
        guard case .broken(let problems) = try state("record: 2\n").0 else { Issue.record("it was read"); return }
        #expect(problems.map(\.message) == ["`checklist/scoping/baseline.md` has format 2, and this mlkit reads format 1"], "\(problems)")
        #expect(problems[0].location?.line == 2)
    }

    @Test func theFirstFormatMaySayItsNumberAndKeepsIt() throws {
        #expect(try state("").0 == .done)
        let (found, fixture) = try state("record: 1\n")
        #expect(found == .done)
        try fixture.done("baseline", [], "again")
        #expect(try fixture.read("checklist/scoping/baseline.md").hasPrefix("---\nrecord: 1\nitem: scoping.baseline\nstatus: done\n"))
    }

    @Test func aNumberThatIsNoFormatIsAProblem() throws {
        guard case .broken = try state("record: zero\n").0 else { Issue.record("it was read"); return }
    }
}
