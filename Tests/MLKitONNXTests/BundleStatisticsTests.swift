import MLKitCore
import MLKitONNX
import MLKitSignature
import Testing

/// What a bundle knows of how values are spread, and how far others are from it.
struct BundleStatisticsTests {
    @Test func countsNumbersInTenthsAndTextsByValue() throws {
        let numbers = try Tensor(.double((1...20).map(Double.init) + [.nan]), shape: [21, 1])
        let texts = try Tensor(.string(Array(repeating: "a", count: 11) + Array(repeating: "b", count: 9) + [""]), shape: [21, 1])
        let whole = Tensor(.int64(Array(repeating: 0, count: 15) + Array(repeating: 7, count: 6)))
        let pairs = try Tensor(.float([Float](repeating: 0, count: 42)), shape: [21, 2])
        let spread = BundleStatistics(
            rows: 21, inputs: [("number", numbers), ("text", texts), ("pair", pairs)], outputs: [("label", whole)])
        #expect(spread.rows == 21)
        #expect(spread.columns.map(\.name) == ["number", "text", "label"])
        #expect(spread.columns.map(\.role) == [.input, .input, .output])
        #expect(spread.columns[0].bins == ValueBins(edges: [3, 5, 7, 9, 11, 13, 15, 17, 19]))
        #expect(spread.columns[0].counts == [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1])
        // What fewer than ten rows have is not told.
        #expect(spread.columns[1].bins == ValueBins(values: ["a"]))
        #expect(spread.columns[1].counts == [11, 9, 1])
        #expect(spread.columns[2].bins == ValueBins(edges: [0, 7]))
        #expect(spread.columns[2].counts == [0, 15, 6, 0])
        #expect(try BundleStatistics(json: JSON(parsing: spread.json.pretty)) == spread)
    }

    @Test func aTextStandsForItselfFromTenRowsAndOneInAHundred() throws {
        func values(_ count: Int, of rows: Int) throws -> ValueBins.Kind? {
            let texts = Array(repeating: "a", count: count) + Array(repeating: "b", count: rows - count)
            let tensor = try Tensor(.string(texts), shape: [rows, 1])
            return BundleStatistics(rows: rows, inputs: [("x", tensor)], outputs: []).columns.first?.bins.kind
        }
        #expect(try values(10, of: 100) == .texts(["a", "b"]))
        #expect(try values(9, of: 100) == .texts(["b"]))
        #expect(try values(11, of: 1100) == .texts(["a", "b"]))
        #expect(try values(11, of: 1101) == .texts(["b"]))
    }

    /// An edge belongs to the bin above it.
    @Test func binsAreWithoutTheirUpperEdges() throws {
        let bins = ValueBins(edges: [1, 2])
        var counts = [0, 0, 0, 0]
        #expect(bins.add(Tensor(.double([0.5, 1, 1.5, 2, .infinity, -.infinity, .nan])), to: &counts))
        #expect(counts == [2, 2, 2, 1])
        #expect(!bins.add(Tensor(.string(["1"])), to: &counts))
        #expect(counts == [2, 2, 2, 1])
    }

    @Test(arguments: [
        #"{"format": 1, "rows": 2, "columns": [{"name": "x", "role": "input", "edges": [2, 1], "counts": [1, 1, 0, 0]}]}"#,
        #"{"format": 1, "rows": 2, "columns": [{"name": "x", "role": "input", "edges": [1, 1], "counts": [1, 1, 0, 0]}]}"#,
        #"{"format": 1, "rows": 2, "columns": [{"name": "x", "role": "input", "edges": [1], "counts": [1, 1]}]}"#,
        #"{"format": 1, "rows": 2, "columns": [{"name": "x", "role": "input", "edges": [1], "counts": [1, -1, 2]}]}"#,
        #"{"format": 1, "rows": 2, "columns": [{"name": "x", "role": "input", "edges": [1], "counts": [0, 0, 0]}]}"#,
        #"{"format": 1, "rows": 2, "columns": [{"name": "x", "role": "both", "edges": [1], "counts": [1, 0, 0]}]}"#,
        #"{"format": 1, "rows": 2, "columns": [{"name": "x", "role": "input", "counts": [1, 0, 0]}]}"#,
        #"{"format": 2, "rows": 2, "columns": []}"#,
    ])
    func whatIsNotSoundIsRefused(_ text: String) throws {
        let json = try JSON(parsing: text)
        #expect(throws: Failure.self) { try BundleStatistics(json: json) }
    }

    /// By NumPy, with shares of at least 1e-4.
    @Test func indexesAreThoseOfTheFormula() {
        #expect(abs(StabilityIndex.between([10, 20, 30, 40], [40, 30, 20, 10]) - 0.9128696382935673) < 1e-12)
        #expect(abs(StabilityIndex.between([50, 50, 0], [5, 4, 1]) - 0.7123991075017365) < 1e-12)
        #expect(StabilityIndex.between([5, 5], [1, 1]) == 0)
        #expect(abs(StabilityIndex.chance([25, 25, 25, 25], [25, 25, 25, 25]) - 0.41595917942265426) < 1e-12)
        // A bin that neither has anything in is none.
        #expect(abs(StabilityIndex.chance([50, 50, 0, 0], [5, 4, 1, 0]) - 1.98) < 1e-12)
    }
}
