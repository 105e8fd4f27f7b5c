import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// What the values of a row add to the answer of a mean of models.
@Suite struct ExplainedMeanTests {
    private static let small = Training.Algorithm.lightGBM { ($0.rounds, $0.patience, $0.leaves) = (20, 0, 7) }
    private static let trees = Training.Algorithm.trees(.init(rounds: 15, maxDepth: 3))

    private func explained(_ parts: [(Training.Algorithm, Float)], _ problem: Training.Problem) throws -> ExplainedModel {
        let members = try parts.enumerated().map { place, part in
            WeightedMean.Member(name: "trial\(place)", weight: part.1, model: try Training.train(problem, part.0).fitted.model)
        }
        let exporter = ModelExporter(target: try Target(problem.schema), model: "m", family: "auto")
        return try ExplainedModel(
            try exporter.export(WeightedMean(members: members)).bytes, name: "m", schema: problem.schema, table: problem.train, seed: 1,
            context: Training.context)
    }

    private func adds(_ found: RowExplanation) -> [String: Double] { Dictionary(uniqueKeysWithValues: found.parts.map { ($0.column, $0.adds) }) }

    @Test func aMeanOfTreesIsExact() throws {
        let problem = Training.problem(.regression, rows: 150)
        let parts = [(Self.small, Float(0.75)), (Self.trees, Float(0.25))]
        let found = try explained(parts, problem).explain(row: 5)
        #expect(found.method == .trees && found.exact == 1 && found.note == nil && found.parts.allSatisfy { $0.error == nil })
        #expect(abs(found.value - found.answer) < 1e-5 * abs(found.answer))
        #expect(abs(found.parts.reduce(found.base) { $0 + $1.adds } - found.value) < 1e-6 * abs(found.value))
        let alone = try parts.map { adds(try explained([($0.0, 1)], problem).explain(row: 5, method: .trees)) }
        for (column, value) in adds(found) {
            let mean = 0.75 * (alone[0][column] ?? .nan) + 0.25 * (alone[1][column] ?? .nan)
            #expect(abs(value - mean) < 1e-6 * 10_000, "\(column)")
        }
        #expect(try explained(parts, problem).explain(row: 5, method: .trees).method == .trees)
    }

    @Test func whatIsNoSumOfTreesIsDrawn() throws {
        let problem = Training.problem(.regression, rows: 150)
        let model = try explained([(Self.small, 0.75), (Training.linear, 0.25)], problem)
        let found = try model.explain(row: 5, orders: 400)
        #expect(found.method == .sampled && found.exact == 0.75 && found.json["exact"]?.double == 0.75)
        #expect(abs(found.value - found.answer) < 1e-5 * abs(found.answer))
        #expect(abs(found.parts.reduce(found.base) { $0 + $1.adds } - found.value) < 1e-6 * abs(found.value))
        let drawn = try model.explain(row: 5, method: .sampled, orders: 2000)
        #expect(drawn.exact == nil)
        for part in found.parts {
            let other = try #require(drawn.parts.first { $0.column == part.column })
            let (own, all) = (try #require(part.error), try #require(other.error))
            // The trees' share of the error is gone.
            #expect(abs(part.adds - other.adds) < 5 * (own + all) + 1, "\(part) \(other)")
        }
        let failure = #expect(throws: Failure.self) { try model.explain(row: 5, method: .trees) }
        #expect(failure?.diagnostics.first?.message == "the model is the mean of 2 models, and 1 of them is no sum of trees on the scale of the number")
    }

    @Test func sharesOfForestsAreProbabilities() throws {
        let problem = Training.problem(.binary, rows: 150)
        let other = Training.Algorithm.forest { ($0.trees, $0.leaves) = (20, 8) }
        let model = try explained([(Training.forest, 0.5), (other, 0.5)], problem)
        for name in ["no", "yes"] {
            let found = try model.explain(row: 5, class: name)
            #expect(found.method == .trees && found.unit == "probability" && found.exact == 1)
            #expect(abs(found.value - found.answer) < 1e-5)
            #expect(abs(found.parts.reduce(found.base) { $0 + $1.adds } - found.value) < 1e-6)
        }
    }

    @Test func logOddsOfTreesAreNot() throws {
        let problem = Training.problem(.binary, rows: 150)
        let model = try explained([(Self.small, 0.5), (Training.forest, 0.5)], problem)
        let mixed = try model.explain(row: 5)
        #expect(mixed.method == .sampled && mixed.exact == 0.5 && mixed.note?.contains("log-odds") == true)
        #expect(abs(mixed.parts.reduce(mixed.base) { $0 + $1.adds } - mixed.value) < 1e-6 && abs(mixed.value - mixed.answer) < 1e-5)
        let none = try explained([(Self.small, 0.5), (Training.linear, 0.5)], problem).explain(row: 5)
        #expect(none.method == .sampled && none.exact == nil && none.note?.hasPrefix("drawn, as the model is a mean of 2 models' probabilities") == true)
        let free = try explained([(Training.ridge, 0.5), (Training.linear, 0.5)], problem).explain(row: 5)
        #expect(free.method == .sampled && free.exact == nil && free.note == nil)
    }
}
