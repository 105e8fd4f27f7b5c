import MLKitCore
import MLKitEngines
import MLKitEvaluation
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import Testing

@testable import MLKitTraining

@Suite struct TrainStageFailureTests {
    private let problem = Training.problem(.binary)

    private func failure(
        _ algorithm: Training.Algorithm = .baseline, context: StageContext = Training.context,
        _ change: (inout Training.Problem) -> Void
    ) async -> String {
        var problem = problem
        change(&problem)
        return await failureText { _ = try Training.train(problem, algorithm, context: context) }
    }

    @Test func anEmptySplit() async {
        #expect(
            await failure { $0.train = $0.train.prefix(0) } == """
                error: there are no training rows

                hint: give the training split a larger share of the rows

                """)
        #expect(await failure { $0.valid = $0.valid.prefix(0) }.hasPrefix("error: there are no validation rows\n"))
    }

    @Test func oneClassOnly() async {
        let text = await failure { problem in
            problem.train.columns[4].values = .text(Training.texts([String](repeating: "yes", count: 400)))
        }
        #expect(
            text == """
                error: the target `target` is `yes` in every training row

                hint: a classifier needs rows of at least two classes

                """)
    }

    @Test func aMissingColumn() async {
        let text = await failure { $0.train.columns[2].name = "color" }
        #expect(
            text == """
                error: the table has no column `colour`

                hint: did you mean `color`?

                """)
    }

    @Test func aColumnOfAnotherType() async {
        let text = await failure { problem in
            problem.train.columns[0].values = .text(Training.texts([String](repeating: "five", count: 400)))
        }
        #expect(text == "error: the column `x` holds text where the schema says numbers\n")
        let numbers = await failure { problem in
            problem.valid.columns[3].values = .numeric([Double](repeating: 1, count: 200))
        }
        #expect(numbers == "error: the column `flag` holds numbers where the schema says text\n")
    }

    @Test func anInfiniteNumber() async {
        let values = [1, .infinity] + [Double](repeating: 0, count: 398)
        let text = await failure { $0.train.columns[0].values = .numeric(values) }
        #expect(text == "error: the column `x` has an infinite number in row 2\n")
    }

    @Test func nothingToLearnFrom() async {
        let text = await failure {
            $0 = .init(
                task: .binary, schema: TableSchema(columns: [$0.schema.columns[4]], target: "target"), train: $0.train,
                valid: $0.valid)
        }
        #expect(text.hasPrefix("error: there is nothing to learn from: no column beside the target `target`"))
    }

    @Test func anEngineThatIsNotInstalled() async {
        let context = StageContext(engines: EngineLocator(folders: [], programs: [], libraries: []))
        #expect(await failure(Training.trees, context: context) { _ in }.hasPrefix("error: XGBoost is not installed\n"))
        let network = await failure(Training.linear, context: context) { _ in }
        #expect(network.hasPrefix("error: OpenBLAS is not installed\n"))
        #expect(network.contains("hint: install it with `python3 -m pip install --no-deps --target engines scipy-openblas32=="))
    }

    @Test func aTableTooWideForMemory() async {
        let names = (0..<40_000).map { "name \($0)" }
        let column = ColumnSchema(name: "name", type: .text)
        let table = Training.table(["name": .text(Training.codes(names))], rows: 40_000)
        let schema = TableSchema(columns: [column], target: "other")
        let text = await failureText {
            _ = try FeatureEncoder(fitting: table, schema: schema, to: FeatureConfiguration()).encode(table)
        }
        #expect(
            text == """
                error: the model's inputs would take 5 GiB: 40000 rows of 40000 numbers
                note: `name` alone becomes 40000 columns

                hint: raise `min_count` or `min_share` of the categorical features, or drop the column

                """)
    }

    @Test func aNetworkThatNoMachineHolds() async {
        let text = await failure(.network(.init(hidden: [65_536, 65_536]))) { _ in }
        #expect(text.hasPrefix("error: training the network would take 64 GiB: it has "))
    }
}
