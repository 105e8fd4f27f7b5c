import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTraining

/// Networks that learn from another model's answers.
@Suite struct DistillationTests {
    private func settings(_ change: (inout Distillation) -> Void = { _ in }) -> Training.Algorithm {
        var settings = NetworkFamily.Configuration(hidden: [16], learningRate: 0.02, batchSize: 50, epochs: 60, patience: 60, l2: 0)
        var distillation = Distillation()
        change(&distillation)
        settings.distill = distillation
        return .network(settings)
    }

    private func train(
        _ problem: Training.Problem, _ algorithm: Training.Algorithm, teacher: TrainedModel
    ) throws -> TrainedModel {
        let scratch = try ScratchDirectory()
        let path = scratch.path.appending("teacher.onnx")
        try LocalFileSystem().write(try teacher.model.bytes, to: path)
        defer { withExtendedLifetime(scratch) {} }
        return try TrainStage.run(
            configuration: TrainConfiguration(model: ModelChoice(name: "student", algorithm.settings), seed: 1),
            schema: problem.schema, train: problem.train, valid: problem.valid, teacher: path, context: Training.context)
    }

    /// The student of a teacher that knows another rule answers by that rule, as far as the teacher counts.
    @Test(arguments: [ModelTask.binary, .multiclass]) func aStudentAnswersAsItsTeacher(task: ModelTask) throws {
        let problem = Training.problem(task)
        // Another rule: the classes change places.
        var other = problem
        let turned: (Column) -> Column = { column in
            switch column {
            case .text(let texts): .text(Training.texts(texts.codes.map { texts.categories[1 - Int($0)] }))
            case .numeric(let values): .numeric(values.map { 2 - $0 })
            }
        }
        other.train.columns[4].values = turned(other.train.columns[4].values)
        other.valid.columns[4].values = turned(other.valid.columns[4].values)
        let teacher = try Training.train(other, Training.trees)
        func accuracy(_ share: Double) throws -> Double {
            let student = try train(problem, settings { $0.share = share }, teacher: teacher)
            return try #require(student.report.train[.accuracy])
        }
        #expect(try accuracy(0) > 0.9)
        #expect(try accuracy(1) < 0.6)
    }

    @Test func aStudentOfValuesLearnsThem() throws {
        let problem = Training.problem(.regression)
        let teacher = try Training.train(problem, Training.lightGBM)
        let student = try train(problem, settings { $0.share = 1 }, teacher: teacher)
        #expect(try #require(student.report.valid[.r2]) > 0.9)
        #expect(student.report.algorithm == "network with 16 hidden units, distilled")
    }

    @Test func aTeacherOfOtherClassesIsRefused() async throws {
        let teacher = try Training.train(Training.problem(.multiclass), Training.trees)
        let text = await failureText { _ = try train(Training.problem(.binary), settings(), teacher: teacher) }
        #expect(text.hasPrefix("error: ") && text.contains("teacher.onnx"), "\(text)")
    }

    // MARK: The loss

    /// At temperature 2 margins of 0 and 2 are as those of 0 and 1.
    @Test func probabilitiesAreTempered() {
        let plain = SoftTargets<Float>.tempered([0.2, 0.8], 1)
        #expect(abs(plain[1] - 0.8) < 1e-9)
        let even = SoftTargets<Float>.tempered([1 / (1 + 7.389_056_1), 7.389_056_1 / (1 + 7.389_056_1)], 2)
        #expect(abs(even[1] - 0.731_058_58) < 1e-6)
        let sure = SoftTargets<Float>.tempered([0, 1], 1)
        #expect(sure[0] > 0 && sure[0] < 1e-6)
    }

    @Test(arguments: [Loss.logistic, .softmax(classes: 3), .squared], [false, true])
    func slopesAreThoseOfTheLoss(loss: Loss, isWeighted: Bool) {
        let width = loss.outputs
        let margins = (0..<(2 * width)).map { Double($0 * 7 % 5) / 2 - 1 }
        let soft = SoftTargets<Double>(
            values: loss == .softmax(classes: 3) ? [0.2, 0.3, 0.5, 0.6, 0.3, 0.1] : [0.3, 0.9], temperature: loss == .squared ? 1 : 3,
            share: 0.7)
        func value(_ margins: [Double]) -> (Double, [Double]) {
            var slopes = margins
            let sum = slopes.withUnsafeMutableBufferPointer { slopes in
                [1.0, 0].withUnsafeBufferPointer {
                    loss.differentiate(slopes, targets: $0, weights: isWeighted ? [2, 0.5] : nil, soft: soft)
                }
            }
            return (sum, slopes)
        }
        let slopes = value(margins).1
        for place in margins.indices {
            var (low, high) = (margins, margins)
            low[place] -= 1e-5
            high[place] += 1e-5
            #expect(abs((value(high).0 - value(low).0) / 2e-5 - slopes[place]) < 1e-7)
        }
    }

    /// A teacher that answers the labels themselves adds nothing, and one that does not count neither.
    @Test func labelsAsAnswersAreTheLabels() {
        func value(_ soft: SoftTargets<Double>?) -> (Double, [Double]) {
            var slopes = [0.3, -1, 2, 0.5, 0.1, 0]
            let sum = slopes.withUnsafeMutableBufferPointer { slopes in
                [2.0, 0].withUnsafeBufferPointer { Loss.softmax(classes: 3).differentiate(slopes, targets: $0, soft: soft) }
            }
            return (sum, slopes)
        }
        let plain = value(nil)
        let answers = [0.0, 0, 1, 1, 0, 0]
        for soft in [
            SoftTargets(values: answers, temperature: 1, share: 1), .init(values: answers, temperature: 1, share: 0.4),
            .init(values: [0.5, 0.5, 0, 0, 1, 0], temperature: 5, share: 0),
        ] {
            let taught = value(soft)
            #expect(abs(taught.0 - plain.0) < 1e-12)
            #expect(zip(taught.1, plain.1).allSatisfy { abs($0 - $1) < 1e-12 })
        }
    }
}
