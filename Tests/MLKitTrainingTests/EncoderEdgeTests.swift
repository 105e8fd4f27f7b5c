import MLKitEvaluation
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// What decides between two inputs of a model, and numbers that are drawn.
@Suite struct EncoderEdgeTests {
    private func encoder(
        _ values: [String?], _ impute: FeatureConfiguration.CategoricalImputation, minimumCount: Int = 1
    ) -> CategoricalEncoder {
        CategoricalEncoder(
            fitting: Training.texts(values), name: "c", to: .init(impute: impute, minimumCount: minimumCount))
    }

    private func row(_ encoder: CategoricalEncoder, _ value: String?) -> [Float] {
        var output = [Float](repeating: 0, count: encoder.width)
        encoder.encode(Training.texts([value]), into: &output, start: 0, stride: encoder.width)
        return output
    }

    /// Of two that are equally frequent the first counts; one that is too rare stands among the others.
    @Test func theMostFrequentIsOne() {
        let even = encoder(["b", "a"], .mostFrequent)
        #expect(even.featureNames == ["c=a", "c=b"] && row(even, nil) == [1, 0])
        let rare = encoder(["b", "a", nil], .mostFrequent, minimumCount: 2)
        #expect(rare.featureNames == ["c other"] && row(rare, nil) == [1] && row(rare, "a") == [1])
        let mixed = encoder(["x", "b", "b", "c", "c", "c"], .mostFrequent, minimumCount: 2)
        #expect(mixed.featureNames == ["c=b", "c=c", "c other"] && row(mixed, nil) == [0, 1, 0] && row(mixed, "x") == [0, 0, 1])
    }

    @Test func whatIsMissingIsACategoryIfTrainingSawIt() {
        let never = encoder(["a", "a"], .category)
        #expect(never.featureNames == ["c=a"] && row(never, nil) == [0] && row(never, "x") == [0])
        let often = encoder(["a", "a", "x", nil, ""], .category, minimumCount: 2)
        #expect(often.featureNames == ["c=a", "c missing", "c other"])
        #expect(row(often, nil) == [0, 1, 0] && row(often, "") == [0, 1, 0] && row(often, "new") == [0, 0, 1])
        let once = encoder(["a", "a", nil], .category, minimumCount: 2)
        #expect(once.featureNames == ["c=a", "c other"] && row(once, nil) == [0, 1] && row(once, "new") == [0, 1])
    }

    /// A spread of ten roundings is none.
    @Test func aSpreadIsMoreThanRounding() {
        for (roundings, isSpread) in [(0.0, false), (10, false), (11, true)] {
            let high = 1 + roundings * Double.ulpOfOne
            let fitted = NumericEncoder(fitting: [1, high], name: "n", to: .init(impute: .median, scale: .minmax))
            #expect(fitted.scale == (isSpread ? high - 1 : 1) && fitted.offset == 1)
        }
        let plain = NumericEncoder(fitting: [3, 5, .nan], name: "n", to: .init(impute: .zero, scale: .none))
        #expect(plain.offset == 0 && plain.scale == 1 && plain.encode(5) == 5 && plain.encode(.nan) == 0)
    }

    /// The numbers of SplitMix64, as other implementations give them.
    @Test func randomNumbersAreThoseOfSplitMix() {
        var random = RandomSource(seed: 1_234_567)
        let first: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ]
        let found = first.map { _ in random.next() }
        #expect(found == first)
        var units = RandomSource(seed: 1_234_567)
        let drawn = [units.unit(), units.unit()]
        #expect(drawn == [0.3500795420214081, 0.17364409667091263])
        var places = RandomSource(seed: 7)
        let indices = (0..<8).map { _ in places.index(below: 10) }
        #expect(indices == [3, 0, 9, 5, 4, 2, 4, 3])
        var shuffled = Array(0..<8)
        var shuffling = RandomSource(seed: 7)
        shuffling.shuffle(&shuffled)
        #expect(shuffled == [7, 4, 6, 1, 2, 5, 0, 3])
        var one = [4]
        shuffling.shuffle(&one)
        #expect(one == [4])
    }
}
