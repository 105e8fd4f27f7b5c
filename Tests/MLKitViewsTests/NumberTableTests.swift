import MLKitCore
import MLKitSpec
import Testing

@testable import MLKitViews

/// Series as files hold them, and the lines that they give.
@Suite struct NumberTableTests {
    private func table(_ text: String, _ path: String = "x.csv") throws -> NumberTable {
        try NumberTable(Array(text.utf8), path: path)
    }

    private func lines(_ text: String, x: String? = nil, y: [String] = []) throws -> PlotLines {
        try PlotLines(table(text), PlotSpec(path: "x.csv", x: x, y: y), path: "x.csv")
    }

    @Test func aColumnIsOfMomentsOnlyIfAllThatStandsInItIs() throws {
        let table = try table("a,b,c\n2026-01-01,2026-01-01,\n,x,\n2026-01-03,2026-01-03,\n")
        #expect(table.times == ["a"] && table.numeric == [])
        #expect(table["a"]?[0] == 1_767_225_600 && table["a"]?[2] == 1_767_225_600 + 2 * 86_400)
        #expect(table["a"]?[1].isNaN == true && table["b"]?.allSatisfy(\.isNaN) == true)
        #expect(table.columns.map(\.isTime) == [true, false, false])
    }

    @Test func aColumnIsNumericIfOneOfItsValuesIsFinite() throws {
        let table = try table("a,b,c\n,inf,x\n3,nan,y\n")
        #expect(table.numeric == ["a"])
        #expect(table["a"]?[0].isNaN == true && table["a"]?[1] == 3)
    }

    @Test func rowsMayLackMembersAndListsMayBeShorter() throws {
        let rows = try table(#"[{"a": 1, "n": null}, {"b": 2}, {"a": 3}]"#, "x.json")
        #expect(rows.columns.map(\.name) == ["a", "b"])
        #expect(rows["a"]?.map { $0.isNaN ? -1 : $0 } == [1, -1, 3])
        #expect(rows["b"]?.map { $0.isNaN ? -1 : $0 } == [-1, 2, -1])
        let lists = try table(#"{"a": [1, 2], "b": [5]}"#, "x.json")
        #expect(lists["b"]?.map { $0.isNaN ? -1 : $0 } == [5, -1])
    }

    @Test func whatIsNoSeriesIsRefused() throws {
        for text in ["{}", "[1, 2]", #"{"a": [1], "b": 2}"#, #"[{"a": 1}, 2]"#, "3"] {
            #expect(throws: Failure.self, "\(text)") { try table(text, "x.json") }
        }
        #expect(try table("[]", "x.json").columns.isEmpty)
        let empty = #expect(throws: Failure.self) { try table(" \n\t\r", "x.csv") }
        #expect(empty?.diagnostics.first?.message == "`x.csv` is empty")
        #expect(try table("a\tb\n1\t2\n", "x.TSV")["b"] == [2])
    }

    /// `step`, `epoch`, `round`, `iteration` in this order, whichever stands first in the file; then dates; then rows.
    @Test func theAxisIsWhatCounts() throws {
        #expect(try lines("loss,round,epoch\n1,10,20\n2,11,21\n").x == "epoch")
        #expect(try lines("loss,iteration,round\n1,10,20\n").x == "round")
        #expect(try lines("loss,step,epoch\n1,10,20\n").x == "step")
        let dated = try lines("day,loss\n2026-01-01,1\n2026-01-02,2\n")
        #expect(dated.x == "day" && dated.isTime && dated.lines.map(\.name) == ["loss"])
        let both = try lines("day,epoch,loss\n2026-01-01,5,1\n")
        #expect(both.x == "epoch" && !both.isTime && both.lines[0].points[0].x == 5)
        // A column that is drawn does not count.
        let drawn = try lines("epoch,loss\n3,1\n4,2\n", y: ["epoch"])
        #expect(drawn.x == "row" && drawn.lines[0].points.map(\.x) == [1, 2] && drawn.lines[0].points.map(\.y) == [3, 4])
        let named = try lines("epoch,loss\n3,1\n4,2\n", x: "loss")
        #expect(named.x == "loss" && named.lines.map(\.name) == ["epoch"])
    }

    @Test func aColumnThatIsNotThereIsNamed() throws {
        let axis = #expect(throws: Failure.self) { try lines("epoch,loss\n1,2\n", x: "epch") }
        #expect(axis?.diagnostics.first?.message == "`x.csv` has neither numbers nor dates under `epch`")
        #expect(axis?.diagnostics.first?.hint == "did you mean `epoch`?")
        let line = #expect(throws: Failure.self) { try lines("epoch,loss,day\n1,2,2026-01-01\n", y: ["loss", "day"]) }
        #expect(line?.diagnostics.first?.message == "`x.csv` has no numbers under `day`")
        let nothing = #expect(throws: Failure.self) { try lines("epoch\n1\n") }
        #expect(nothing?.diagnostics.first?.message == "`x.csv` holds no numbers to draw")
    }
}
