import Testing

@testable import MLKitTables

/// How far two samples are apart, and how likely that is. Expected values are scipy 1.17's.
@Suite struct ComparingTests {
    private static let a = [1, 2, 2, 3, 5, 8, 13, 21.5]
    private static let b = [0.0, 2, 4, 4, 9, 10, 30]

    private func isClose(_ value: Double, _ expected: Double) -> Bool { abs(value - expected) <= 1e-12 * max(abs(expected), 1e-6) }

    @Test func distancesOfNumbers() {
        #expect(isClose(NumberDistance.kolmogorovSmirnov(Self.a, Self.b), 0.21428571428571427))
        #expect(isClose(NumberDistance.kolmogorovSmirnov(Self.b, Self.a), 0.21428571428571427))
        #expect(isClose(NumberDistance.wasserstein(Self.a, Self.b), 2.5982142857142865)
            && isClose(NumberDistance.wasserstein(Self.b, Self.a), 2.5982142857142865))
        #expect(isClose(NumberDistance.deviation(Self.a), 6.6447230002461355))
        #expect(NumberDistance.kolmogorovSmirnov(Self.a, Self.a) == 0 && NumberDistance.wasserstein(Self.a, Self.a) == 0
            && NumberDistance.deviation([3, 3]) == 0)
        #expect(NumberDistance.kolmogorovSmirnov([1], [2]) == 1 && NumberDistance.wasserstein([1], [2.5]) == 1.5)
        #expect(NumberDistance.kolmogorovSmirnov([1, 2], [2, 2, 3]) == 0.5)
    }

    /// `ks_2samp` with `method="exact"`.
    @Test(arguments: [
        (12.0 / 56, 8, 7, 0.9701631701631702), (0.375, 8, 7, 0.5076923076923078), (0.875, 8, 7, 0.0024864024864024864),
        (1, 8, 7, 0.00031080031080031075),
        (0.35, 20, 30, 0.08926848744392459), (0.2, 5, 5, 1), (0.4, 5, 5, 0.873015873015873), (0.15, 100, 150, 0.12530009931299402),
        (0, 3, 4, 1),
    ] as [(Double, Int, Int, Double)])
    func chancesOfFewNumbersAreExact(statistic: Double, m: Int, n: Int, chance: Double) {
        #expect(abs(KolmogorovSmirnov.chance(statistic, m, n) - chance) < 1e-10 * chance)
        #expect(abs(KolmogorovSmirnov.chance(statistic, n, m) - chance) < 1e-10 * chance)
    }

    /// `kstwobign.sf`.
    @Test(arguments: [
        (0.1, 1.0), (0.2, 1), (0.25, 0.9999999731761899), (0.5, 0.9639452436648751), (0.9, 0.3927307079406543), (1, 0.26999967167735456),
        (1.2, 0.11224966667072497), (1.36, 0.049485876755377876), (2, 0.0006709252557796953),
    ])
    func chancesOfManyNumbers(x: Double, chance: Double) {
        // Together as many as one sample of 5,000.
        #expect(abs(KolmogorovSmirnov.chance(x / 5000.0.squareRoot(), 10_000, 10_000) - chance) < 1e-11)
    }

    /// `gammaincc`.
    @Test(arguments: [
        (0.5, 0.25, 0.47950012218695337), (0.5, 1.5, 0.08326451666355042), (0.5, 1.499, 0.08336737210895452), (1, 1, 0.36787944117144245),
        (1, 2, 0.1353352832366127),
        (1, 2.0001, 0.13532175038494285), (2.5, 3.5, 0.22064030793671066), (2.5, 3.49, 0.2221319881312896), (10, 5, 0.9681719426937951),
        (10, 11, 0.3405106424656608), (10, 30, 7.121750862815593e-06), (100, 90, 0.84177901081357), (100, 130, 0.002750408367306518),
        (0.5, 40, 3.744097384202887e-19), (1, 0.001, 0.999000499833375), (3, 0, 1),
    ])
    func incompleteGamma(a: Double, x: Double, expected: Double) {
        #expect(abs(GammaFunction.upper(a, x) - expected) <= 1e-12 * expected)
    }

    @Test func distancesOfCounts() {
        let distance = CountDistance(from: [10, 0, 5, 25], to: [8, 4, 5, 3])
        #expect(isClose(distance.largest, 0.475) && isClose(distance.jensenShannon, 0.4084983401989791)
            && isClose(distance.chance, 0.000815954435306373))
        #expect(isClose(distance.stabilityIndex, 2.3544446125483853))
        // A bin that neither has is none.
        let gaps = CountDistance(from: [10, 0, 5, 25], to: [8, 0, 5, 3])
        #expect(isClose(gaps.chance, 0.011990853704381943))
        let same = CountDistance(from: [3, 1], to: [30, 10])
        #expect(same.largest == 0 && same.jensenShannon == 0 && same.chance == 1 && same.stabilityIndex == 0)
        #expect(CountDistance(from: [5, 0], to: [7, 0]).chance == 1)
    }

    @Test func aNumberThatIsAnEdgeIsAbove() {
        let bins = NumberBins(edges: [1, 2])
        #expect(bins.counts([0, 0.5, 1, 1.5, 2, 2, 3]) == [2, 2, 3] && bins.counts([]) == [0, 0, 0]
            && NumberBins(edges: []).counts([1, 2]) == [2])
        #expect(NumberBins(4, from: 0, to: 8).edges == [2, 4, 6] && NumberBins(1, from: 0, to: 8).edges.isEmpty
            && NumberBins(4, from: 8, to: 8).edges.isEmpty)
        #expect(NumberBins(2, from: 0, to: 8).edges == [4])
        // Sturges: 8 numbers take 4 bins, 9 take 5.
        #expect(NumberBins(ofOneWidth: [0, 1, 2, 3], [4, 5, 6, 8]).edges == [2, 4, 6])
        #expect(NumberBins(ofOneWidth: [0, 1, 2, 3, 4], [5, 6, 7, 10]).edges == [2, 4, 6, 8])
        #expect(NumberBins(ofOneWidth: [4, 8], [0]).edges.first == 8.0 / 3 && NumberBins(ofOneWidth: [], []).edges.isEmpty)
        #expect(NumberBins(tenthsOf: (0...10).map(Double.init)).edges == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(NumberBins(tenthsOf: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]).edges == [0])
    }

    /// Up to a thousand rows of the smaller table chance is ruled out, beyond it size decides.
    @Test func theTestGoesByTheRows() {
        #expect(NumberTest.usual(rows: 1000) == .kolmogorovSmirnov && NumberTest.usual(rows: 1001) == .wasserstein)
        #expect(CategoryTest.usual(rows: 1000) == .chiSquared && CategoryTest.usual(rows: 1001) == .jensenShannon)
        #expect(NumberTest.allCases.map(\.limit) == [0.1, 0.1, 0.2, 0.1, 0.1] && CategoryTest.allCases.map(\.limit) == [0.1, 0.2, 0.1, 0.1])
        #expect(NumberTest.allCases.filter(\.isOfSignificance) == [.kolmogorovSmirnov]
            && CategoryTest.allCases.filter(\.isOfSignificance) == [.chiSquared])
    }
}
