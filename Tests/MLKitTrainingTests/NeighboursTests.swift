import MLKitCore
import MLKitONNX
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct NeighboursTests {
    private static let tasks: [ModelTask] = [.binary, .multiclass, .regression]
    private static let weights = NeighboursFamily.Configuration.Weights.allCases

    private func algorithm(_ change: (inout NeighboursFamily.Configuration) -> Void = { _ in }) -> Training.Algorithm {
        var configuration = NeighboursFamily.Configuration()
        change(&configuration)
        return Training.Algorithm(settings: NeighboursFamily().model(configuration))
    }

    /// Rows far off and missing, with categories that nobody has seen, and the training rows themselves.
    private func odd(_ problem: Training.Problem) -> Table {
        var table = problem.train.rows(Array(0..<200))
        for place in 0..<3 {
            let known = (try? table.numbers(of: table.columns[place].name)) ?? []
            table.columns[place].values = .numeric((0..<200).map { $0 < 100 ? known[$0] : [.nan, 0, -1e30, 1e30, 0.3][($0 + place) % 5] })
        }
        return table
    }

    @Test(arguments: tasks, weights)
    func exportAnswersLikeTheTrainer(task: ModelTask, weights: NeighboursFamily.Configuration.Weights) throws {
        for seed in 1...2 {
            let problem = Training.mixed(task, seed: seed)
            let model = try Training.train(problem, algorithm { $0.weights = weights })
            let check = ExportCheck(context: Training.context)
            #expect(try check.largestDifference(model, on: problem.valid) <= 1e-6)
            #expect(try check.largestDifference(model, on: odd(problem)) <= 1e-6)
        }
    }

    /// More rows than one block of the graph holds, most of them as near as others: the first in the table count.
    @Test(arguments: weights) func equallyNearRowsGoByTheirOrder(weights: NeighboursFamily.Configuration.Weights) throws {
        let count = 9000
        let schema = TableSchema(
            columns: [
                ColumnSchema(name: "n", type: .number), ColumnSchema(name: "c", type: .text), ColumnSchema(name: "target", type: .number),
            ], target: "target")
        let table = Training.table(
            [
                "n": .numeric((0..<count).map { Double($0 % 3) }), "c": .text(Training.texts((0..<count).map { "c\($0 % 5)" })),
                "target": .numeric((0..<count).map(Double.init)),
            ], rows: count)
        let problem = Training.Problem(task: .regression, schema: schema, train: table, valid: table.rows(Array(0..<30)))
        let model = try Training.train(problem, algorithm { ($0.neighbours, $0.weights) = (4, weights) })
        // Rows 7 of 15 are alike: the first four of them are asked, and their mean is 22.5 above the first.
        let answers = try model.predict(problem.valid)
        for row in 0..<15 { #expect(answers[row] == Float(row) + 22.5) }
        var asked = problem.valid.rows([0])
        (asked.columns[0].values, asked.columns[1].values) = (.numeric([1]), .text(Training.texts(["unseen"])))
        // As far from every category: the first four rows of which the number is 1.
        #expect(abs(try model.predict(asked)[0] - Float(1 + 4 + 7 + 10) / 4) < 1e-4)
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: problem.valid) == 0)
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: asked) <= 1e-7)
    }

    /// scikit-learn's `KNeighborsClassifier` and `KNeighborsRegressor` over scaled numbers.
    @Test func answersAsScikitLearn() throws {
        let expected: [(NeighboursFamily.Configuration.Weights, ModelTask, [Double])] = [
            (.uniform, .multiclass, [0.8, 0.2, 0, 0.6, 0.2, 0.2, 0, 0.6, 0.4]),
            (.distance, .multiclass, [1, 0, 0, 0.50900489, 0.36111832, 0.12987678, 0, 0.61084176, 0.38915824]),
            (.uniform, .regression, [2.045431, 10.897763, 20.902674]), (.distance, .regression, [-7.958924, 11.047782, 22.448802]),
        ]
        for (weights, task, values) in expected {
            let problem = Training.points(task)
            let model = try Training.train(problem, algorithm { ($0.neighbours, $0.weights) = (5, weights) })
            var asked = problem.train.rows([0, 1, 2])
            (asked.columns[0].values, asked.columns[1].values) = (.numeric([1, 4.2, 6.9]), .numeric([10, 1.1, -4]))
            let answers = try model.predict(asked)
            #expect(answers.count == values.count)
            for (answer, value) in zip(answers, values) {
                #expect(abs(Double(answer) - value) < 1e-6 * max(1, abs(value)), "\(weights) \(task)")
            }
        }
    }

    /// A row's weight is that of its vote; one of no weight is not held.
    @Test func weightsAreThoseOfVotes() throws {
        var problem = Training.points(.binary)
        problem.train.columns[2].values = .numeric((0..<16).map { $0 == 0 ? 0 : $0 == 3 ? 3 : 1 })
        let configuration = TrainConfiguration(
            model: ModelChoice(name: "m", algorithm { $0.neighbours = 3 }.settings), weight: "w")
        let model = try TrainStage.run(
            configuration: configuration, schema: problem.schema, train: problem.train, valid: problem.valid, context: Training.context)
        #expect(try ModelMetadata(of: model.model, name: "m").trainingRows == 15)
        // The nearest of the fourth row are itself, which counts three times, one of its class and one of the other.
        #expect(abs(try model.predict(problem.train.rows([3]))[1] - 0.8) < 1e-6)
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: problem.train) <= 1e-6)
    }

    @Test func threadsChangeNothing() throws {
        let problem = Training.mixed(.binary, seed: 3)
        let models = try [1, 2].map { try Training.train(problem, algorithm(), context: stageContext(threads: $0)) }
        #expect(try models[0].model.bytes == models[1].model.bytes)
        #expect(try models[0].predict(problem.valid) == models[1].predict(problem.valid))
    }

    @Test func saysHowManyRowsItHoldsAndHowMuchTheyMayTake() throws {
        let problem = Training.mixed(.binary, seed: 1)
        let model = try Training.train(problem, algorithm())
        #expect(try ModelMetadata(of: model.model, name: "m").trainingRows == 900)
        #expect(try ModelMetadata(of: Training.train(problem, .baseline).model, name: "m").trainingRows == nil)
        let small = #expect(throws: Failure.self) { try Training.train(problem, algorithm { $0.limit = 50_000 }) }
        let problems = try #require(small?.diagnostics.first)
        #expect(problems.message.hasPrefix("the training rows would take ") && problems.message.hasSuffix(", and 49 KiB are allowed"))
        let few = #expect(throws: Failure.self) { try Training.train(problem, algorithm { $0.neighbours = 901 }) }
        #expect(few?.diagnostics.first?.message == "901 neighbours are asked for, and there are 900 training rows")
        #expect(few?.diagnostics.first?.hint == "lower `neighbours` of the model")
    }

    /// Squared distances stay whole numbers that doubles hold.
    @Test func theGridIsExact() throws {
        let problem = Training.mixed(.binary, seed: 5)
        let features = FeatureConfiguration(categorical: .init(impute: .category))
        let encoder = try FeatureEncoder(fitting: problem.train, schema: problem.schema, to: features)
        let matrix = try encoder.encode(problem.train)
        let grid = NeighbourGrid(matrix, encoder)
        #expect(grid.limits.reduce(0) { $0 + $1 * $1 } * 4 <= 0x1p53 && grid.steps >= 0x1p16)
        #expect(grid.limits.reduce(0) { $0 + $1 * $1 } * 16 > 0x1p53 || grid.steps == 0x1p24)
        for place in 0..<grid.columns {
            let step = grid.step(matrix.values[place], at: place)
            let back = step / grid.steps + grid.middles[place]
            #expect(step == step.rounded() && abs(back - Double(matrix.values[place])) <= 0.5 / grid.steps)
            #expect(grid.step(1e30, at: place) == grid.limits[place] && grid.step(-1e30, at: place) == -grid.limits[place])
        }
    }
}
