import MLKitReports
import Testing

@testable import MLKitTables

/// What a column's values come to. Expected values are pandas' and scipy's.
@Suite struct ColumnFigureTests {
    private func isClose(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) <= 1e-12 * max(abs(expected), 1) }

    @Test func correlations() {
        #expect(isClose(Correlation.pearson([1, 2, 3, 4, 5, 6, 7], [2, 1, 4, 3, 7, 5, 6]), 0.8214285714285715))
        #expect(isClose(Correlation.spearman([1, 2, 3, 4, 5, 6, 7], [1, 1, 2, 2, 2, 9, 9]), 0.9449111825230683))
        #expect(Correlation.ranks([1, 1, 2, 2, 2, 9, 9]) == [1.5, 1.5, 4, 4, 4, 6.5, 6.5] && Correlation.ranks([3, 1, 2]) == [3, 1, 2]
            && Correlation.ranks([]).isEmpty)
        #expect(Correlation.pearson([1, 2], [5, 5]).isNaN && Correlation.pearson([5, 5], [1, 2]).isNaN)
        #expect(isClose(Correlation.pearson([1, 2], [3, 4]), 1) && isClose(Correlation.pearson([1, 2], [4, 3]), -1))
    }

    @Test func valuesThatComeTogether() {
        let pairs: [(Int, Int)] = [
            (0, 0), (0, 0), (0, 0), (0, 0), (0, 1), (1, 0), (1, 0), (1, 1), (1, 1), (1, 1), (1, 2), (2, 1), (2, 2), (2, 2), (2, 2),
            (2, 2), (2, 2),
        ]
        let table = ContingencyTable(pairs.map(\.0), pairs.map(\.1))
        #expect(isClose(table.cramersV, 0.6082762530298219) && isClose(table.mutualInformation, 0.4319128645244491))
        #expect(ContingencyTable([0, 0], [0, 1]).cramersV.isNaN && ContingencyTable([0, 0], [0, 1]).mutualInformation == 0)
        #expect(isClose(ContingencyTable([0, 1, 0, 1], [0, 1, 0, 1]).cramersV, 1) && ContingencyTable([], []).cramersV.isNaN)
        // A place that no row has is no value.
        #expect(ContingencyTable([0, 0], [0, 2]).cramersV.isNaN && isClose(ContingencyTable([0, 2], [0, 2]).cramersV, 1))
    }

    private func described(_ numbers: [Double]) -> DataReport.Distribution {
        var column = DataReport.Distribution(name: "a")
        NumberDistribution(numbers).describe(&column)
        return column
    }

    @Test func distributions() throws {
        let column = described([8, 1, 2, .nan, 2, 3, 5, 13, 40, .infinity])
        let (skewness, kurtosis) = (try #require(column.skewness), try #require(column.kurtosis))
        #expect(isClose(skewness, 2.3572137870753345) && isClose(kurtosis, 5.82488500426771))
        #expect(column.quantiles?.map(\.share) == [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99])
        let values = column.quantiles?.map(\.value) ?? []
        #expect(zip(values, [1.07, 1.35, 1.7, 2, 4, 9.25, 21.1, 30.55, 38.11]).allSatisfy { isClose($0, $1) }, "\(values)")
        // Fences at 2 - 10.875 and 9.25 + 10.875.
        #expect(column.outliers == 1 && column.zeros == 0)
        #expect(column.edges?.count == 21 && column.edges?.first == 1 && column.edges?.last == 40 && column.counts?.reduce(0, +) == 8)
        #expect(column.counts?.first == 3 && column.counts?.last == 1)
    }

    /// A number on a fence is no outlier: quartiles 1 and 3, fences -2 and 6.
    @Test func fencesAreWithin() {
        #expect(described([-2, 1, 2, 3, 6]).outliers == 0 && described([-2.1, 1, 2, 3, 6]).outliers == 1
            && described([-2, 1, 2, 3, 6.1]).outliers == 1)
        #expect(described([0, 0, -0.0, 1]).zeros == 3)
    }

    @Test func fewNumbersHaveNoShape() {
        let (three, four) = (described([1, 2, 4]), described([1, 2, 4, 9]))
        #expect(isClose(three.skewness ?? .nan, 0.9352195295828246) && three.kurtosis?.isNaN == true)
        #expect(isClose(four.kurtosis ?? .nan, 1.5) && isClose(four.skewness ?? .nan, 1.3309377322476703))
        #expect(described([1, 2]).skewness?.isNaN == true && described([5, 5, 5, 5]).skewness?.isNaN == true
            && described([5, 5, 5, 5]).kurtosis?.isNaN == true)
        let same = described([5, 5, 5])
        #expect(same.edges == [5, 5] && same.counts == [3])
        let none = described([.nan])
        #expect(none.edges == [] && none.counts == [] && none.quantiles?.isEmpty == true && none.outliers == 0 && none.zeros == 0)
        let wide = described([-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude])
        #expect(wide.edges == [-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude] && wide.counts == [2])
    }

    private func summary(_ pieces: [[Double]], limit: Int = 100, sampleLimit: Int = 16) -> NumberSummary {
        var summary = NumberSummary(limit: limit, sampleLimit: sampleLimit)
        for piece in pieces { piece.withUnsafeBufferPointer { summary.add($0) } }
        return summary
    }

    @Test func figuresArePiecedTogether() {
        let numbers = [3.0, -1, 0, 0, 4, 4, 10, -0.0]
        for size in 1...8 {
            let pieces = stride(from: 0, to: 8, by: size).map { Array(numbers[$0..<min($0 + size, 8)]) }
            let found = summary(pieces + [[]])
            #expect(found.count == 8 && found.zeros == 3 && found.minimum == -1 && found.maximum == 10 && found.distinct.count == 5)
            #expect(isClose(found.mean, 2.5) && isClose(found.deviation, (92.0 / 7).squareRoot()))
            #expect(found.sample == numbers && found.isWhole && !found.isIncreasing)
        }
        #expect(summary([[1]]).deviation.isNaN && summary([[1, 1]]).deviation == 0 && summary([]).count == 0)
        #expect(summary([[1, 1], [1, 2]]).isIncreasing && !summary([[1, 2], [1.5]]).isIncreasing)
    }

    /// Every second, fourth, eighth number is kept, from the first on.
    @Test func aSampleIsSpreadEvenly() {
        for (count, stride) in [(16, 1), (17, 2), (32, 2), (33, 4), (64, 4), (65, 8)] {
            for size in [1, 5, 100] {
                let numbers = (0..<count).map(Double.init)
                let found = summary(Swift.stride(from: 0, to: count, by: size).map { Array(numbers[$0..<min($0 + size, count)]) })
                #expect(found.stride == stride && found.isWhole == (stride == 1), "\(count)")
                #expect(found.sample == numbers.filter { Int($0) % stride == 0 }, "\(count)")
            }
        }
        var least = NumberSummary(limit: 1, sampleLimit: 3)
        (0..<16).map(Double.init).withUnsafeBufferPointer { least.add($0) }
        #expect(least.isWhole)
    }

    @Test func wholeNumbersAreToldApartByAllDigits() {
        var summary = NumberSummary(limit: 10, sampleLimit: 16)
        summary.add(wholes: [1 << 53, 1 << 53 + 1, 0])
        #expect(summary.distinct.count == 3 && summary.count == 3 && summary.zeros == 1)
    }

    @Test func differentValuesAreCountedExactlyUpToALimit() {
        var counter = DistinctCounter(limit: 100)
        for _ in 0..<2 { for value in 0...100 { counter.insert(UInt64(value) << 32) } }
        #expect(counter.isExact && counter.count == 101 && Set(counter.values) == Set((0...100).map { UInt64($0) << 32 }))
        counter.insert(7)
        #expect(!counter.isExact && abs(counter.count - 102) <= 2)
        var none = DistinctCounter(limit: 0)
        #expect(none.count == 0 && none.isExact && none.values.isEmpty)
        none.insert(1)
        #expect(!none.isExact && none.count == 1)
        none.insert(1)
        #expect(none.count == 1)
    }

    /// 994.59, 4979.53, 19883.98 and 50911.59 by the formula.
    @Test(arguments: [(1000, 995), (5000, 4980), (20_000, 19_884), (50_000, 50_912)])
    func estimatesAreRounded(count: Int, estimate: Int) {
        var counter = DistinctCounter(limit: 10)
        for value in 1...count { counter.insert(UInt64(value)) }
        #expect(counter.count == estimate)
    }

    /// Four standard errors of 0.8 %, in both of its ranges.
    @Test(arguments: [1000, 20_000, 41_000, 300_000])
    func manyValuesAreCountedNearly(count: Int) {
        var counter = DistinctCounter(limit: 10)
        for value in 1...count { counter.insert(UInt64(value)) }
        for value in 1...count { counter.insert(UInt64(value)) }
        #expect(abs(Double(counter.count) - Double(count)) < 0.033 * Double(count), "\(counter.count)")
    }
}
