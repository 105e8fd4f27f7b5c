import MLKitCore
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// What a schema would have to say, where data are just within it and just beyond.
@Suite struct SchemaProposalTests {
    /// Rows of `x`, `colour` and `label`, with some lines put in place of those of these numbers, from 1.
    private func changes(
        rows: Int = 40, replacing lines: [Int: String] = [:], x: String = "type: integer, minimum: 0, maximum: 39",
        colour: String = "type: text, categories: [blue, green, red]", more: String = "", infers: Bool = false
    ) async throws -> [String] {
        let fixture = try DataFixture()
        let label = "type: text, categories: [\"no\", \"yes\"]"
        let schema = "target: label\n\(more)columns:\n  x: {\(x)}\n  colour: {\(colour)}\n  label: {\(label)}\n"
        try fixture.scratch.write(schema, to: "schema.yaml")
        let all = (0..<rows).map { "\($0),\(["red", "green", "blue"][$0 % 3]),\($0 % 4 == 0 ? "yes" : "no")" }
        let text = all.enumerated().map { (lines[$0.offset + 1] ?? $0.element) + "\n" }.joined()
        try fixture.scratch.write("x,colour,label\n" + text, to: fixture.configuration.source)
        return try await SchemaProposal(fixture.configuration, fixture.paths, infers: infers, context: stageContext()).changes
    }

    @Test func boundsAreWidenedByATenth() async throws {
        #expect(try await changes().isEmpty)
        #expect(try await changes(replacing: [7: "40,red,no"]) == ["`x`: maximum 44"])
        #expect(try await changes(replacing: [7: "-1,red,no"]) == ["`x`: minimum -5"])
    }

    /// Of whole numbers by one at least; what has no sign gets none.
    @Test func narrowBoundsAreWidenedByOne() async throws {
        let lines = Dictionary(uniqueKeysWithValues: (1...40).map { ($0, "\(5 + $0 % 2),red,\($0 % 4 == 0 ? "yes" : "no")") })
        #expect(try await changes(replacing: lines, x: "type: integer, minimum: 5, maximum: 5") == ["`x`: maximum 7"])
        #expect(try await changes(replacing: lines, x: "type: integer, minimum: 6, maximum: 6") == ["`x`: minimum 4"])
        #expect(try await changes(x: "type: integer, minimum: 1, maximum: 39") == ["`x`: minimum 0"])
    }

    /// As many may be missing as the schema says; beyond that it is twice the share that is.
    @Test func missingValuesHaveAShare() async throws {
        let colour = "type: text, nullable: true, missing: 0.05, categories: [blue, green, red]"
        #expect(try await changes(replacing: [1: "0,,yes", 2: "1,,no"], colour: colour).isEmpty)
        #expect(
            try await changes(replacing: [1: "0,,yes", 2: "1,,no", 3: "2,,no"], colour: colour)
                == ["`colour`: up to 15 % of the values may be missing"])
        #expect(try await changes(replacing: [1: "0,,yes"]) == ["`colour`: values may be missing"])
        let anyShare = "type: text, nullable: true, categories: [blue, green, red]"
        // Of fifty values at least.
        for (rows, isTold) in [(51, true), (50, false)] {
            let found = try await changes(rows: rows, replacing: [1: "0,,yes"], colour: anyShare, infers: true)
            #expect(found.contains("`colour`: up to 4 % of the values may be missing") == isTold, "\(found)")
        }
    }

    @Test func newCategoriesAreAdded() async throws {
        #expect(try await changes(replacing: [1: "0,pink,yes"]) == ["`colour`: the category `pink`"])
        #expect(try await changes(replacing: [1: "0,pink,yes", 2: "1,teal,no"]) == ["`colour`: the categories `pink` and `teal`"])
    }

    /// Bounds are found out from fifty rows on.
    @Test(arguments: [(49, false), (50, true)]) func fewRowsTellNoBounds(rows: Int, isTold: Bool) async throws {
        let found = try await changes(rows: rows, x: "type: integer", infers: true)
        #expect(found.contains("`x`: minimum 0") == isTold && found.contains { $0.hasPrefix("`x`: maximum 5") } == isTold, "\(found)")
        #expect(found.contains("at least \(rows / 2) rows"))
    }

    /// The numbers of rows are held to their bounds, and widened to half and twice of what there is.
    @Test func rowsAreCounted() async throws {
        #expect(try await changes(more: "rows: {minimum: 40, maximum: 40}\n").isEmpty)
        #expect(try await changes(more: "rows: {minimum: 41}\n") == ["at least 20 rows"])
        #expect(try await changes(more: "rows: {maximum: 39}\n") == ["at most 80 rows"])
    }
}
