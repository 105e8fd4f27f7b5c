import MLKitCore
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// What is done to numbers before a model. The figures are those of scikit-learn's `PowerTransformer`, `RobustScaler` and NumPy.
@Suite struct NumericFormsTests {
    private static let values = [0.5, 1, 2, 4, 8, 16, -1, 3, 0, 100]

    private func isNear(_ values: [Double], _ others: [Double], _ tolerance: Double = 1e-6) -> Bool {
        values.count == others.count && zip(values, others).allSatisfy { abs($0 - $1) < tolerance }
    }

    @Test func theMostNormalPowerIsThatOfYeoAndJohnson() throws {
        let transform = try #require(PowerTransform.mostNormal(Self.values))
        #expect(isNear([transform.positive, transform.negative], [-0.07381112, 2.07381112], 1e-5))
        let expected = [
            0.3994578396612996, 0.6757143565523347, 1.0552491444924677, 1.5175174259636826, 2.0283058657521305, 2.5565833063008103,
            -1.5478619863873384, 1.3177273040004152, 0, 3.9112019857242903,
        ]
        #expect(isNear(Self.values.map { transform($0) }, expected, 1e-4))
        let below = try #require(PowerTransform.mostNormal((0..<50).map { -exp(6 * Double($0) / 49) }))
        #expect(abs(below.positive - 2.05844057) < 1e-5)
        #expect(PowerTransform.mostNormal([3, 3]) == nil && PowerTransform.mostNormal([]) == nil)
    }

    /// The exponential by its series, without a library of its own.
    private func exp(_ value: Double) -> Double {
        var (sum, term) = (1.0, 1.0)
        for number in 1..<60 {
            term *= value / Double(number)
            sum += term
        }
        return sum
    }

