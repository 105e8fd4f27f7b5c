import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitTables
import Testing

@testable import MLKitTraining

/// What trainers keep count of is what their models answer.
@Suite struct KnownAnswersTests {
    @Test(arguments: [ModelTask.binary, .multiclass, .regression])
    func areThoseOfTheModel(task: ModelTask) throws {
        let problem = Training.problem(task)
        for algorithm in [
            Training.Algorithm.lightGBM { ($0.rounds, $0.patience, $0.leaves) = (40, 0, 7) }, .trees(.init(rounds: 40, maxDepth: 3)),
            // The last round is the best.
            .lightGBM { ($0.rounds, $0.patience, $0.learningRate) = (5, 3, 0.01) },
        ] {
            let fitted = try Training.train(problem, algorithm).fitted
            let known = try #require(fitted.answers)
            #expect(try known.train == fitted.model.predict(problem.train) && known.valid == fitted.model.predict(problem.valid))
        }
    }

    @Test func areNotOfRoundsThatAreLeftOut() throws {
        let problem = Training.problem(.binary, rows: 150)
        let trained = try Training.train(problem, .lightGBM { ($0.rounds, $0.patience, $0.learningRate, $0.minimumRows) = (400, 5, 0.5, 5) })
        let course = trained.report.course
        #expect(try #require(course.bestRound) < #require(course.rounds) && trained.fitted.answers == nil)
    }
}
