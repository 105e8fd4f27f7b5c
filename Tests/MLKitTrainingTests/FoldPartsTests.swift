import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// Parts that rows are cut into by groups, and by time.
@Suite struct FoldPartsTests {
    @Test func noGroupIsInTwoParts() throws {
        // Groups of 1 to 7 rows, of which some have one class alone.
        let groups = (0..<40).flatMap { [Int](repeating: $0, count: $0 % 7 + 1) }
        let targets = groups.enumerated().map { Double($1 % 3 == 0 ? 1 : $0 % 5 == 0 ? 1 : 0) }
        let parts = try #require(FoldParts(5, keeping: groups, of: targets, isClassified: true, seed: 3))
        for group in 0..<40 { #expect(Set(groups.indices.filter { groups[$0] == group }.map { parts.parts[$0] }).count == 1) }
        let positive = targets.reduce(0, +)
        for part in 0..<5 {
            let held = parts.held(part)
            #expect(Set(held).isDisjoint(with: parts.others(part)) && held.count + parts.others(part).count == groups.count)
            #expect(parts.learning(part).rows == parts.others(part) && parts.learning(part).stops == nil)
            #expect(abs(held.count - groups.count / 5) <= 4, "\(held.count)")
            #expect(abs(held.reduce(0) { $0 + targets[$1] } - positive / 5) <= 4)
        }
        #expect(parts.measured == Array(groups.indices))
        #expect(FoldParts(5, keeping: groups, of: targets, isClassified: true, seed: 3)?.parts == parts.parts)
        #expect(FoldParts(5, keeping: groups, of: targets, isClassified: true, seed: 4)?.parts != parts.parts)
    }

    @Test func everyPartHasAGroupWhereThereAreAsMany() throws {
        let parts = try #require(FoldParts(4, keeping: [0, 0, 0, 0, 0, 1, 2, 3], of: [0, 1, 2, 3, 4, 5, 6, 7], isClassified: false, seed: 1))
        #expect(Set(parts.parts) == [0, 1, 2, 3] && Set(parts.parts.prefix(5)).count == 1)
        #expect(FoldParts(5, keeping: [0, 0, 0, 0, 0, 1, 2, 3], of: [Double](repeating: 0, count: 8), isClassified: true, seed: 1) == nil)
    }

    @Test func eachPartIsLaterThanWhatIsLearnedFrom() throws {
        // In no order, with days of one row and of ten.
        let times = (0..<200).map { ($0 * 73) % 200 }.map { $0 < 100 ? $0 : 100 + ($0 - 100) / 10 }
        let parts = try #require(FoldParts(5, inOrderOf: times))
        for part in 0..<5 {
            let (held, learned) = (parts.held(part).map { times[$0] }, parts.learning(part))
            let (rows, stops) = (learned.rows.map { times[$0] }, try #require(learned.stops).map { times[$0] })
            let (last, first) = (try #require(rows.max()), try #require(stops.min()))
            #expect(try last < first && #require(stops.max()) < #require(held.min()))
            #expect(rows.count + stops.count == parts.others(part).count && stops.count * 5 >= parts.others(part).count)
            #expect(abs(held.count - 33) <= 12, "\(held.count)")
        }
        #expect(parts.parts.count { $0 < 0 } + parts.measured.count == 200 && parts.parts.count { $0 < 0 } > 20)
    }

    @Test func aTimeOfManyRowsLeavesRowsToEveryPart() throws {
        let times = [Int](repeating: 0, count: 90) + [1, 2, 3, 4, 5]
        let parts = try #require(FoldParts(5, inOrderOf: times))
        #expect(parts.parts == [Int](repeating: -1, count: 90) + [0, 1, 2, 3, 4])
        // Rows of one time alone stop by some of them.
        #expect(parts.learning(0).rows.count == 72 && parts.learning(0).stops?.count == 18)
        #expect(FoldParts(6, inOrderOf: times) == nil)
    }

    private func train(
        _ problem: Training.Problem, by bond: FoldBond?, folds: FoldChoice = .parts(4), refit: Bool = false,
        _ algorithm: Training.Algorithm = Training.lightGBM, calibrate: ProbabilityCalibrationMethod? = nil
    ) throws -> TrainedModel {
        var configuration = TrainConfiguration(
            model: ModelChoice(name: "m", algorithm.settings), seed: 3, crossValidation: folds, refit: refit, calibrate: calibrate)
        configuration.foldsBy = bond
        return try TrainStage.run(
            configuration: configuration, schema: problem.schema, train: problem.train, valid: problem.valid, context: Training.context)
    }

    /// A problem with a column that says when a row was, or whose it is, and that no model sees.
    private func problem(_ column: String, _ task: ModelTask = .binary, _ value: (Int) -> Int) -> Training.Problem {
        var problem = Training.problem(task, rows: 160)
        var schema = ColumnSchema(name: column, type: .integer)
        schema.isFeature = false
        problem.schema.columns.append(schema)
        for split in [\Training.Problem.train, \.valid] {
            let before = split == \.train ? 0 : problem.train.rowCount
            let values = (0..<problem[keyPath: split].rowCount).map { Double(value(before + $0)) }
            problem[keyPath: split].columns.append(.init(name: column, values: .numeric(values)))
        }
        return problem
    }

    @Test(arguments: [false, true])
    func answersAreOfModelsOfOtherGroups(refit: Bool) throws {
        let problem = problem("patient") { $0 % 23 }
        let trained = try train(problem, by: FoldBond(group: "patient"), refit: refit)
        let folds = try #require(trained.folds)
        let rows = refit ? 240 : 160
        #expect(folds.rows == rows && folds.answers.allSatisfy(\.isFinite))
        for patient in 0..<23 { #expect(Set((0..<rows).filter { $0 % 23 == patient }.map { folds.parts[$0] }).count == 1) }
        #expect(trained.report.foldGroup == "patient" && trained.report.foldTime == nil)
        #expect(trained.report.json["fold_group"]?.string == "patient")
        #expect(try train(problem, by: nil, refit: refit).report.foldGroup == nil)
    }

    @Test(arguments: [false, true], [nil, ProbabilityCalibrationMethod.platt])
    func answersAreOfModelsOfEarlierRows(refit: Bool, calibrate: ProbabilityCalibrationMethod?) throws {
        let problem = problem("day") { $0 / 2 }
        let trained = try train(problem, by: FoldBond(time: "day"), refit: refit, calibrate: calibrate)
        let folds = try #require(trained.folds)
        let rows = refit ? 240 : 160
        #expect(folds.rows == rows && folds.parts == folds.parts.sorted() && Set(folds.parts) == [0, 1, 2, 3, 4])
        let early = folds.parts.count { $0 == 0 }
        #expect(abs(early - rows / 5) <= 2 && folds.answers.count { $0.isNaN } == 2 * early)
        #expect(trained.report.foldTime == "day" && trained.report.folds?.reduce(0) { $0 + $1.rows } == rows - early)
        #expect(trained.report.calibration.map { $0.rows == rows - early } ?? true)
        let read = try FoldAnswers(Array(folds.text.utf8), classes: ["no", "yes"], name: "folds.csv")
        #expect(read.text == folds.text && read.parts == folds.parts)
        // What later rows are like changes nothing in earlier parts.
        var other = problem
        let place = try #require(other.train.columns.firstIndex { $0.name == "target" })
        guard case .text(var targets) = other.train.columns[place].values, !refit, calibrate == nil else { return }
        let last = try #require(folds.parts.firstIndex(of: 4))
        for row in last..<160 { targets.codes[row] = Int32(row % 2) }
        other.train.columns[place].values = .text(targets)
        let changed = try #require(try train(other, by: FoldBond(time: "day")).folds)
        #expect(Array(changed.answers[(2 * early)..<(2 * last)]) == Array(folds.answers[(2 * early)..<(2 * last)]))
        #expect(changed.answers[(2 * last)...] == folds.answers[(2 * last)...])
    }

    @Test func automaticPartsAreAsManyAsGroupsAllow() throws {
        let three = problem("patient") { $0 % 3 }
        #expect(try train(three, by: FoldBond(group: "patient"), folds: .automatic).report.folds?.count == 3)
        let failure = #expect(throws: Failure.self) { try train(three, by: FoldBond(group: "patient"), folds: .parts(5)) }
        #expect(failure?.diagnostics.first?.message == "3 groups of the column `patient` cannot be dealt to 5 parts")
        let one = problem("patient") { _ in 1 }
        #expect(try train(one, by: FoldBond(group: "patient"), folds: .automatic).report.folds == nil)
    }

    @Test func whatCannotBeCutByIsRefused() throws {
        let problem = problem("day") { $0 / 80 }
        let unknown = #expect(throws: Failure.self) { try train(problem, by: FoldBond(group: "dya")) }
        #expect(unknown?.diagnostics.first?.message == "there is no column `dya` to cut rows into parts by")
        #expect(unknown?.diagnostics.first?.hint?.contains("`day`") == true)
        let text = #expect(throws: Failure.self) { try train(problem, by: FoldBond(time: "target")) }
        #expect(text?.diagnostics.first?.message == "the column `target` cannot be a time: it is one of texts")
        let few = #expect(throws: Failure.self) { try train(problem, by: FoldBond(time: "day")) }
        #expect(few?.diagnostics.first?.message == "2 times of the column `day` cannot be cut into 4 parts and one before them")
        // Validation rows that come first are in no part.
        let turned = self.problem("day") { 1000 - $0 }
        let early = #expect(throws: Failure.self) { try train(turned, by: FoldBond(time: "day"), refit: true) }
        #expect(early?.diagnostics.first?.message.hasSuffix("among the earliest rows, of which no part is made") == true)
    }

    @Test func aSearchCutsRowsAsTheyAreSplit() throws {
        let problem = problem("day", .regression) { $0 }
        let auto = Training.Algorithm.auto(over: [LinearFamily()]) { ($0.trials, $0.folds) = (1, 3) }
        let rows = try TrainingRows(schema: problem.schema, choices: FeatureChoices(), train: problem.train, valid: problem.valid)
        var bound = rows
        bound.foldsBy = FoldBond(time: "day")
        #expect(try FoldParts(3, of: bound, seed: 1).measured == Array(40..<160))
        #expect(try FoldParts(3, of: rows, seed: 1).measured == Array(0..<160))
        let (free, ordered) = (try train(problem, by: nil, folds: .parts(3), auto), try train(problem, by: FoldBond(time: "day"), folds: .parts(3), auto))
        #expect(free.fitted.trials?.value != ordered.fitted.trials?.value && ordered.fitted.trials?.value.isFinite == true)
    }
}