    @Test func logarithmsAreThoseOfBothSides() {
        #expect(isNear([0, 1, -1, 99].map { PowerTransform.logarithm($0) }, [0, 0.6931471805599453, -0.6931471805599453, 4.605170185988092],
            1e-12))
        #expect(PowerTransform(lambda: 1)(7) == 7 && PowerTransform(lambda: 2)(3) == 7.5)
        var settings = FeatureConfiguration.Numeric(impute: .mean, scale: .none)
        settings.transform = .log
        let encoder = NumericEncoder(fitting: [1, 3, .nan], name: "n", to: settings)
        // The mean of the numbers, not of their logarithms, stands in.
        #expect(encoder.fill == 2 && abs(encoder.encode(.nan) - 1.0986123) < 1e-6)
    }

    @Test func robustScalingGoesByTheQuartiles() {
        let encoder = NumericEncoder(fitting: Self.values, name: "n", to: .init(scale: .robust))
        #expect(encoder.offset == 2.5 && encoder.scale == 6.375)
        #expect(NumericEncoder(fitting: [1, 1, 1, 9], name: "n", to: .init(scale: .robust)).scale == 2)
        #expect(NumericEncoder(fitting: [1, 1, 1, 1, 9], name: "n", to: .init(scale: .robust)).scale == 1)
    }

    @Test func rangesHaveTheirLowerEnd() {
        let encoder = BinEncoder(fitting: [1, 30, 70, .nan], name: "age", to: .edges([18, 65]))
        #expect(encoder.inputs.map(\.name) == ["age below 18", "age 18 to 65", "age from 65", "age missing"])
        #expect(encoder.places([17.9, 18, 64, 65, .nan]) == [0, 1, 1, 2, 3])
        let whole = BinEncoder(fitting: [1, 30, 70], name: "age", to: .edges([18, 65]))
        #expect(whole.levels == 3 && whole.places([.nan]) == [1])
    }

    /// Where quantiles fall together there are fewer ranges; none is without a training row.
    @Test func quantilesShareRowsOut() {
        let values = (1...100).map { Double($0) }
        let encoder = BinEncoder(fitting: values, name: "n", to: .quantiles(4))
        #expect(isNear(encoder.edges, [25.75, 50.5, 75.25]))
        #expect((0..<4).map { place in encoder.places(values).count { $0 == place } } == [25, 25, 25, 25])
        #expect(BinEncoder(fitting: [0, 0, 0, 0, 5], name: "n", to: .quantiles(4)).edges.isEmpty)
        #expect(BinEncoder(fitting: [0, 0, 5, 5, 5], name: "n", to: .quantiles(4)).edges == [5])
        #expect(BinEncoder(fitting: [.nan], name: "n", to: .quantiles(4)).places([.nan, 3]) == [1, 0])
    }

    private static let algorithms = [Training.ridge, Training.linear, Training.network, Training.trees, Training.lightGBM]

    /// The stage holds the graph to the trainer's answers.
    @Test(arguments: algorithms) func theExportedGraphAnswersTheSame(algorithm: Training.Algorithm) throws {
        let problem = Training.problem(.regression)
        let forms: [FeatureChoices.Numeric] = [
            .init(scale: .robust, transform: .power), .init(indicator: true, clip: .quantiles(0.05, 0.95), transform: .log),
            .init(bins: .quantiles(5)),
        ]
        for numeric in forms {
            let trained = try Training.train(problem, algorithm, features: FeatureChoices(numeric: numeric))
            #expect(try #require(trained.report.exportDifference) <= 1e-5)
            let preparation = trained.report.preparation.prefix(2)
            #expect(preparation.allSatisfy { $0.form == (numeric.bins == nil ? .number : .bins) })
            #expect(preparation.allSatisfy { ($0.transform != nil) == (numeric.transform != nil) })
            #expect(trained.featureNames.count == trained.encoder?.width)
        }
        let columns = FeatureChoices(
            columns: ["x": .init(numeric: .init(bins: .edges([-1, 0, 2]))), "y": .init(numeric: .init(transform: .log))])
        let trained = try Training.train(problem, algorithm, features: columns)
        #expect(try #require(trained.report.exportDifference) <= 1e-5)
        #expect(trained.report.preparation.prefix(2).map(\.form) == [.bins, .number] && trained.report.preparation[1].transform == "log")
        #expect(trained.report.preparation[0].inputs == 4)
    }

    @Test func aTextIsNoNumber() throws {
        let wrong = FeatureChoices(columns: ["colour": .init(numeric: .init(transform: .log))])
        let failure = #expect(throws: Failure.self) { try Training.train(Training.problem(.binary), Training.ridge, features: wrong) }
        #expect(failure?.diagnostics.first?.message
            == "`features.columns` says how numbers of the column `colour` become inputs, and it is one of type `text`")
    }

    /// December is beside January, and Sunday beside Monday.
    @Test(arguments: [ColumnType.date, .timestamp]) func cyclesCloseUp(type: ColumnType) throws {
        let days = (0..<800).map { Double($0 * 13) } + [.nan]
        let values = type == .date ? days : days.enumerated().map { $1 * 86400 + Double($0 * 7919 % 86400) }
        let schema = TableSchema(
            columns: [ColumnSchema(name: "day", type: type, nullable: true), ColumnSchema(name: "y", type: .number)], target: "y")
        let table = Training.table(["day": .numeric(values), "y": .numeric(values)], rows: values.count)
        let encoder = try FeatureEncoder(
            fitting: table, schema: schema, to: FeatureConfiguration(numeric: .init(impute: .median, scale: .none), dates: .cycles))
        #expect(encoder.width == (type == .date ? 11 : 14))
        var builder = GraphBuilder(name: "dates")
        let inputs = builder.inputs(for: encoder.columns)
        builder.output(try encoder.export(inputs, to: &builder), name: "features", .float, shape: ["N", .fixed(encoder.width)])
        let session = try Session(builder.model(), runtime: Runtime(locator: Training.context.engines))
        let answers = try session.run(["day": Tensor(.double(values), shape: [values.count, 1])])["features"]?.floats ?? []
        let expected = try encoder.encode(table).values
        #expect(answers.count == expected.count && zip(answers, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) })
        // 1970-03-01 (59 days), a Sunday.
        let march = DateEncoder.numbers([59], [.monthSine, .monthCosine, .weekdaySine, .weekdayCosine], isTimestamp: false).map { $0[0] }
        #expect(isNear(march, [0.8660254037844386, 0.5, -0.7818314824680299, 0.6234898018587334], 1e-12))
        #expect(isNear(DateEncoder.numbers([6 * 3600], [.hourSine, .hourCosine], isTimestamp: true).map { $0[0] }, [1, 0], 1e-12))
    }
}
