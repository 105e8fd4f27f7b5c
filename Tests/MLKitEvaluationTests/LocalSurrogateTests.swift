import MLKitCore
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// Linear fits of what a model answers near a row.
@Suite struct LocalSurrogateTests {
    /// As scikit-learn 1.9 has it: `Ridge(alpha=…).fit(z, y, sample_weight=w)`.
    @Test func theFitIsThatOfScikitLearn() {
        let inputs = [
            [true, true, true], [true, false, true], [false, true, true], [false, false, false], [true, false, false], [false, true, false],
            [true, true, false], [false, false, true],
        ]
        let targets = [3, 1, 2.5, 0.2, 0.7, 1.9, 2.6, 0.4]
        let weights = [1, 0.8, 0.8, 0.3, 0.5, 0.5, 0.8, 0.5]
        for (penalty, intercept, coefficients, share) in [
            (1.0, 0.8815343443354147, [0.2946166078423768, 1.0772253034945507, 0.19461660784237672], 0.7909083414026779),
            (0.1, 0.21225114854517613, [0.522566178079195, 1.8082804637934806, 0.35828046379348066], 0.9897453531478932),
        ] {
            let fit = WeightedRidge(inputs, targets, weights: weights, penalty: penalty)
            #expect(abs(fit.intercept - intercept) < 1e-12 && abs(fit.share - share) < 1e-12)
            for (found, expected) in zip(fit.coefficients, coefficients) { #expect(abs(found - expected) < 1e-12) }
        }
        #expect(WeightedRidge(inputs, [Double](repeating: 2, count: 8), weights: weights, penalty: 1).share.isNaN)
    }

    /// 100 rows: a number from 0 to 99, and red in one of four.
    private static let others = Table(
        columns: [
            .init(name: "x", values: .numeric((0..<100).map(Double.init))),
            .init(name: "colour", values: .text(TextColumn(categories: ["red", "blue"], codes: (0..<100).map { $0 % 4 == 0 ? 0 : 1 }))),
            .init(name: "empty", values: .numeric((0..<100).map { $0 % 2 == 0 ? .nan : 3 })),
        ], rowCount: 100)

    /// 10 where `x` is above 49.5 and up to 74.25, 5 where `colour` is red, 1 where `empty` is missing.
    private static func answer(_ rows: Table) -> [Double] {
        guard case .numeric(let x)? = rows["x"], case .text(let colour)? = rows["colour"], case .numeric(let empty)? = rows["empty"] else {
            return []
        }
        return (0..<rows.rowCount).map { row in
            (x[row] > 49.5 && x[row] <= 74.25 ? 10 : 0) + (colour[row] == "red" ? 5 : 0) + (empty[row].isNaN ? 1 : 0)
        }
    }

    @Test func whatAddsUpIsFoundOut() throws {
        let row = Self.others.rows([60])
        let found = try LocalSurrogate(samples: 20_000, seed: 1).fit(row, among: Self.others, answer: Self.answer)
        #expect(found.ranges == [.init(lower: 49.5, upper: 74.25), .init(), .init()])
        for (value, expected) in zip(found.values, [10.0, 5, 1]) { #expect(abs(value - expected) < 0.02, "\(found.values)") }
        #expect(abs(found.base) < 0.02 && abs(found.value - 16) < 0.02 && found.share > 0.999)
        #expect(abs(found.width - 0.75 * 3.0.squareRoot()) < 1e-12)
        let again = try LocalSurrogate(samples: 20_000, seed: 1).fit(row, among: Self.others, answer: Self.answer)
        #expect(again.values == found.values)
        #expect(try LocalSurrogate(samples: 20_000, seed: 2).fit(row, among: Self.others, answer: Self.answer).values != found.values)
    }

    /// Where columns act together, the fit says that it does not hold, and the more so the further it looks.
    @Test func whatActsTogetherIsNotExplained() throws {
        func together(_ rows: Table) -> [Double] { Self.answer(rows).map { $0 >= 15 ? 1 : 0 } }
        let row = Self.others.rows([60])
        func share(_ width: Double) throws -> Double {
            try LocalSurrogate(samples: 5000, width: width, seed: 1).fit(row, among: Self.others, answer: together).share
        }
        #expect(try share(0.75) < 0.95 && share(10) < share(0.75))
    }

    /// Of a value below all others, or the only one, there is a bound on one side, or none.
    @Test func rangesAreOpenAtTheEnds() throws {
        let low = Self.others.rows([0])
        #expect(try LocalSurrogate(samples: 10, seed: 1).fit(low, among: Self.others, answer: Self.answer).ranges[0] == .init(upper: 24.75))
        let high = Self.others.rows([99])
        #expect(try LocalSurrogate(samples: 10, seed: 1).fit(high, among: Self.others, answer: Self.answer).ranges[0] == .init(lower: 74.25))
    }
}
