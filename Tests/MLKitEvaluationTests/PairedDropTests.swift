import MLKitReports
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// How far a metric fell, and how sure that is.
@Suite struct PairedDropTests {
    /// Answers of `rows` rows of one class: both right but for some that one of the models gets wrong.
    private func drop(rows: Int, lost: Int, won: Int = 0, level: Double = 0.95) throws -> PairedDrop {
        let truth = TargetValues.classes(indices: [Int](repeating: 0, count: rows), classes: ["a", "b"])
        func predictions(wrong: Range<Int>) -> Predictor.Predictions {
            .probabilities((0..<rows).flatMap { wrong.contains($0) ? [0.2, 0.8] : [0.9, 0.1] })
        }
        return try PairedDrop(
            truth, predictions(wrong: lost..<(lost + won)), predictions(wrong: 0..<lost), level: level)
    }

    private func interval(_ drop: PairedDrop) -> [Double] { drop.interval.map { [$0.lowerBound, $0.upperBound] } ?? [] }

    /// By the formula of Agresti and Min, computed apart in NumPy.
    @Test(arguments: [
        (84, 1, 0, -0.02050859, 0.04376440), (84, 5, 0, 0.00368411, 0.11259496), (40, 0, 0, -0.04666581, 0.04666581),
        (1000, 30, 12, 0.00518570, 0.03074244), (1000, 12, 30, -0.03074244, -0.00518570),
    ]) func theIntervalIsThatOfThePaper(rows: Int, lost: Int, won: Int, lower: Double, upper: Double) throws {
        let found = try drop(rows: rows, lost: lost, won: won)
        #expect(found.drop == Double(lost - won) / Double(rows))
        #expect(zip(interval(found), [lower, upper]).allSatisfy { abs($0 - $1) < 1e-7 }, "\(interval(found))")
    }

    @Test func moreGroupsMakeItWider() throws {
        let (one, ten) = (try drop(rows: 84, lost: 5), try drop(rows: 84, lost: 5, level: 0.995))
        #expect(interval(one)[0] > 0 && interval(ten)[0] < 0 && interval(ten)[1] > interval(one)[1])
    }

    /// One row of 84 can be chance, and a twentieth of many rows cannot.
    @Test func onlyWhatIsNoChanceBreaks() throws {
        func kept(_ drop: PairedDrop) -> Bool {
            QuantizationReport.Allowed(metric: .accuracy, drop: drop.drop, maxDrop: 0.005, interval: .init(drop.interval)).kept
        }
        #expect(try kept(drop(rows: 84, lost: 1)) && kept(drop(rows: 84, lost: 4)) && kept(drop(rows: 10_000, lost: 50)))
        #expect(try !kept(drop(rows: 84, lost: 5)) && !kept(drop(rows: 10_000, lost: 60)) && !kept(drop(rows: 10_000, lost: 100, won: 40)))
        // As many lost as won tells nothing, however many there are.
        #expect(try kept(drop(rows: 1000, lost: 300, won: 290)))
        // Reports of earlier versions have no interval.
        #expect(!QuantizationReport.Allowed(metric: .accuracy, drop: 0.006, maxDrop: 0.005).kept)
        #expect(!QuantizationReport.Allowed(metric: .accuracy, drop: .nan, maxDrop: 0.005, interval: .init(lower: -1, upper: 1)).kept)
    }

    /// Numbers that are the same every time, evenly between 0 and 1 (SplitMix64).
    private struct Random {
        var state: UInt64 = 3
        mutating func next() -> Double {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((bits ^ (bits >> 31)) >> 11) / 0x1p53
        }
    }

    /// In about 95 of 100 samples the interval of R² holds the drop of all rows.
    @Test func theIntervalOfR2HoldsTheDrop() throws {
        var random = Random()
        func noise() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + random.next() } }
        var (held, told) = (0, 0)
        for _ in 0..<400 {
            let truth = (0..<200).map { _ in noise() }
            // Errors of variance 0.25 and 0.29: of a spread of 1, R² is 0.04 lower.
            let before = truth.map { $0 + 0.5 * noise() }
            let after = before.map { $0 + 0.2 * noise() }
            let drop = try PairedDrop(.numbers(truth), .numbers(before), .numbers(after))
            let interval = try #require(drop.interval)
            held += interval.contains(0.04) ? 1 : 0
            told += interval.lowerBound > 0 ? 1 : 0
            #expect(interval.contains(drop.drop))
        }
        #expect(held > 360 && held < 400)
        #expect(told > 100)
    }

    @Test func whatNobodyCanSayHasNoInterval() throws {
        let constant = try PairedDrop(.numbers([2, 2]), .numbers([2, 2]), .numbers([2, 3]))
        #expect(constant.interval == nil && constant.drop == 1)
        let one = try PairedDrop(.numbers([2]), .numbers([2]), .numbers([3]))
        #expect(one.interval == nil && one.drop.isNaN)
        let huge = try PairedDrop(.numbers([1e200, -1e200]), .numbers([1e200, -1e200]), .numbers([1e200, 0]))
        #expect(huge.interval == nil && abs(huge.drop - 0.5) < 1e-9)
        #expect(throws: (any Error).self) { try PairedDrop(.numbers([2]), .probabilities([1]), .numbers([3])) }
    }
}
