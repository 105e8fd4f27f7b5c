import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitEvaluation

/// What metrics of all rows to come are between. Expected values are statsmodels 0.15's for shares, and scipy 1.17's bootstrap with
/// 20,000 samples for all else.
@Suite struct IntervalTests {
    /// Rows by formulas, so that other programs can have the same.
    private static let rows = Array(0..<200)
    private static let truth = rows.map { ($0 * 7) % 10 < 4 ? 1 : 0 }
    private static let positive = rows.map { row in
        min(max(Double((row * 37) % 101) / 101 * 0.6 + Double(truth[row]) * 0.3 + 0.03, 0), 1)
    }
    private static let probabilities = positive.flatMap { [1 - $0, $0] }
    private static let numbers = rows.map { Double($0) * 0.5 }
    private static let predicted = rows.map { Double($0) * 0.5 + Double(($0 * 53) % 29 - 14) * 0.7 }
    private static let truth3 = rows.map { ($0 * 11) % 3 }
    private static let probabilities3 = rows.flatMap { row -> [Double] in
        let shares = [(17, 23), (29, 31), (5, 19)].enumerated().map { place, numbers in
            Double((row * numbers.0) % numbers.1) / Double(numbers.1) + (truth3[row] == place ? 0.5 : 0)
        }
        return shares.map { $0 / shares.reduce(0, +) }
    }

    @Test(arguments: [
        (0, 10, 0.95, 0.0, 0.2775327998628892), (10, 10, 0.95, 0.7224672001371107, 1),
        (37, 40, 0.95, 0.8013576647568946, 0.9741639742254119),
        (1, 3, 0.9, 0.07826572633372836, 0.746466131718776), (870, 1000, 0.99, 0.8401494438087246, 0.8949730941627544),
    ])
    func sharesHaveWilsonsInterval(part: Int, whole: Int, level: Double, lower: Double, upper: Double) throws {
        let found = try #require(ShareInterval.wilson(part, of: whole, level: level))
        #expect(abs(found.lowerBound - lower) < 1e-12 && abs(found.upperBound - upper) < 1e-12, "\(found)")
        #expect(ShareInterval.wilson(0, of: 0, level: level) == nil)
    }

    private func intervals(
        _ truth: TargetValues, _ predictions: Predictor.Predictions, _ metrics: [Metric], resamples: Int = 4000
    ) throws -> MetricIntervals {
        IntervalMeasuring(truth, .init(resamples: resamples)).find(metrics, predictions, try Scores(truth, predictions)).intervals
    }

    /// Ends of two bootstraps are apart by chance, by less than a twentieth of the interval here.
    private func expect(_ found: Interval?, _ lower: Double, _ upper: Double) throws {
        let found = try #require(found)
        let room = (upper - lower) / 20
        #expect(abs(found.lower - lower) < room && abs(found.upper - upper) < room, "\(found), not \(lower) to \(upper)")
    }

    @Test func twoClasses() throws {
        let truth = TargetValues.classes(indices: Self.truth, classes: ["no", "yes"])
        let found = try intervals(truth, .probabilities(Self.probabilities), Metric.fitting(.binary))
        try expect(found[.rocAUC], 0.8532263781842666, 0.9350005534960355)
        try expect(found[.logLoss], 0.400464084060763, 0.4765565766475506)
        try expect(found[.f1], 0.6490066225165563, 0.8048780487804879)
        let precision = try #require(found[.precision])
        #expect(abs(precision.lower - 0.6228457676019474) < 1e-12 && abs(precision.upper - 0.8132617736202827) < 1e-12)
        #expect(found[.accuracy] == Interval(ShareInterval.wilson(157, of: 200, level: 0.95)))
        #expect(found[.recall] == Interval(ShareInterval.wilson(59, of: 80, level: 0.95)))
    }

