import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct SVMTests {
    private static let tasks: [ModelTask] = [.binary, .multiclass, .regression]
    private static let kernels = SVMFamily.Configuration.Kernel.allCases

    private func algorithm(_ configuration: SVMFamily.Configuration) -> Training.Algorithm {
        Training.Algorithm(settings: SVMFamily().model(configuration))
    }

    private func odd(_ problem: Training.Problem) -> Table {
        var table = problem.valid.rows(Array(0..<60))
        for place in 0..<3 { table.columns[place].values = .numeric((0..<60).map { [.nan, 0, -2e6, 3, 0.3][($0 + place) % 5] }) }
        table.columns[3].values = .text(Training.texts((0..<60).map { [nil, "", "nowhere", "city 1"][$0 % 4] }))
        return table
    }

    @Test(arguments: tasks, kernels)
    func exportAnswersLikeTheTrainer(task: ModelTask, kernel: SVMFamily.Configuration.Kernel) throws {
        for seed in 1...2 {
            let problem = Training.mixed(task, seed: seed)
            let model = try Training.train(problem, algorithm(.init(kernel: kernel)))
            let check = ExportCheck(context: Training.context)
            #expect(try check.largestDifference(model, on: problem.valid) <= 1e-5)
            #expect(try check.largestDifference(model, on: odd(problem)) <= 1e-5)
            #expect(model.report.course.converged == true)
        }
    }

    private func encoded(_ problem: Training.Problem, sparse: Bool, weight: String? = nil) throws -> TrainingData {
        let configuration = TrainConfiguration(weight: weight)
        let rows = try TrainingRows(
            schema: problem.schema, choices: FeatureChoices(), train: problem.train, valid: problem.valid, weights: .init(configuration))
        return try rows.encoded(to: FeatureConfiguration(isSparse: sparse)).data
    }

    private func isNear(_ values: [Double], _ others: [Double], _ tolerance: Double) -> Bool {
        values.count == others.count && zip(values, others).allSatisfy { abs($0 - $1) <= tolerance }
    }

    /// scikit-learn's `LinearSVC(C=0.5)` with hardly a penalty on the bias, and the same for numbers, by SciPy.
    @Test func linearMachinesAreThoseOfScikitLearn() throws {
        let classes = try encoded(Training.points(.multiclass), sparse: true).train
        let expected = [
            [-1.11413189, -0.1548733, -0.52155984], [0.30158088, 0.12041609, -0.25], [0.55256864, -0.10011746, -0.56397657],
        ]
        for (problem, values) in zip(SVMProblem.all(classes, .softmax(classes: 3), .init(mean: 0, scale: 1), cost: 0.5), expected) {
            let result = HingeObjective(classes.features, problem, epsilon: nil).minimised(iterations: 500)
            #expect(isNear(result.point, values, 1e-6) && result.converged)
        }
        let numbers = try encoded(Training.points(.regression), sparse: true).train
        let scaling = TargetScaling(numbers.targets, loss: .squared)
        let problem = try #require(SVMProblem.all(numbers, .squared, scaling, cost: 0.5).first)
        let result = HingeObjective(numbers.features, problem, epsilon: 0.1).minimised(iterations: 500)
        #expect(isNear(result.point, [0.76461137, -0.55357952, 0.02366797], 1e-6))
    }

    private func margins(_ data: TrainingData, _ configuration: SVMFamily.Configuration) throws -> [Double] {
        var fitter = KernelSVMFitter(configuration: configuration, blas: try Training.blas(), log: { _ in })
        fitter.solver.tolerance = 1e-9
        return fitter.machines(data).machines.margins(data.train.features)
    }

    /// scikit-learn's `SVC(C=2)` and `SVR(C=2, epsilon=0.1)`, kernels of which are doubles where ours are floats.
    @Test func kernelMachinesAreThoseOfScikitLearn() throws {
        let plain = try margins(encoded(Training.points(.binary), sparse: false), .init(kernel: .rbf, cost: 2))
        #expect(isNear(
            plain,
            [
                -0.99999998, -1.00000009, -0.94634761, 0.52660801, 1, 1.25233257, -0.99999995, 1.20262308, 0.99999998, -0.49568929,
                1.00000007, 1.1762423, -1.68971202, 1.04122229, 0.29486885, 1.32476912,
            ], 2e-6))
        let weighted = try margins(encoded(Training.points(.binary), sparse: false, weight: "w"), .init(kernel: .rbf, cost: 2, gamma: 0.5))
        #expect(isNear(Array(weighted.prefix(6)), [-0.99999995, -1.06402238, -1.00000006, 0.48528706, 1.323419, 1.84604449], 2e-6))
        let numbers = try margins(encoded(Training.points(.regression), sparse: false), .init(kernel: .rbf, cost: 2))
        let scaling = TargetScaling(try encoded(Training.points(.regression), sparse: false).train.targets, loss: .squared)
        #expect(isNear(
            numbers.map { $0 * scaling.scale + scaling.mean },
            [
                -6.46715322, 10.38984755, 4.73585223, 13.6865921, 9.48625289, 10.926404, 12.5415431, 23.41834856, 21.93646828, 9.43880978,
                17.78208401, 13.45789268, 0.01290763, 25.46943497, 3.99850916, 24.83067817,
            ], 2e-5))
    }

    @Test(arguments: kernels) func probabilitiesComeTrue(kernel: SVMFamily.Configuration.Kernel) throws {
        for task in [ModelTask.binary, .multiclass] {
            let problem = Training.mixed(task, seed: 4)
            let model = try Training.train(problem, algorithm(.init(kernel: kernel)))
            let baseline = try Training.train(problem, .baseline)
            let (ours, theirs) = (try #require(model.report.valid[.logLoss]), try #require(baseline.report.valid[.logLoss]))
            #expect(ours < 0.8 * theirs, "\(task) \(kernel) \(ours) \(theirs)")
            let answers = try model.predict(problem.valid)
            let width = model.classes.count
            for row in 0..<problem.valid.rowCount { #expect(abs(answers[row * width..<(row + 1) * width].reduce(0, +) - 1) < 1e-5) }
        }
    }

    @Test(arguments: kernels) func threadsChangeNothing(kernel: SVMFamily.Configuration.Kernel) throws {
        let problem = Training.mixed(.multiclass, seed: 3)
        let models = try [1, 2].map {
            try Training.train(problem, algorithm(.init(kernel: kernel)), context: stageContext(threads: $0))
        }
        #expect(try models[0].model.bytes == models[1].model.bytes)
    }

    /// A machine with a kernel holds rows; one whose answers are all free holds one, and says the mean.
    @Test func holdsItsSupportVectors() throws {
        let problem = Training.mixed(.binary, seed: 1)
        let model = try Training.train(problem, algorithm(.init(kernel: .rbf)))
        let held = try #require(try ModelMetadata(of: model.model, name: "m").trainingRows)
        #expect(held > 50 && held < 900)
        #expect(try ModelMetadata(of: Training.train(problem, algorithm(.init())).model, name: "m").trainingRows == nil)
        let free = try Training.train(Training.points(.regression), algorithm(.init(kernel: .rbf, epsilon: 100)))
        #expect(try free.predict(Training.points(.regression).valid).allSatisfy { abs($0 - 10.8) < 30 })
        #expect(try ExportCheck(context: Training.context).largestDifference(free, on: Training.points(.regression).valid) <= 1e-6)
    }

    @Test func saysHowManyRowsAKernelTakes() throws {
        var configuration = SVMFamily.Configuration(kernel: .rbf)
        configuration.mostRows = 899
        let failure = #expect(throws: Failure.self) { try Training.train(Training.mixed(.binary, seed: 1), algorithm(configuration)) }
        let problem = try #require(failure?.diagnostics.first)
        #expect(problem.message == "an `svm` with `kernel: rbf` takes 899 rows at most, and there are 900")
        #expect(problem.hint == "take `kernel: linear`, raise `most_rows`, or learn from fewer rows")
    }
}
