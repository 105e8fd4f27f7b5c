import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// A line of units below the header.
@Suite struct UnitLineTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func warnings(_ below: String, _ read: ReadingOptions = ReadingOptions()) throws -> [String] {
        let rows = (0..<50).map { "\($0 * 7 % 31),\($0 * 3 % 17),\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
        try scratch.write("weight,height,kind\n\(below)\n\(rows)", to: "t.csv")
        return try ReadTable(scratch.path.appending("t.csv"), name: "t.csv", read: read, context: stageContext()).warnings
    }

    @Test(arguments: ["kg,cm,", "kg,cm,-", "\"kg\", cm ,"]) func itIsNamedWithTheKey(_ below: String) throws {
        let warning = try #require(warnings(below).first)
        #expect(
            warning == "the line below the header of `t.csv` seems to have units and no values (`kg`, `cm`): "
                + #"`read: {skip: 1, names: ["weight","height","kind"]}` leaves it out"#)
        var read = ReadingOptions()
        (read.skip, read.names) = (1, ["weight", "height", "kind"])
        #expect(try warnings(below, read).isEmpty)
    }

    @Test(arguments: ["1,2,a", ",,a", "1,unknown,a"]) func rowsAreNone(_ below: String) throws {
        #expect(try !warnings(below).contains { $0.contains("units") })
    }
}
