import MLKitCore
import MLKitEvaluation
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct FeatureEncoderTests {
    private func numeric(
        _ values: [Double], _ impute: FeatureConfiguration.Imputation, _ scale: FeatureConfiguration.Scaling
    ) -> NumericEncoder {
        NumericEncoder(fitting: values, name: "n", to: .init(impute: impute, scale: scale))
    }

    private func categorical(
        _ values: [String?], _ impute: FeatureConfiguration.CategoricalImputation, minimumCount: Int = 1
    ) -> CategoricalEncoder {
        CategoricalEncoder(
            fitting: Training.texts(values), name: "c", to: .init(impute: impute, minimumCount: minimumCount))
    }

    private func rows(_ encoder: CategoricalEncoder, _ values: [String?]) -> [[Float]] {
        var output = [Float](repeating: 0, count: values.count * encoder.width)
        encoder.encode(Training.texts(values), into: &output, start: 0, stride: encoder.width)
        return values.indices.map { Array(output[($0 * encoder.width)..<(($0 + 1) * encoder.width)]) }
    }

    @Test func missingNumbersAreFilledIn() {
        let values = [1, 2, 4, 9, .nan]
        #expect(numeric(values, .median, .none).encode(.nan) == 3)
        #expect(numeric([5, 1, 2], .median, .none).encode(.nan) == 2)
        #expect(numeric(values, .mean, .none).encode(.nan) == 4)
        #expect(numeric(values, .zero, .none).encode(.nan) == 0)
    }

    @Test func aNumberOfYourOwnOrTheMostFrequentStandsIn() {
        let values = [4, 4, 2, 2, 9, .nan]
        #expect(numeric(values, .mostFrequent, .none).encode(.nan) == 2)
        var settings = FeatureConfiguration.Numeric(scale: .none)
        settings.fill = -1
        #expect(NumericEncoder(fitting: values, name: "n", to: settings).encode(.nan) == -1)
    }

    /// Tukey's fences and quantiles as NumPy has them, of the training values; what stands in for a missing one is of the clipped.
    @Test func numbersBeyondTheBoundsAreMovedToThem() {
        var settings = FeatureConfiguration.Numeric(impute: .mean, scale: .none)
        settings.clip = .fences
        let fences = NumericEncoder(fitting: [1, 2, 3, 4, 100], name: "n", to: settings)
        #expect((fences.low, fences.high) == (-1, 7) && fences.encode(100) == 7 && fences.encode(-50) == -1 && fences.encode(3) == 3)
        #expect(fences.encode(.nan) == Float(17.0 / 5))
        settings.clip = .quantiles(0.1, 0.9)
        let quantiles = NumericEncoder(fitting: [0, 10, 20, 30, 40], name: "n", to: settings)
        #expect((quantiles.low, quantiles.high) == (4, 36) && quantiles.encode(0) == 4 && quantiles.encode(1e9) == 36)
        #expect(NumericEncoder(fitting: [.nan], name: "n", to: settings).encode(5) == 5)
    }

    @Test func anIndicatorSaysWhereANumberIsMissing() throws {
        let problem = Training.problem(.binary, rows: 100)
        var settings = FeatureConfiguration(categorical: .init(minimumCount: 5))
        (settings.numeric.indicator, settings.numeric.fill) = (true, 0)
        let encoder = try FeatureEncoder(fitting: problem.train, schema: problem.schema, to: settings)
        #expect(encoder.featureNames.prefix(4) == ["x", "y", "y missing", "colour=blue"])
        let matrix = try encoder.encode(problem.train)
        let y = try problem.train.numbers(of: "y")
        #expect(y.indices.allSatisfy { matrix.values[$0 * encoder.width + 2] == (y[$0].isNaN ? 1 : 0) } && y.contains(where: \.isNaN))
    }

    /// The graph answers as the trainer does, which the stage holds it to.
    @Test(arguments: [FeatureConfiguration.Clipping.fences, .quantiles(0.2, 0.7)])
    func theExportedGraphClipsAndTellsWhatIsMissing(clip: FeatureConfiguration.Clipping) throws {
        let settings = FeatureChoices(numeric: .init(impute: .mostFrequent, indicator: true, clip: clip))
        let trained = try Training.train(Training.problem(.regression), Training.linear, features: settings)
        let encoder = try #require(trained.encoder)
        #expect(encoder.numeric.contains(where: \.isClipped) && !encoder.indicated.isEmpty)
        #expect(try #require(trained.report.exportDifference) <= 1e-5)
    }

    @Test func numbersAreScaledAfterImputation() {
        let standard = numeric([1, 3, .nan], .mean, .standard)
        #expect(standard.offset == 2)
        #expect(abs(standard.scale - (2.0 / 3).squareRoot()) < 1e-15)
        let range = numeric([10, 20, 30, .nan], .zero, .minmax)
        #expect([0, 15, 30].map { range.encode($0) } == [0, 0.5, 1])
    }

    @Test(arguments: FeatureConfiguration.Scaling.allCases)
    func constantAndEmptyColumnsAreHarmless(scale: FeatureConfiguration.Scaling) {
        let constant = numeric([0.1, 0.1, 0.1], .median, scale)
        #expect(constant.scale == 1)
        #expect(abs(constant.encode(0.1) - (scale == .none ? 0.1 : 0)) < 1e-9)
        let empty = numeric([.nan, .nan], .median, scale)
        #expect(empty.encode(.nan) == 0)
        #expect(empty.encode(7) == 7)
    }

    @Test func categoriesAreSortedByBytes() {
        let encoder = categorical(["b", "B", "ä", "a"], .mostFrequent)
        #expect(encoder.featureNames == ["c=B", "c=a", "c=b", "c=ä"])
    }

    @Test func mostFrequentStandsInForMissing() {
        let encoder = categorical(["b", "a", "b", nil], .mostFrequent)
        #expect(rows(encoder, ["a", nil, "", "b"]) == [[1, 0], [0, 1], [0, 1], [0, 1]])
    }

    @Test func missingCanBeACategory() {
        let encoder = categorical(["b", "a", nil], .category)
        #expect(encoder.featureNames == ["c=a", "c=b", "c missing"])
        #expect(rows(encoder, ["a", nil]) == [[1, 0, 0], [0, 0, 1]])
    }

    @Test func rareAndUnseenCategoriesShareAColumn() {
        let encoder = categorical(["a", "a", "b", "b", "x", "y"], .mostFrequent, minimumCount: 2)
        #expect(encoder.featureNames == ["c=a", "c=b", "c other"])
        #expect(rows(encoder, ["x", "never", "b"]) == [[0, 0, 1], [0, 0, 1], [0, 1, 0]])
    }

    @Test func rareMissingIsOther() {
        let encoder = categorical(["a", "a", nil], .category, minimumCount: 2)
        #expect(encoder.featureNames == ["c=a", "c other"])
        #expect(rows(encoder, [nil]) == [[0, 1]])
    }

    @Test func unseenCategoriesAreZerosWithoutOther() {
        #expect(rows(categorical(["a", "b"], .mostFrequent), ["never"]) == [[0, 0]])
    }

    @Test func accentsComposedDifferentlyAreDifferentCategories() {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        let column = TextColumn(categories: [composed, decomposed], codes: [0, 1, 0, -1])
        let encoder = CategoricalEncoder(fitting: column, name: "c", to: .init())
        #expect(encoder.categories.map { Array($0.utf8) } == [decomposed, composed].map { Array($0.utf8) })
        var output = [Float](repeating: 0, count: 8)
        encoder.encode(column, into: &output, start: 0, stride: 2)
        #expect(output == [0, 1, 1, 0, 0, 1, 0, 1])
    }

    @Test func aTextColumnWithoutValuesGivesNothing() {
        #expect(categorical([nil, nil, ""], .mostFrequent).width == 0)
        #expect(categorical([nil, nil], .category).featureNames == ["c missing"])
    }

    @Test func matrixIsNumbersThenCategories() throws {
        let problem = Training.problem(.binary, rows: 100)
        let encoder = try FeatureEncoder(
            fitting: problem.train, schema: problem.schema,
            to: .init(numeric: .init(scale: .none), categorical: .init(minimumCount: 5)))
        #expect(
            encoder.featureNames == [
                "x", "y", "colour=blue", "colour=green", "colour=red", "colour other", "flag=false", "flag=true",
            ])
        let matrix = try encoder.encode(problem.train)
        #expect((matrix.rows, matrix.columns, matrix.values.count) == (100, 8, 800))
        let x = try problem.train.numbers(of: "x")
        #expect(matrix.values[8] == Float(x[1]))
        #expect((2..<6).reduce(0) { $0 + matrix.values[$1] } == 1)
    }

    @Test func onlyTheTrainingSplitIsLookedAt() throws {
        let problem = Training.problem(.binary)
        var moved = problem.valid
        moved.columns[0].values = .numeric([Double](repeating: 1e6, count: moved.rowCount))
        let one = try Training.train(problem, .baseline)
        let other = try TrainStage.run(
            configuration: TrainConfiguration(model: ModelChoice(name: "m", Training.Algorithm.baseline.settings), seed: 3),
            schema: problem.schema, train: problem.train, valid: moved, context: Training.context)
        #expect(try #require(one.encoder).numeric == other.encoder?.numeric)
        #expect(try #require(one.encoder).categorical == other.encoder?.categorical)
    }
}
