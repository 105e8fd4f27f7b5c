import MLKitCore
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct DateEncoderTests {
    private func parts(_ value: Double, isTimestamp: Bool = false) -> [Double] {
        DateEncoder.numbers([value], DatePart.allCases.filter { $0.cycle == nil }, isTimestamp: isTimestamp).map { $0[0] }
    }

    @Test func partsAreThoseOfTheCalendar() throws {
        // 2024-02-29, a Thursday; 1970-01-01, a Thursday; 1969-12-31, a Wednesday.
        #expect(Array(parts(19782).prefix(4)) == [2024, 2, 29, 3])
        #expect(Array(parts(0).prefix(4)) == [1970, 1, 1, 3])
        #expect(Array(parts(-1).prefix(4)) == [1969, 12, 31, 2])
        #expect(parts(19782 * 86400 + 6 * 3600 + 1800, isTimestamp: true) == [2024, 2, 29, 3, 6.5])
        #expect(parts(-0.5, isTimestamp: true).prefix(4) == [1969, 12, 31, 2])
        #expect(parts(.nan).allSatisfy { $0.isNaN })
    }

    /// Every day of four thousand years in steps, moments between, and missing ones.
    @Test(arguments: [ColumnType.date, .timestamp]) func theExportedGraphHasTheSameCalendar(type: ColumnType) throws {
        let days = stride(from: -719_528.0, to: 1_500_000, by: 137).map { $0 } + (18_000..<20_000).map { Double($0) } + [.nan]
        let values = type == .date ? days : days.enumerated().map { $1 * 86400 + Double($0 * 7919 % 86400) + 0.25 }
        let column = ColumnSchema(name: "day", type: type, nullable: true)
        let schema = TableSchema(columns: [column, ColumnSchema(name: "y", type: .number)], target: "y")
        let table = Training.table(["day": .numeric(values), "y": .numeric(values)], rows: values.count)
        let encoder = try FeatureEncoder(
            fitting: table, schema: schema,
            to: FeatureConfiguration(numeric: .init(impute: .median, scale: .none), dates: .parts))
        var builder = GraphBuilder(name: "dates")
        let inputs = builder.inputs(for: encoder.columns)
        builder.output(try encoder.export(inputs, to: &builder), name: "features", .float, shape: ["N", .fixed(encoder.width)])
        let session = try Session(builder.model(), runtime: Runtime(locator: Training.context.engines))
        let answers = try session.run(["day": Tensor(.double(values), shape: [values.count, 1])])
        #expect(answers["features"]?.floats == (try encoder.encode(table).values))
        let names = ["day", "day year", "day month", "day day", "day weekday"] + (type == .timestamp ? ["day hour"] : [])
        #expect(encoder.featureNames == names)
        #expect(encoder.preparation == [.init(column: "day", form: .dateParts, inputs: names.count, missing: 1)])
    }

    @Test func whatTheSpecLeavesOutIsAsTheFamilyHasIt() {
        let choices = FeatureChoices(numeric: .init(scale: .minmax), categorical: .init(minimumShare: 0.01))
        let trees = choices.over(TreesFamily().features)
        #expect(
            trees == FeatureConfiguration(numeric: .init(scale: .minmax), categorical: .init(minimumShare: 0.01), text: .ofTrees))
        let lightGBM = choices.over(LightGBMFamily().features)
        #expect(lightGBM.numeric == .init(impute: .none, scale: .minmax) && lightGBM.dates == .parts)
        #expect(lightGBM.categorical == .init(impute: .category, encode: .native, minimumShare: 0.01))
    }

    @Test func rareIsRelativeToTheRows() {
        let share = FeatureConfiguration.Categorical(minimumCount: 3, minimumShare: 0.001)
        #expect([100, 5000, 5001].map { share.leastCount(of: $0) } == [3, 5, 6])
        #expect(FeatureConfiguration.Categorical().leastCount(of: 1_000_000) == 1)
    }
}
