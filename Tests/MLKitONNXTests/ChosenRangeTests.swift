import Foundation
import Testing

@testable import MLKitONNX

/// Which ranges of a histogram are chosen, to a bin.
@Suite struct ChosenRangeTests {
    /// Of a hundred values one to a bin: the smallest and the largest far away, those between from 0 to 97.
    private var hundred: ValueHistogram {
        var histogram = ValueHistogram()
        histogram.add([-2048, 2048] + (0..<98).map { Float($0) })
        return histogram
    }

    /// Half of what is not kept is cut off at each end, as far as whole bins go.
    @Test(arguments: [
        (100, -2048, 2048), (99, -2048, 2048), (98.01, -2048, 2048), (98, 0, 98), (97, 0, 98), (96, 1, 97), (95, 1, 97), (94, 2, 96),
        (2, 48, 50),
    ] as [(Double, Float, Float)])
    func aShareIsKept(percent: Double, low: Float, high: Float) throws {
        #expect(hundred.reach == 2048 && hundred.count == 100 && hundred.zeros == 1)
        #expect(hundred.range(keeping: percent) == low...high)
    }

    /// All of the values in one bin, or none.
    @Test func allMayBeCutOff() {
        var histogram = ValueHistogram()
        #expect(histogram.range(keeping: 50) == nil)
        histogram.add([4, 4, 4])
        #expect(histogram.range(keeping: 1) == 4...4 && histogram.range(keeping: 100) == 4...4)
    }

    /// The end of a range is taken to the nearest bin: to the bin before it, many values right below the end would cost next to nothing.
    @Test func anEndIsTakenToTheNearestBin() throws {
        var histogram = ValueHistogram()
        histogram.add([Float](repeating: 1515.5 / 2048, count: 90_000) + [1])
        let chosen = try #require(histogram.rangeOfLeastSquaredError())
        #expect(abs(chosen.upperBound - 0.9) < 1e-6, "\(chosen)")
    }

    /// An end at zero stays there, and the other is brought in as far as it pays.
    @Test func oneSidedRangesStayOneSided() throws {
        for sign in [-1, 1] as [Float] {
            var histogram = ValueHistogram()
            histogram.add((0..<2000).map { sign * Float($0 % 100) / 100 } + [sign * 2])
            let chosen = try #require(histogram.rangeOfLeastSquaredError())
            let (near, far) = sign > 0 ? (chosen.lowerBound, chosen.upperBound) : (chosen.upperBound, -chosen.lowerBound)
            #expect(near == 0 && far > 1 && far <= 2, "\(chosen)")
            let told = try #require(histogram.rangeOfLeastDivergence())
            #expect(sign > 0 ? told.lowerBound == 0 : told.upperBound == 0, "\(told)")
        }
    }

    /// By hand: two bins to a step, of which one has a value and is told as it is, two share theirs, and what is beyond counts to the ends.
    @Test func whatBytesDoNotTell() {
        #expect(EntropyLoss.divergence([0, 0, 4, 0, 0, 0, 4, 0], 0..<8, steps: 4) == 0)
        let uneven = EntropyLoss.divergence([3, 1, 2, 2], 0..<4, steps: 2)
        let expected = 0.375 * log(0.375 / 0.25) + 0.125 * log(0.125 / 0.25)
        #expect(abs(uneven - expected) < 1e-12)
        // Half of the values are outside, to the left and to the right.
        let cut = EntropyLoss.divergence([1, 2, 2, 1], 1..<3, steps: 2)
        #expect(abs(cut) < 1e-12)
        let left = EntropyLoss.divergence([2, 1, 1, 0], 1..<3, steps: 2)
        #expect(abs(left - (0.75 * log(0.75 / 0.5) + 0.25 * log(0.25 / 0.5))) < 1e-12)
        // An outermost bin is filled by what is outside alone.
        let outside = EntropyLoss.divergence([4, 0, 4, 0], 1..<3, steps: 1)
        #expect(abs(outside) < 1e-12)
        #expect(EntropyLoss.divergence([1, 0, 0, 1], 1..<3, steps: 2) == .infinity)
    }
}
