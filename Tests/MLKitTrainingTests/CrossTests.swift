import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitTables
import Testing

@testable import MLKitTraining

/// Columns that act together.
@Suite struct CrossTests {
    private func cross(_ one: [String?], _ other: [String?], least: Int = 1, minimumCount: Int = 1) -> CrossEncoder {
        let columns = (Training.texts(one), Training.texts(other))
        let settings = FeatureConfiguration.Categorical(impute: .category, minimumCount: minimumCount)
        return CrossEncoder(
            CategoricalEncoder(fitting: columns.0, name: "a", to: settings),
            CategoricalEncoder(fitting: columns.1, name: "b", to: settings),
            fitting: columns, least: least)
    }

    @Test func eachPairThatWasSeenHasAPlace() {
        let encoder = cross(["x", "x", "y", nil], ["1", "2", "1", "2"])
        #expect(encoder.inputs.map(\.name) == ["a=x & b=1", "a=x & b=2", "a=y & b=1", "a missing & b=2"] && !encoder.hasOther)
        let found = encoder.places((Training.texts(["x", "y", "y", nil, "z"]), Training.texts(["2", "1", "2", "2", "1"])))
        #expect(found == [1, 2, -1, 3, -1])
    }

    @Test func rarePairsShareAPlace() {
        let encoder = cross(["x", "x", "y", "y"], ["1", "1", "1", "2"], least: 2)
        #expect(encoder.inputs.map(\.name) == ["a=x & b=1", "a & b other"])
        #expect(encoder.places((Training.texts(["x", "y", "z"]), Training.texts(["1", "2", "9"]))) == [0, 1, 1])
    }

    @Test func numbersAreMultiplied() throws {
        let problem = Training.problem(.regression, rows: 60)
        var settings = FeatureConfiguration(numeric: .init(scale: .none))
        (settings.numeric.polynomial, settings.numeric.indicator, settings.crosses) = (2, true, [["y", "x"], ["colour", "flag"]])
        let encoder = try FeatureEncoder(fitting: problem.train, schema: problem.schema, to: settings)
        // The product that is named is there already.
        #expect(encoder.featureNames.prefix(6) == ["x", "y", "y missing", "x * x", "x * y", "y * y"])
        let matrix = try encoder.encode(problem.train)
        for row in 0..<60 {
            let start = row * encoder.width
            let (x, y) = (matrix.values[start], matrix.values[start + 1])
            #expect(Array(matrix.values[start + 3..<start + 6]) == [x * x, x * y, y * y])
        }
        settings.numeric.polynomial = 1
        let one = try FeatureEncoder(fitting: problem.train, schema: problem.schema, to: settings)
        #expect(one.products == [[0, 1]] && one.featureNames.contains("colour=red & flag=true"))
    }

    private static let algorithms = [
        Training.ridge, Training.linear, Training.network, Training.trees, Training.lightGBM, Training.neighbours,
        Training.margins, Training.kernel,
    ]

    /// The stage holds the graph to the trainer's answers.
    @Test(arguments: algorithms) func theExportedGraphAnswersTheSame(algorithm: Training.Algorithm) throws {
        let features = FeatureChoices(
            numeric: .init(indicator: true, polynomial: 2), categorical: .init(minimumCount: 4), crosses: [["colour", "flag"], ["x", "y"]])
        let trained = try Training.train(Training.problem(.multiclass), algorithm, features: features)
        #expect(try #require(trained.report.exportDifference) <= 1e-5)
        #expect(trained.featureNames.contains("colour=red & flag=false") && trained.encoder?.width == trained.featureNames.count)
        let preparation = try #require(trained.report.preparation.first { $0.column == "colour" })
        #expect(preparation.crossed == ["flag"] && trained.report.preparation.first?.crossed == ["x", "y"])
    }

    @Test func whatDoesNotGoTogetherIsRefused() throws {
        for (cross, message) in [
            (["x", "colour"], "`crosses` names `x` and `colour`, of which one is a number and the other is not"),
            (["color", "flag"], "`crosses` names the column `color`, which the model does not take"),
        ] {
            let failure = #expect(throws: Failure.self) {
                try Training.train(Training.problem(.binary), Training.ridge, features: FeatureChoices(crosses: [cross]))
            }
            #expect(failure?.diagnostics.first?.message == message)
        }
        let ranges = FeatureChoices(columns: ["x": .init(numeric: .init(bins: .quantiles(3)))], crosses: [["x", "y"]])
        let failure = #expect(throws: Failure.self) { try Training.train(Training.problem(.binary), Training.ridge, features: ranges) }
        #expect(failure?.diagnostics.first?.message == "`crosses` names the column `x`, of which ranges are inputs, and not the number")
    }
}
