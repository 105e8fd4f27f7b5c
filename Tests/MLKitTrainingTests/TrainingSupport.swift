import MLKitCore
import MLKitEvaluation
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

/// What the tests of training share: small tables with something to learn in them.
enum Training {
    static let context = stageContext()

    static func blas() throws -> BLAS { try BLAS(engines: context.engines, threads: 1) }

    static func texts(_ values: [String?]) -> TextColumn {
        let categories = Set(values.compactMap { $0 }).sorted()
        let codes = values.map { value in value.flatMap { categories.firstIndex(of: $0) }.map { Int32($0) } ?? -1 }
        return TextColumn(categories: categories, codes: codes)
    }

    /// A column whose values are all different.
    static func codes(_ values: [String]) -> TextColumn {
        TextColumn(categories: values, codes: values.indices.map { Int32($0) })
    }

    static func table(_ columns: KeyValuePairs<String, Column>, rows: Int) -> Table {
        Table(columns: columns.map { .init(name: $0.key, values: $0.value) }, rowCount: rows)
    }

    /// Two noisy numbers, one of them with gaps, a text with a rare and a missing value, and a truth value, from
    /// which `target` makes what is to be predicted.
    static func table(
        rows: Int, seed: Int, target: (_ x: Double, _ y: Double, _ colour: String) -> Column.Cell
    ) -> Table {
        var random = RandomSource(seed: seed)
        var x = [Double]()
        var y = [Double]()
        var colours = [String?]()
        var flags = [String?]()
        var cells = [Column.Cell]()
        for row in 0..<rows {
            x.append(random.unit() * 10 - 5)
            y.append(row % 9 == 4 ? .nan : 1000 * random.unit())
            let colour = row % 50 == 7 ? "rare" : ["red", "green", "blue"][random.index(below: 3)]
            colours.append(row % 11 == 3 ? nil : colour)
            flags.append(random.unit() < 0.5 ? "true" : "false")
            cells.append(target(x[row], y[row].isNaN ? 500 : y[row], colour))
        }
        return table(
            [
                "x": .numeric(x), "y": .numeric(y), "colour": .text(texts(colours)), "flag": .text(texts(flags)),
                "target": Column(cells),
            ], rows: rows)
    }

    static let features = [
        ColumnSchema(name: "x", type: .number), ColumnSchema(name: "y", type: .integer, nullable: true),
        ColumnSchema(name: "colour", type: .text, nullable: true), ColumnSchema(name: "flag", type: .boolean),
    ]

    static func schema(_ target: ColumnSchema) -> TableSchema {
        TableSchema(columns: features + [target], target: "target")
    }

    /// One of the three kinds of problem, in two splits.
    struct Problem: CustomTestStringConvertible {
        let task: ModelTask
        var schema: TableSchema
        var train: Table
        var valid: Table

        var testDescription: String { task.rawValue }
    }

    static func problem(_ task: ModelTask, rows: Int = 400) -> Problem {
        let schema: TableSchema
        let target: (Double, Double, String) -> Column.Cell
        switch task {
        case .binary, .multilabel:
            schema = Training.schema(ColumnSchema(name: "target", type: .text, categories: ["no", "yes"]))
            target = { x, y, colour in .text(x + y / 500 + (colour == "red" ? 2 : 0) > 1.5 ? "yes" : "no") }
        case .multiclass:
            schema = Training.schema(ColumnSchema(name: "target", type: .integer, categories: ["0", "1", "2"]))
            target = { x, y, colour in .number(x > 2 ? 2 : colour == "blue" || y > 800 ? 1 : 0) }
        case .regression:
            schema = Training.schema(ColumnSchema(name: "target", type: .number))
            target = { x, y, colour in .number(50_000 + 3000 * x + 4 * y + (colour == "red" ? 5000 : 0)) }
        }
        return Problem(
            task: task, schema: schema, train: table(rows: rows, seed: 1, target: target),
            valid: table(rows: rows / 2, seed: 2, target: target))
    }

    static func train(
        _ problem: Problem, _ algorithm: Training.Algorithm, seed: Int = 3,
        features: FeatureChoices = FeatureChoices(), context: StageContext = Training.context
    ) throws -> TrainedModel {
        try TrainStage.run(
            configuration: TrainConfiguration(
                features: features, model: ModelChoice(name: "m", algorithm.settings), seed: seed),
            schema: problem.schema, train: problem.train, valid: problem.valid, context: context)
    }

    /// A family with settings, by the name that tests are shown under.
    struct Algorithm: Sendable, CustomTestStringConvertible {
        let settings: any ModelSettings

        static let baseline = Algorithm(settings: BaselineFamily().model(.init()))

        static func network(_ settings: NetworkFamily.Configuration) -> Algorithm {
            Algorithm(settings: NetworkFamily().model(settings))
        }

        static func trees(_ settings: TreesFamily.Configuration) -> Algorithm {
            Algorithm(settings: TreesFamily().model(settings))
        }

        /// LightGBM with settings changed.
        static func lightGBM(_ change: (inout LightGBMFamily.Configuration) -> Void) -> Algorithm {
            var settings = LightGBMFamily.Configuration()
            change(&settings)
            return Algorithm(settings: LightGBMFamily().model(settings))
        }

        /// A forest with settings changed.
        static func forest(_ change: (inout ForestFamily.Configuration) -> Void) -> Algorithm {
            var settings = ForestFamily.Configuration()
            change(&settings)
            return Algorithm(settings: ForestFamily().model(settings))
        }

        struct Clock {
            let now: @Sendable () -> Double
        }

        /// A search with settings changed.
        static func auto(
            over families: [any ModelFamily], clock: Clock = Clock(now: { 0 }), _ change: (inout AutoFamily.Configuration) -> Void
        ) -> Algorithm {
            var settings = AutoFamily.Configuration()
            change(&settings)
            return Algorithm(settings: AutoFamily(over: families, clock: clock.now).model(settings))
        }

        var testDescription: String { settings.algorithm(for: .binary) }
    }

    static let network = Training.Algorithm.network(
        .init(hidden: [16, 8], learningRate: 0.01, batchSize: 50, l2: 1e-3))
    static let linear = Training.Algorithm.network(.init())
    static let trees = Training.Algorithm.trees(.init(rounds: 30, maxDepth: 4))
    static let ridge = Training.Algorithm(settings: LinearFamily().model(.init()))
    static let lightGBM = Training.Algorithm.lightGBM { $0.rounds = 60 }
    static let forest = Training.Algorithm.forest { $0.trees = 50 }
    static let bayes = Training.Algorithm(settings: BayesFamily().model(.init()))
    static let neighbours = Training.Algorithm(settings: NeighboursFamily().model(.init()))
    static let margins = Training.Algorithm(settings: SVMFamily().model(.init()))
    static let kernel = Training.Algorithm(settings: SVMFamily().model(.init(kernel: .rbf)))
}

extension Column {
    enum Cell {
        case number(Double)
        case text(String)
    }

    /// Numbers if the first cell is one, else texts.
    init(_ cells: [Cell]) {
        let numbers = cells.compactMap { if case .number(let number) = $0 { number } else { nil } }
        let texts = cells.compactMap { if case .text(let text) = $0 { text } else { nil } }
        self = numbers.isEmpty ? .text(Training.texts(texts)) : .numeric(numbers)
    }
}

/// The lines a stage has logged.
final class Log: @unchecked Sendable {
    private(set) var lines: [String] = []

    func add(_ line: String) { lines.append(line) }
}
