import MLKitCore
import MLKitONNX
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct BayesTests {
    private static let tasks: [ModelTask] = [.binary, .multiclass]
    private static let bayes = Training.Algorithm(settings: BayesFamily().model(.init()))

    /// Rows with values far off, at nought and missing, and categories that nobody has seen.
    private func odd(_ problem: Training.Problem) -> Table {
        var table = problem.valid.rows(Array(0..<60))
        for place in 0..<3 { table.columns[place].values = .numeric((0..<60).map { [.nan, 0, -1e15, 1e15, 0.3][($0 + place) % 5] }) }
        table.columns[3].values = .text(Training.texts((0..<60).map { [nil, "", "nowhere", "city 1"][$0 % 4] }))
        return table
    }

    private static let choices: [FeatureChoices] = [
        FeatureChoices(), FeatureChoices(numeric: .init(impute: .median, indicator: true, polynomial: 2)),
        FeatureChoices(numeric: .init(bins: .quantiles(4)), categorical: .init(impute: .category, minimumCount: 5)),
        FeatureChoices(categorical: .init(encode: .native, minimumCount: 8), crosses: [["city", "size"], ["few", "many"]]),
        FeatureChoices(categorical: .init(encode: .target)), FeatureChoices(categorical: .init(encode: .hash, buckets: 8)),
    ]

    @Test(arguments: tasks, choices)
    func exportAnswersLikeTheTrainer(task: ModelTask, choices: FeatureChoices) throws {
        for seed in 1...3 {
            let problem = Training.mixed(task, seed: seed)
            let model = try Training.train(problem, Self.bayes, features: choices)
            let check = ExportCheck(context: Training.context)
            #expect(try check.largestDifference(model, on: problem.valid) <= 1e-6)
            #expect(try check.largestDifference(model, on: odd(problem)) <= 1e-6)
            #expect(try model.predict(odd(problem)).allSatisfy { $0 >= 0 && $0 <= 1 })
        }
    }

    private static let schema = TableSchema(
        columns: [
            ColumnSchema(name: "x", type: .number, nullable: true), ColumnSchema(name: "z", type: .number, nullable: true),
            ColumnSchema(name: "c", type: .text, nullable: true), ColumnSchema(name: "w", type: .number),
            ColumnSchema(name: "target", type: .text, categories: ["p", "q", "r"]),
        ], target: "target")

    private static var table: Table {
        let letters = ["a", "a", "b", "b", "c", "a", "c", "b", "a", "c", "b", "b"]
        let targets = ["p", "p", "p", "q", "q", "q", "p", "q", "r", "p", "r", "r"]
        return Training.table(
            [
                "x": .numeric([1, 2.5, 3, 4.5, 7, 6, 2, 8.5, 9, 3.5, 5, 7.5]),
                "z": .numeric([10, -3, 4, 0, 12, 7, -8, 2, 5, 1, -2, 9]), "c": .text(Training.texts(letters)),
                "w": .numeric([1, 2, 1, 0.5, 1, 3, 1, 1, 2, 1, 1.5, 1]), "target": .text(Training.texts(targets)),
            ], rows: 12)
    }

    private func train(
        weight: String? = "w", classWeight: TrainConfiguration.ClassWeight? = nil, _ table: Table = table
    ) throws -> TrainedModel {
        let configuration = TrainConfiguration(
            model: ModelChoice(name: "m", Self.bayes.settings), classWeight: classWeight, weight: weight)
        let schema = weight == nil ? Self.schema.hiding("w") : Self.schema
        return try TrainStage.run(configuration: configuration, schema: schema, train: table, valid: table, context: Training.context)
    }

    /// The sum of scikit-learn's `GaussianNB` over scaled numbers and its `CategoricalNB`.
    @Test func answersAsScikitLearn() throws {
        let plain: [[Double]] = [
            [0.9956728, 0.0026435, 0.00168371], [0.11863094, 0.51699642, 0.36437265], [5.9e-07, 0.7974836, 0.20251581],
            [0, 0.37095437, 0.62904563], [0.02716028, 0.54097198, 0.43186774],
        ]
        let weighted: [[Double]] = [
            [0.99594867, 9.736e-05, 0.00395397], [0.10983053, 0.21984219, 0.67032728], [2e-08, 0.88818257, 0.11181741],
            [0, 0.1575576, 0.8424424], [0.02009811, 0.18482208, 0.79507981],
        ]
        for (weight, expected) in [(nil, plain), ("w", weighted)] {
            let answers = try train(weight: weight).predict(Self.table)
            for (row, expected) in zip([0, 3, 4, 7, 10], expected) {
                for kind in 0..<3 { #expect(abs(Double(answers[row * 3 + kind]) - expected[kind]) < 1e-6) }
            }
        }
    }

    /// Of a row without a value nothing is known but how frequent classes are, which `balanced` makes the same.
    @Test func whatIsMissingSaysNothing() throws {
        var empty = Self.table.rows([0])
        (empty.columns[0].values, empty.columns[1].values) = (.numeric([.nan]), .numeric([.nan]))
        empty.columns[2].values = .text(Training.texts([nil]))
        let answers = try train(weight: nil).predict(empty)
        let shares = [5.0, 4, 3]
        for (answer, share) in zip(answers, shares) { #expect(abs(12 * Double(answer) - share) < 1e-5) }
        #expect(try train(weight: nil, classWeight: .balanced).predict(empty).allSatisfy { abs($0 - 1.0 / 3) < 1e-6 })
        var unseen = empty
        unseen.columns[2].values = .text(Training.texts(["unseen"]))
        #expect(try train(weight: nil).predict(unseen) == answers)
        // Nor do rows whose value is missing in training: their category is that of none.
        var gaps = Self.table
        gaps.columns[2].values = .text(Training.texts([nil, "a", "b", "b", "c", "a", nil, "b", "a", "c", "b", nil]))
        let model = try train(weight: nil, gaps)
        #expect(model.featureNames == ["x", "z", "c=a", "c=b", "c=c"])
        #expect(zip(try model.predict(empty), answers).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// scikit-learn's `MultinomialNB` over a `CountVectorizer(min_df=2)`.
    @Test func wordsAreDrawsFromAVocabulary() throws {
        let texts = ["red apple pie", "green apple", "red red wine", "white wine", "apple wine pie", "green pie"]
        let schema = TableSchema(
            columns: [
                ColumnSchema(name: "note", type: .text), ColumnSchema(name: "target", type: .text, categories: ["fruit", "other"]),
            ], target: "target")
        let targets = Training.texts(["fruit", "fruit", "other", "other", "fruit", "other"])
        let table = Training.table(["note": .text(Training.codes(texts)), "target": .text(targets)], rows: 6)
        let configuration = TrainConfiguration(
            features: FeatureChoices(text: .init(form: .text(.words))), model: ModelChoice(name: "m", Self.bayes.settings))
        let model = try TrainStage.run(configuration: configuration, schema: schema, train: table, valid: table, context: Training.context)
        var asked = table.rows([0, 1, 2, 3])
        asked.columns[0].values = .text(Training.texts(["red wine wine", "apple", "blue", nil]))
        let expected = [0.15218603, 0.84781397, 0.77192982, 0.22807018, 0.5, 0.5, 0.5, 0.5]
        #expect(zip(try model.predict(asked), expected).allSatisfy { abs(Double($0) - $1) < 1e-6 })
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: asked) <= 1e-6)
    }

    /// A class that says nothing of a column, and a column that is the same everywhere, rule no class out.
    @Test func whatAClassLacksIsThatOfAllRows() throws {
        var problem = Training.mixed(.multiclass, seed: 2)
        let targets = try Target(problem.schema).values(in: problem.train)
        let gaps = try problem.train.numbers(of: "gaps")
        problem.train.columns[2].values = .numeric(gaps.enumerated().map { targets[$0] == 1 ? .nan : $1 })
        problem.train.columns[0].values = .numeric(gaps.map { _ in 7 })
        problem.train = problem.train.rows(targets.indices.filter { targets[$0] != 2 })
        let model = try Training.train(problem, Self.bayes)
        let answers = try model.predict(problem.valid)
        #expect(answers.allSatisfy(\.isFinite) && answers.indices.allSatisfy { $0 % 3 != 2 || answers[$0] < 1e-6 })
        #expect(answers.indices.contains { $0 % 3 == 1 && answers[$0] > 0.5 })
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: problem.valid) <= 1e-6)
    }

    @Test func threadsChangeNothing() throws {
        let problem = Training.mixed(.multiclass, seed: 3)
        let models = try [1, 2].map { try Training.train(problem, Self.bayes, context: stageContext(threads: $0)) }
        #expect(try models[0].model.bytes == models[1].model.bytes)
    }

    @Test func predictsNoNumbers() throws {
        let failure = #expect(throws: Failure.self) { try Training.train(Training.mixed(.regression, seed: 1), Self.bayes) }
        let problem = try #require(failure?.diagnostics.first)
        #expect(problem.message == "models of kind `bayes` tell classes, and the target `target` is a number")
        #expect(problem.hint == "take another kind, such as `linear` or `lightgbm`")
    }
}
