import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitTables
import Testing

@testable import MLKitTraining

/// Categories as numbers that are looked up. The figures of `target` with a smoothing are those of scikit-learn's `TargetEncoder`.
@Suite struct CategoryTableTests {
    private static let values: [String?] = ["a", "a", "b", "b", "b", "c", "c"]
    private static let numbers: [Double] = [1, 2, 3, 5, 4, 10, 0]

    private func table(
        _ encoding: FeatureConfiguration.Encoding, _ values: [String?] = values, listed: [String] = [], target: EncodingTarget? = nil,
        smoothing: Double? = nil, minimumCount: Int = 1
    ) throws -> CategoryTable {
        try CategoryTable(
            fitting: Training.texts(values), listed: listed, target: target, name: "c",
            to: .init(impute: .category, encode: encoding, minimumCount: minimumCount, smoothing: smoothing), scale: .none)
    }

    private func isNear(_ values: [Float], _ others: [Double]) -> Bool {
        values.count == others.count && zip(values, others).allSatisfy { abs(Double($0) - $1) < 1e-6 }
    }

    @Test func theTargetIsDrawnTowardsTheMean() throws {
        let target = EncodingTarget(Self.numbers, classes: nil, seed: 1)
        #expect(isNear(try table(.target, target: target, smoothing: 2).values, [2.53571429, 3.82857143, 4.28571429, 3.5714285714285716]))
        #expect(isNear(try table(.target, target: target, smoothing: 0).values, [1.5, 4, 5, 3.5714285714285716]))
        let binary = EncodingTarget([0, 1, 1, 1, 0, 0, 1], classes: nil, seed: 1)
        #expect(isNear(try table(.target, target: binary, smoothing: 2).values, [0.53571429, 0.62857143, 0.53571429, 0.5714285714285714]))
    }

    /// How far follows from the variances, as NumPy computes them; where categories differ no more than rows do, all the way.
    @Test func howFarFollowsFromTheSpread() throws {
        let values: [String?] = ["a", "a", "b", "b", "b", "c", "c", "d"]
        let target = EncodingTarget([1, 3, 5, 8, 4, 9, 13, 30], classes: nil, seed: 1)
        let expected = [2.1649234418805263, 5.720448673057883, 10.956599094241968, 29.055469683130752, 9.125]
        #expect(isNear(try table(.target, values, target: target).values, expected))
        let halves = EncodingTarget([0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0, 0], classes: nil, seed: 1)
        let shares = try table(.target, "aaaabbbbccdd".map { String($0) }, target: halves).values
        #expect(isNear(shares, [0.32558139534883723, 0.6744186046511628, 0.7678571428571429, 0.23214285714285712, 0.5]))
        let alike = EncodingTarget(Self.numbers, classes: nil, seed: 1)
        #expect(isNear(try table(.target, target: alike).values, [Double](repeating: 3.5714285714285716, count: 4)))
        // One row each says nothing of how rows of one category differ.
        let single = EncodingTarget([1, 5, 9], classes: nil, seed: 1)
        #expect(isNear(try table(.target, ["a", "b", "c"], target: single).values, [5, 5, 5, 5]))
    }

    @Test func severalClassesHaveANumberEach() throws {
        let target = EncodingTarget([0, 1, 2, 0, 1, 2, 0], classes: ["x", "y", "z"], seed: 1)
        let table = try table(.target, target: target, smoothing: 2)
        #expect(table.names == ["c target=x", "c target=y", "c target=z"])
        let columns = [[0.46428571, 0.37142857, 0.46428571], [0.39285714, 0.31428571, 0.14285714], [0.14285714, 0.31428571, 0.39285714]]
        var expected: [Double] = []
        for place in 0..<3 { expected += columns.map { $0[place] } }
        expected += [3.0 / 7, 2.0 / 7, 2.0 / 7]
        #expect(isNear(table.values, expected))
    }

