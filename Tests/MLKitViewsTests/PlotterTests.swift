import MLKitCore
import MLKitSnapshots
import MLKitSpec
import MLKitStages
import Testing

@testable import MLKitViews

/// What is drawn of a project's states, and what is said of what is not.
@Suite struct PlotterTests {
    private static let spec = """
        mlkit: 1
        project: {name: p}
        stages:
          fit: {run: x, outputs: [m.bin], plots: [a.csv]}

        """
    private static let lock = #"{"format": 2, "kind": "command", "version": 1, "outputs": {}, "result": {"summary": ""}}"#

    private func snapshot(_ files: [String: String], revision: String? = nil) throws -> ProjectSnapshot {
        let spec = try ProjectSpec(parsing: Array(Self.spec.utf8), kinds: .builtIn)
        return try ProjectSnapshot(revision: revision, spec: spec, read: { files[$0].map { Array($0.utf8) } })
    }

    private func columns(_ count: Int) -> String {
        (0..<count).map { "c\($0)" }.joined(separator: ",") + "\n" + Array(repeating: "1", count: count).joined(separator: ",") + "\n"
    }

    @Test func twentyFourLinesAreDrawnAndNoMore() throws {
        #expect(try Plotter([snapshot(["m.csv": columns(24)])], targets: ["m.csv"]).plots.count == 1)
        let more = try Plotter([snapshot(["m.csv": columns(25)])], targets: ["m.csv"])
        #expect(more.plots.isEmpty)
        #expect(more.warnings.map(\.message) == ["`m.csv` has 25 series, more than 24 cannot be told apart"])
    }

    @Test func namesThatComeOutTheSameAreNumbered() throws {
        let files = ["a b.csv": columns(1), "a?b.csv": columns(1), "a&b.csv": columns(1), ".-x.csv": columns(1)]
        let plotter = try Plotter([snapshot(files)], targets: ["a b.csv", "a?b.csv", "a&b.csv", ".-x.csv"])
        #expect(plotter.plots.map(\.fileName) == ["a-b.csv.svg", "a-b.csv-2.svg", "a-b.csv-3.svg", "x.csv.svg"])
        #expect(plotter.plots.map(\.title) == ["a b.csv", "a?b.csv", "a&b.csv", ".-x.csv"])
    }

    @Test func aNameHasAtMostAHundredAndFiftyLetters() throws {
        let name = String(repeating: "n", count: 200) + ".csv"
        let plotter = try Plotter([snapshot([name: columns(1)])], targets: [name])
        #expect(plotter.plots.map(\.fileName) == [String(repeating: "n", count: 150) + ".svg"])
    }

    /// Of a stage that never ran there is nothing to be missed; of one that did there is.
    @Test func aFileThatIsMissingIsToldOfAStageThatRan() throws {
        let fresh = try Plotter([snapshot([:])], targets: [])
        #expect(fresh.warnings.map(\.message) == ["there is nothing to draw"])
        #expect(fresh.warnings.first?.hint == "run the stages first: `mlkit run`")
        let ran = try Plotter([snapshot([".mlkit/lock/fit.json": Self.lock])], targets: [])
        #expect(ran.warnings.map(\.message) == ["`a.csv` of `fit` is not there"])
        let older = try Plotter([snapshot(["a.csv": columns(1)]), snapshot([:], revision: "v1")], targets: ["fit"])
        #expect(older.warnings.map(\.message) == ["`a.csv` is not in `v1`, and is left out"])
        #expect(older.plots.map(\.fileName) == ["fit.a.csv.svg"])
    }

    @Test func eachStateIsNamedWhereThereAreSeveral() throws {
        let (now, old) = try (snapshot(["a.csv": columns(1)]), snapshot(["a.csv": columns(2)], revision: "v1"))
        let both = try Plotter([now, old], targets: ["fit"])
        #expect(both.plots[0].svg.contains(">c0 (now)</text>") && both.plots[0].svg.contains(">c1 (v1)</text>"))
        let one = try Plotter([old], targets: ["fit"])
        #expect(one.plots[0].svg.contains(">c0</text>") && !one.plots[0].svg.contains("(v1)"))
    }

    @Test func aPathThatLeadsOutIsNoFile() throws {
        let failure = #expect(throws: Failure.self) {
            try Plotter([snapshot(["../x.csv": columns(1)])], targets: ["../x.csv"])
        }
        #expect(failure?.diagnostics.first?.message == "`../x.csv` is neither a stage nor a file of the project")
    }

    /// A target that is a file says nothing of the stages.
    @Test func stagesAreDrawnOnlyIfMeant() throws {
        let files = ["a.csv": columns(1), "b.csv": columns(1)]
        #expect(try Plotter([snapshot(files)], targets: ["b.csv"]).plots.map(\.fileName) == ["b.csv.svg"])
        #expect(
            try Plotter([snapshot(files)], targets: ["b.csv", "fit"]).plots.map(\.fileName)
                == ["b.csv.svg", "fit.a.csv.svg"])
        #expect(try Plotter([], targets: []).plots.isEmpty)
    }
}
