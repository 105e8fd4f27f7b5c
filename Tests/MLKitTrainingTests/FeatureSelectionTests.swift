import Glibc
import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// Columns that models do not see.
@Suite struct FeatureSelectionTests {
    private static let rows = 400
    private static let features = [
        ColumnSchema(name: "good", type: .number), ColumnSchema(name: "copy", type: .number), ColumnSchema(name: "noise", type: .number),
        ColumnSchema(name: "same", type: .text, nullable: true), ColumnSchema(name: "word", type: .text),
    ]

    /// `good` tells the target, `copy` is that with some noise, `noise` tells nothing, `same` has one value but in 4 rows, `word`
    /// tells a little.
    private func problem(_ seed: Int = 1, task: ModelTask = .binary) -> (schema: TableSchema, table: Table) {
        var random = RandomSource(seed: seed)
        let good = (0..<Self.rows).map { _ in random.unit() * 10 }
        let copy = good.map { -$0 + random.unit() }
        let noise = good.map { _ in random.unit() }
        let target = good.map { $0 + 2 * random.unit() }
        let table = Training.table(
            [
                "good": .numeric(good), "copy": .numeric(copy), "noise": .numeric(noise),
                "same": .text(Training.texts((0..<Self.rows).map { $0 % 100 == 5 ? "b" : "a" })),
                "word": .text(Training.texts(target.map { random.unit() < 0.9 ? "u" : $0 > 6 ? "v" : "w" })),
                "target": task == .regression ? .numeric(target) : .text(Training.texts(target.map { $0 > 6 ? "yes" : "no" })),
            ], rows: Self.rows)
        let own = task == .regression
            ? ColumnSchema(name: "target", type: .number) : ColumnSchema(name: "target", type: .text, categories: ["no", "yes"])
        return (TableSchema(columns: Self.features + [own], target: "target"), table)
    }

    private func train(
        _ selection: FeatureSelection?, columns: [String: FeatureChoices.Text] = [:], crosses: [[String]] = [], task: ModelTask = .binary,
        folds: Int? = nil
    ) throws -> TrainedModel {
        var choices = FeatureChoices(columns: columns, crosses: crosses)
        choices.select = selection
        let (schema, table) = problem(task: task)
        return try TrainStage.run(
            configuration: TrainConfiguration(
                features: choices, model: ModelChoice(name: "m", Training.lightGBM.settings), seed: 3,
                crossValidation: folds.map { .parts($0) }),
            schema: schema, train: table, valid: problem(2, task: task).table, context: Training.context)
    }

    private func inputs(_ trained: TrainedModel) -> [String] { trained.model.inputs.map(\.name) }

    @Test func nothingIsLeftOutUnasked() throws {
        let trained = try train(nil)
        #expect(inputs(trained) == Self.features.map(\.name) && trained.report.leftOut == nil && trained.report.json["left_out"] == nil)
    }

    /// 99 % of the rows have one value: left out above a share of less, and kept at that share.
    @Test func whatHardlyVariesIsLeftOut() throws {
        let trained = try train(.init(constant: 0.98))
        #expect(inputs(trained) == ["good", "copy", "noise", "word"])
        #expect(trained.report.leftOut == [.init(column: "same", reason: "99 % of the rows have one value")])
        #expect(inputs(try train(.init(constant: 0.99))).count == 5)
        #expect(try TrainingReport(trained.report.json, file: "m").json == trained.report.json)
    }

    @Test(arguments: [ModelTask.binary, .regression]) func ofTwoThatGoTogetherTheOneThatTellsLessIsLeftOut(task: ModelTask) throws {
        let trained = try train(.init(correlation: 0.95), task: task)
        let left = try #require(trained.report.leftOut?.first)
        #expect(trained.report.leftOut?.count == 1 && ["good", "copy"].contains(left.column))
        #expect(left.reason.hasPrefix("its correlation with `\(left.column == "good" ? "copy" : "good")`, which tells more, is -0.99"))
        #expect(inputs(try train(.init(correlation: 1), task: task)).count == 5)
    }

    @Test(arguments: [FeatureSelection.Ranking.mutualInformation, .importance], [ModelTask.binary, .regression])
    func theBestStay(by ranking: FeatureSelection.Ranking, task: ModelTask) throws {
        let one = try train(.init(most: 1, by: ranking), task: task)
        #expect(inputs(one).count == 1 && ["good", "copy"].contains(inputs(one)[0]) && one.report.leftOut?.count == 4)
        #expect((one.report.exportDifference ?? 1) <= 1e-5)
        #expect(inputs(try train(.init(most: 5, by: ranking), task: task)).count == 5)
        // What is named stays, and takes the place of another.
        let named = try train(.init(most: 2, by: ranking), columns: ["noise": .init()], task: task)
        #expect(inputs(named).count == 2 && inputs(named).contains("noise"))
    }

    @Test func whatIsCrossedStays() throws {
        let trained = try train(.init(constant: 0.5, most: 1), crosses: [["same", "word"]])
        #expect(Set(inputs(trained)) == ["same", "word"])
    }

    /// Each fold chooses by its own rows.
    @Test func foldsChooseThemselves() throws {
        let trained = try train(.init(correlation: 0.95, most: 2), folds: 3)
        #expect(trained.report.folds?.count == 3 && inputs(trained).count == 2)
    }

    @Test func somethingHasToStay() throws {
        let failure = #expect(throws: Failure.self) { try train(.init(constant: 0)) }
        #expect(failure.map { "\($0)" }?.contains("`features.select` leaves no column") == true)
    }

    /// By counting: of two texts that are one and the same, ln 2; of two that know nothing of each other, what chance is made of.
    @Test func mutualInformation() {
        let targets = (0..<400).map { Double($0 % 2) }
        let information = MutualInformation(targets, isClassified: true)
        let own = Training.texts((0..<400).map { $0 % 2 == 0 ? "a" : "b" })
        #expect(abs(information.of(.text(own)) - (log(2.0) + 1 / 800.0)) < 1e-12)
        let other = Training.texts((0..<400).map { $0 / 2 % 2 == 0 ? "a" : "b" })
        #expect(abs(information.of(.text(other)) + 1 / 800.0) < 1e-12)
        #expect(information.of(.numeric(targets.map { $0 * 3 - 1 })) > 0.69)
        let missing = targets.map { $0 == 0 ? Double.nan : 1 }
        #expect(information.of(.numeric(missing)) > 0.69)
        #expect(MutualInformation((0..<400).map(Double.init), isClassified: false).of(.numeric((0..<400).map { -Double($0) })) > 2)
    }
}
