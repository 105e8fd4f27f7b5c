import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

@testable import MLKitSnapshots

/// Figures and differences of a project's states.
@Suite struct ProjectSnapshotTests {
    private static let spec = """
        mlkit: 1
        project: {name: p}
        params: {rate: 0.1, deep: {of: [1, 2]}}
        stages:
          fit: {run: x, outputs: [m.bin], metrics: [a.json, b.csv]}
          test: {run: x, inputs: [m.bin], metrics: [t.json]}

        """

    private func snapshot(
        _ files: [String: String], _ text: String = spec, revision: String? = nil
    ) throws -> ProjectSnapshot {
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        return try ProjectSnapshot(revision: revision, spec: spec, read: { files[$0].map { Array($0.utf8) } })
    }

    private func flat(_ text: String, limit: Int = FlatValues.limit) throws -> FlatValues {
        FlatValues(try JSON(parsing: Array(text.utf8)), limit: limit)
    }

    @Test func valuesAreNamedByTheirPath() throws {
        let values = try flat(#"{"a": {"b": [1, {"c": 2}]}, "d": null}"#)
        #expect(values.values.map(\.name) == ["a.b.0", "a.b.1.c", "d"])
        #expect(try flat("[5, [6]]").values.map(\.name) == ["0", "1.0"])
    }

    @Test func asManyAsTheLimitAreKeptAndNoMore() throws {
        let whole = try flat("[1, 2, 3]", limit: 3)
        #expect(!whole.isCut && whole.values.count == 3)
        let cut = try flat("[1, 2, 3, 4, 5]", limit: 3)
        #expect(cut.isCut && cut.values.count == 3)
        #expect(try flat(#"{"a": 1, "b": 2, "c": {"d": 3}}"#, limit: 2).isCut)
        #expect(FlatValues.limit == 1000)
    }

    @Test func ofSeveralFilesFiguresNameTheirs() throws {
        let files = ["a.json": #"{"loss": 1, "none": null}"#, "b.csv": "name,value\nx,2\ny,3\n", "t.json": #"{"loss": 3}"#]
        let metrics = try snapshot(files).metrics()
        #expect(metrics.map(\.stage) == ["fit", "test"])
        #expect(metrics[0].values.map(\.name) == ["a.json:loss", "b.csv:x", "b.csv:y"] && metrics[1].values.map(\.name) == ["loss"])
        #expect(try snapshot(files).metrics(["test"]).map(\.stage) == ["test"])
        // A stage without figures is none of them.
        #expect(try snapshot(["t.json": "{}"]).metrics().isEmpty)
    }

    @Test(arguments: ["", " \n\t\r ", "\u{20}"]) func aFileOfBlanksIsEmpty(text: String) throws {
        let failure = #expect(throws: Failure.self) { try snapshot(["t.json": text]).metrics() }
        #expect(failure?.diagnostics.map(\.message) == ["`t.json` is empty: there are no metrics in it"])
    }

    @Test func aBrokenFileIsAFailureForOneWhoAsksForFiguresAndAProblemForOneWhoCompares() throws {
        let broken = try snapshot(["a.json": "{", "t.json": #"{"loss": 3}"#], revision: "v1")
        #expect(throws: Failure.self) { try broken.metrics() }
        var problems = [Diagnostic]()
        let metrics = try broken.metrics(problems: &problems)
        #expect(metrics.map(\.stage) == ["test"] && problems.count == 1)
        let difference = try ProjectDifference(from: broken, to: snapshot(["t.json": #"{"loss": 4}"#]))
        #expect(difference.problems.count == 1 && difference.metrics.map(\.name) == ["loss"])
    }

    @Test func metricsOfATableAreOneRowOrNamesAndValues() throws {
        #expect(try MetricFile.values(Array("a,b,c\n1,2,x\n".utf8), path: "m.csv").map(\.name) == ["a", "b", "c"])
        #expect(try MetricFile.values(Array("n,v\na,1\nb,2\n".utf8), path: "m.csv").map(\.name) == ["a", "b"])
        // Two columns and one row are one row.
        #expect(try MetricFile.values(Array("n,v\na,1\n".utf8), path: "m.csv").map(\.name) == ["n", "v"])
        #expect(throws: Failure.self) { try MetricFile.values(Array("a,b,c\n1,2,3\n4,5,6\n".utf8), path: "m.csv") }
        #expect(try MetricFile.values(Array("loss: 2\n".utf8), path: "m.YML").map(\.name) == ["loss"])
        let many = "[" + Array(repeating: "1", count: 1000).joined(separator: ",") + "]"
        #expect(try MetricFile.values(Array(many.utf8), path: "m.json").count == 1000)
        #expect(throws: Failure.self) { try MetricFile.values(Array("[0,\(many.dropFirst())".utf8), path: "m.json") }
    }

    @Test func whatChangedIsTold() throws {
        let old = try snapshot(["t.json": #"{"loss": 1, "gone": 2, "nan": NaN, "same": 5}"#])
        let text = Self.spec.replacing("rate: 0.1", with: "rate: 0.2").replacing("of: [1, 2]", with: "of: [1, 3, 4]")
            .replacing("  fit:", with: "  more: {run: x, outputs: [n.bin]}\n  fit:")
        let new = try snapshot(["t.json": #"{"new": 9, "loss": 3, "nan": NaN, "same": 5}"#], text)
        let difference = try ProjectDifference(from: old, to: new)
        #expect(difference.addedStages == ["more"] && difference.removedStages == [] && !difference.isEmpty)
        #expect(difference.parameters.map(\.name) == ["rate", "deep.of.1", "deep.of.2"])
        #expect(difference.parameters.map(\.old) == [.double(0.1), .int(2), nil])
        #expect(difference.metrics.map(\.name) == ["new", "loss", "gone"])
        #expect(difference.metrics.map(\.new) == [.int(9), .int(3), nil])
        let back = try ProjectDifference(from: new, to: old)
        #expect(back.addedStages == [] && back.removedStages == ["more"])
        #expect(try ProjectDifference(from: old, to: old).isEmpty)
    }

    private func metrics(_ values: KeyValuePairs<String, JSON>, splits: [String: String] = [:], stage: String = "s") -> StageMetrics {
        StageMetrics(revision: nil, stage: stage, values: values.map { ($0.key, $0.value) }, splits: splits)
    }

    @Test func figuresArePartedByTheirSplit() throws {
        let all = metrics(
            ["valid.auc": 0.8, "rows": 10, "test.auc": 0.7, "valid.f1": 0.5, "validity": 1],
            splits: ["valid.auc": "valid", "valid.f1": "valid", "test.auc": "test", "validity": "valid"])
        let parts = all.parts
        #expect(parts.map { $0.values.map(\.name) } == [["auc", "f1", "validity"], ["rows"], ["auc"]])
        #expect(parts.map(\.split) == ["valid", nil, "test"] && all.split == nil)
        #expect(metrics(["a": 1]).split == nil && parts[0]["auc"] == 0.8)
    }

    @Test func onlyFiguresOfOneNameSetAndSplitShareATable() throws {
        let rows = [
            metrics(["a": 1, "b": 2], stage: "one"), metrics(["b": 3, "a": 4], stage: "two"),
            metrics(["a": 1], stage: "three"), metrics(["a": 1], splits: ["a": "test"], stage: "four"),
        ]
        #expect(MetricTable.grouping(rows).map { $0.rows.map(\.stage) } == [["one", "two"], ["three"], ["four"]])
        #expect(MetricTable.grouping(rows).map(\.split) == [nil, nil, "test"])
    }

    @Test func rowsAreSortedByAFigureAndThoseWithoutItComeLast() throws {
        let rows = [
            metrics(["b": 1], stage: "none"), metrics(["a": .double(.nan)], stage: "nan"), metrics(["a": 1], stage: "low"),
            metrics(["a": 3], stage: "high"), metrics(["a": 1], stage: "too"), metrics(["a": 9], splits: ["a": "test"], stage: "test"),
        ]
        func sorted(_ ascending: Bool) throws -> [String] {
            try MetricTable.sorted(rows, by: "a", ascending: ascending).map(\.stage)
        }
        #expect(try sorted(false) == ["high", "low", "too", "test", "none", "nan"])
        #expect(try sorted(true) == ["low", "too", "high", "test", "none", "nan"])
        #expect(throws: Failure.self) { try MetricTable.sorted(rows, by: "c", ascending: true) }
    }
}