    @Test func anyNumberOfThreadsFindsTheSame() throws {
        let truth = TargetValues.classes(indices: Self.truth3, classes: ["a", "b", "c"])
        let predictions = Predictor.Predictions.probabilities(Self.probabilities3)
        let scores = try Scores(truth, predictions)
        let found = [1, 2, 3, 16].map { threads in
            // 800,000 weights: enough for four threads.
            let measuring = IntervalMeasuring(truth, .init(resamples: 4000), threads: threads)
            let found = measuring.find(Metric.fitting(.multiclass), predictions, scores)
            return (found.intervals, measuring.classes(predictions, scores), found.samples.mapValues(\.values))
        }
        #expect(found[0].2[.rocAUC]?.count == 4000 && found[0].2[.logLoss]?.allSatisfy(\.isFinite) == true)
        for other in found.dropFirst() {
            #expect(other.0 == found[0].0 && other.1 == found[0].1 && other.2 == found[0].2)
        }
    }

    @Test func threeClasses() throws {
        let truth = TargetValues.classes(indices: Self.truth3, classes: ["a", "b", "c"])
        let predictions = Predictor.Predictions.probabilities(Self.probabilities3)
        let found = try intervals(truth, predictions, [.f1, .rocAUC, .precision])
        try expect(found[.f1], 0.7199174696395231, 0.8348396471928642)
        try expect(found[.rocAUC], 0.9073837596304544, 0.9510894108290946)
        #expect(found[.precision] != nil)
        let scores = try Scores(truth, predictions)
        let classes = IntervalMeasuring(truth, .init()).classes(predictions, scores)
        let confusion = try #require(scores.confusion)
        #expect(classes.count == 3)
        for (index, found) in classes.enumerated() {
            #expect(
                found[.recall]
                    == Interval(ShareInterval.wilson(confusion.counts[index][index], of: confusion.support[index], level: 0.95)))
            let f1 = try #require(found[.f1])
            #expect(f1.lower < confusion.f1(of: index) && confusion.f1(of: index) < f1.upper)
        }
    }

    @Test(arguments: [1, 1e170]) func numbersOfAnySize(unit: Double) throws {
        let truth = TargetValues.numbers(Self.numbers.map { $0 * unit })
        let found = try intervals(truth, .numbers(Self.predicted.map { $0 * unit }), Metric.fitting(.regression))
        try expect(found[.rmse].map { Interval(lower: $0.lower / unit, upper: $0.upper / unit) }, 5.511799955440685, 6.236490298962998)
        try expect(found[.mae].map { Interval(lower: $0.lower / unit, upper: $0.upper / unit) }, 4.69, 5.509)
        try expect(found[.r2], 0.9503665235563983, 0.9649453147230123)
    }

    /// Every row once is the metric itself.
    @Test func withEveryRowOnceTheMetricIsWhatItIs() throws {
        let cases: [(TargetValues, Predictor.Predictions)] = [
            (.classes(indices: Self.truth, classes: ["no", "yes"]), .probabilities(Self.probabilities)),
            (.classes(indices: Self.truth3, classes: ["a", "b", "c"]), .probabilities(Self.probabilities3)),
            (.numbers(Self.numbers), .numbers(Self.predicted)),
        ]
        for (truth, predictions) in cases {
            let (scores, all) = (try Scores(truth, predictions), Resamples(of: 200, wanted: 1))
            for (metric, value) in scores.values.all {
                let weighted = try #require(WeightedMetric(metric, truth, predictions), "\(metric)")
                #expect(abs(all.whole(weighted.value) - value) < 1e-12, "\(metric)")
            }
            let other: Metric = scores.confusion == nil ? .accuracy : .rmse
            #expect(WeightedMetric(other, truth, predictions) == nil)
        }
        #expect(WeightedMetric(.rmse, .numbers([1]), .probabilities([1, 0])) == nil)
    }

    /// As often as a row was drawn it counts: a metric under weights is that of the rows repeated.
    @Test func aRowThatIsDrawnTwiceCountsTwice() throws {
        let weights = (0..<200).map { UInt8(($0 * 13) % 4) }
        let repeated = weights.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) }
        let truth = TargetValues.classes(indices: Self.truth3, classes: ["a", "b", "c"])
        let predictions = Predictor.Predictions.probabilities(Self.probabilities3)
        let scores = try Scores(truth.rows(repeated), predictions.rows(repeated, of: 200))
        for (metric, value) in scores.values.all {
            let weighted = try #require(WeightedMetric(metric, truth, predictions))
            #expect(abs(weights.withUnsafeBufferPointer(weighted.value) - value) < 1e-12, "\(metric)")
        }
        let (numbers, answers) = (TargetValues.numbers(Self.numbers), Predictor.Predictions.numbers(Self.predicted))
        for (metric, value) in try Scores(numbers.rows(repeated), answers.rows(repeated, of: 200)).values.all {
            let weighted = try #require(WeightedMetric(metric, numbers, answers))
            #expect(abs(weights.withUnsafeBufferPointer(weighted.value) - value) < 1e-9, "\(metric)")
        }
    }

    @Test func samplesAreBoundedAndTheSameEachTime() {
        for (rows, samples) in [(1, 1000), (3000, 1000), (3001, 999), (8000, 375), (8001, 375), (1_000_000, 375)] {
            let drawn = Resamples(of: rows)
            #expect(drawn.count == samples && drawn.rows.count == min(rows, 8000), "\(rows)")
            #expect(drawn.isWhole == (rows <= 8000))
        }
        let (one, other) = (Resamples(of: 9000, wanted: 3), Resamples(of: 9000, wanted: 3))
        #expect(one.rows == other.rows && Set(one.rows).count == 8000 && one.rows == one.rows.sorted())
        let sum: @Sendable (UnsafeBufferPointer<UInt8>) -> Double = { $0.reduce(0) { $0 + Double($1) } }
        #expect(one.values(sum) == [8000, 8000, 8000])
        let first: @Sendable (UnsafeBufferPointer<UInt8>) -> Double = { $0.prefix(100).reduce(0) { $0 + Double($1) } }
        #expect(one.values(first) == other.values(first) && Set(one.values(first)).count > 1)
        #expect(Resamples(of: 9000, wanted: 3, seed: 1).values(first) != one.values(first))
    }

    /// Of many rows some are drawn from: the interval is as narrow as that of all.
    @Test func manyRowsHaveNarrowIntervals() throws {
        let rows = 80_000
        let numbers = (0..<rows).map { Double(($0 * 7919) % 1000) }
        let errors = (0..<rows).map { Double(($0 * 104_729) % 2001 - 1000) / 1000 }
        let found = try intervals(.numbers(numbers), .numbers(zip(numbers, errors).map { $0 + $1 }), [.mae], resamples: 1000)
        // The mean of numbers spread evenly over 0 to 1 has the standard error 1 / √(12 n).
        let reach = 1.959964 / (12 * Double(rows)).squareRoot()
        let middle = errors.reduce(0) { $0 + abs($1) } / Double(rows)
        try expect(found[.mae], middle - reach, middle + reach)
    }

    @Test func whatCannotBeSaidIsLeftOut() throws {
        let few = TargetValues.numbers(Array(Self.numbers.prefix(9)))
        #expect(try intervals(few, .numbers(Array(Self.predicted.prefix(9))), [.rmse]).isEmpty)
        let ten = TargetValues.numbers(Array(Self.numbers.prefix(10)))
        #expect(try intervals(ten, .numbers(Array(Self.predicted.prefix(10))), [.rmse])[.rmse] != nil)
        // One class alone has no ROC curve, and a class that nothing is taken for no precision.
        let one = TargetValues.classes(indices: [Int](repeating: 0, count: 50), classes: ["no", "yes"])
        let found = try intervals(one, .probabilities((0..<50).flatMap { _ in [0.9, 0.1] }), Metric.fitting(.binary))
        #expect(found[.rocAUC] == nil && found[.precision] == nil && found[.recall] == nil && found[.accuracy] != nil)
    }

    /// Two digits that matter, the nearest ones, below 1 and above.
    @Test(arguments: [(0.0157, 0.016), (0.0154, 0.015), (157, 160), (154, 150), (1.57, 1.6), (0.995, 1)])
    func drawnNumbersAreRounded(number: Double, rounded: Double) {
        var random = RandomSource(seed: 1)
        #expect(random.number(from: number, to: number) == rounded)
    }
}