    /// What is learnt from does not know a row's own target, so that a category of one row each says nothing.
    @Test func rowsAreEncodedByTheOthers() throws {
        let rows = 200
        var random = RandomSource(seed: 5)
        let targets = (0..<rows).map { _ in Double(random.index(below: 2)) }
        let target = EncodingTarget(targets, classes: nil, seed: 1)
        let single = try table(.target, (0..<rows).map { "c\($0)" }, target: target, smoothing: 0)
        let fitted = try #require(single.fitted)
        // All rows are drawn to one mean: that of the other parts alone would tell something of the own one.
        let mean = targets.reduce(0, +) / Double(rows)
        #expect(fitted.allSatisfy { abs(Double($0) - mean) < 1e-6 })
        for part in 0..<EncodingTarget.partCount { #expect(targets.indices.count { target.parts[$0] == part } == rows / 5) }
        #expect(isNear(Array(single.encode(Training.texts((0..<rows).map { "c\($0)" })).prefix(rows)), targets))
        let pairs = try table(.target, (0..<rows).map { "c\($0 / 2)" }, target: target, smoothing: 0)
        let others = try #require(pairs.fitted)
        for row in 0..<rows where target.parts[row] != target.parts[row ^ 1] {
            #expect(Double(others[row]) == targets[row ^ 1])
        }
    }

    /// A row that counts twice is two rows, one that counts for nothing none.
    @Test func rowsCountAsTheirWeightsSay() throws {
        let values: [String?] = ["a", "a", "b", "b", "c", nil]
        let weighted = EncodingTarget([1, 3, 5, 8, 4, 2], classes: nil, weights: [2, 1, 0, 1, 1, 1], seed: 1)
        #expect(weighted.weights?.reduce(0, +) == 6)
        let copied = EncodingTarget([1, 1, 3, 8, 4, 2], classes: nil, seed: 1)
        let expected = try table(.target, ["a", "a", "a", "b", "c", nil], target: copied, smoothing: 2).values
        #expect(isNear(try table(.target, values, target: weighted, smoothing: 2).values, expected.map(Double.init)))
        let none = EncodingTarget([1, 3], classes: nil, weights: [0, 0], seed: 1)
        #expect(none.weights == nil)
    }

    /// Categories that say nothing are not blown up by what differs by chance between the parts, nor those of one row by their targets.
    @Test(arguments: [1, 3]) func inputsStayWithinBounds(rowsOfEach: Int) throws {
        var random = RandomSource(seed: 9)
        let targets = (0..<600).map { _ in 1000 * random.unit() }
        let values: [String?] = (0..<600).map { "c\($0 / rowsOfEach)" }
        let target = EncodingTarget(targets, classes: nil, seed: 1)
        for smoothing in [nil, 0, 1e6] as [Double?] {
            let table = try CategoryTable(
                fitting: Training.texts(values), listed: [], target: target, name: "c",
                to: .init(encode: .target, smoothing: smoothing), scale: .standard)
            let all = table.values + (table.fitted ?? [])
            #expect(all.count == 600 / rowsOfEach + 1 + 600 && all.allSatisfy { abs($0) < 10 })
        }
    }

    @Test func frequenciesAreSharesOfTheTrainingRows() throws {
        let table = try table(.frequency, ["a", "a", "b", "b", "b", nil, "x", "y"], minimumCount: 2)
        // Missing is a category of one row here, and so one of three that are too rare.
        #expect(table.categories.featureNames == ["c=a", "c=b", "c other"])
        #expect(isNear(table.encode(Training.texts(["a", "b", "x", "never"])), [0.25, 0.375, 0.1875, 0.1875]))
        let all = try self.table(.frequency, ["a", "b", "b", nil])
        #expect(isNear(all.encode(Training.texts(["a", "b", nil, "never"])), [0.25, 0.5, 0.25, 0]))
    }

    @Test func placesAreInTheOrderOfTheSchema() throws {
        let values: [String?] = ["low", "high", "mid", nil]
        let listed = try table(.ordinal, values, listed: ["low", "mid", "high"])
        #expect(listed.encode(Training.texts(["low", "mid", "high", nil, "never"])) == [0, 1, 2, -1, 3])
        #expect(try table(.ordinal, values).encode(Training.texts(["high", "low", "mid"])) == [0, 1, 2])
    }

    @Test func bucketsTakeCategoriesThatTrainingNeverSaw() {
        let encoder = CategoricalEncoder(
            fitting: Training.texts(["ab", nil]), name: "c", to: .init(impute: .category, encode: .hash, buckets: 7))
        #expect(encoder.width == 8 && encoder.featureNames.first == "c #1" && encoder.featureNames.last == "c missing")
        #expect(encoder.places(Training.texts(["ab", "abc", nil])) == [2_613_040_991 % 7, 3_017_643_002 % 7, 7])
        let frequent = CategoricalEncoder(fitting: Training.texts(["ab", nil]), name: "c", to: .init(encode: .hash, buckets: 7))
        #expect(frequent.width == 7 && frequent.places(Training.texts([nil, ""])) == [2_613_040_991 % 7, 2_613_040_991 % 7])
        #expect(CategoricalEncoder(fitting: Training.texts([nil]), name: "c", to: .init(encode: .hash)).width == 0)
    }

    @Test func aColumnWithoutValuesGivesNothing() throws {
        let table = try CategoryTable(
            fitting: Training.texts([nil, nil]), listed: [], target: nil, name: "c", to: .init(encode: .frequency), scale: .standard)
        #expect(table.width == 0 && table.encode(Training.texts([nil, "a"])).isEmpty)
        #expect(throws: Failure.self) { try self.table(.target) }
    }

    // MARK: Models

    private static let encodings: [FeatureConfiguration.Encoding] = [.target, .frequency, .ordinal, .hash, .oneHot, .auto]
    private static let algorithms = [Training.ridge, Training.linear, Training.network, Training.trees, Training.lightGBM]

    /// The stage holds the graph to the trainer's answers.
    @Test(arguments: encodings, algorithms) func theExportedGraphLooksUpTheSame(
        encoding: FeatureConfiguration.Encoding, algorithm: Training.Algorithm
    ) throws {
        let features = FeatureChoices(categorical: .init(encode: encoding, minimumCount: 3, buckets: 16))
        let trained = try Training.train(Training.problem(.multiclass), algorithm, features: features)
        #expect(try #require(trained.report.exportDifference) <= 1e-5)
        let form = trained.report.preparation.first { $0.column == "colour" }?.form
        let expected: TrainingReport.Preparation.Form = switch encoding {
        case .target: .target
        case .frequency: .frequency
        case .ordinal: .ordinal
        case .hash: .hash
        case .auto where algorithm.settings.family == LightGBMFamily().name: .native
        default: .oneHot
        }
        #expect(form == expected)
        #expect(trained.encoder?.width == trained.featureNames.count)
    }

    /// 50 are told apart one by one, and 51 by the target.
    @Test(arguments: [50, 51]) func manyCategoriesAreToldByTheTarget(count: Int) throws {
        func table(seed: Int) -> Table {
            var random = RandomSource(seed: seed)
            let codes = (0..<600).map { $0 % count }
            let targets = codes.map { Double($0 % 7) + random.unit() }
            return Training.table(["code": .text(Training.texts(codes.map { "k\($0)" })), "target": .numeric(targets)], rows: 600)
        }
        let schema = TableSchema(
            columns: [ColumnSchema(name: "code", type: .text), ColumnSchema(name: "target", type: .number)], target: "target")
        let problem = Training.Problem(task: .regression, schema: schema, train: table(seed: 1), valid: table(seed: 2))
        let trained = try Training.train(problem, Training.ridge, features: FeatureChoices(categorical: .init(encode: .auto)))
        let preparation = try #require(trained.report.preparation.first)
        #expect(preparation.form == (count > 50 ? .target : .oneHot) && preparation.categories == count)
        #expect(preparation.inputs == (count > 50 ? 1 : 50))
        #expect(try #require(trained.report.valid[.r2]) > 0.95)
    }
}
