import MLKitCore
import MLKitEngines
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStages
import MLKitTables
import MLKitTraining
import MLKitYAML
import SystemPackage

/// A kind of stage that only these tests have: it writes a number as many times as it is told.
struct ToyKind: StageKind {
    struct Configuration: Hashable {
        var source = ""
        var times = 3
    }

    var keys: KeySet<Configuration> {
        KeySet(
            "a stage of kind `toy`", name: "toy", blank: Configuration(),
            [
                Key("source", \.source, .path, "the file that it reads", required: true),
                Key("toy_times", \.times, .integer(1...9), "how often the toy says it"),
            ])
    }

    let version = 7
    let makes: Set<StageProduct.Sort> = [.report]
    var reports: [StageReport] { [StageReport(role: "said", ToyReport.self)] }
    var seed: String? { nil }
    var candidates: String? { nil }
    let showsProject = false
    let example = "  play:\n    kind: toy\n    source: data/toy.txt\n"

    var execution: StageExecution<Configuration> {
        .worker { configuration, work in
            let text = try work.context.files.readText(work.input("source"))
            var report = ToyReport()
            report.words = Array(repeating: text, count: configuration.times)
            try work.context.files.write(report.json.pretty, to: work.output("said"))
            return StageResult(summary: "said it", metrics: ["times": .int(configuration.times)])
        }
    }

    func engines(_ configuration: Configuration) -> [Engine] { [.curl] }
    func uses(_ configuration: Configuration) -> StageUses { StageUses() }
    func views(_ configuration: Configuration) -> StageViews { StageViews() }

    func inputs(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageInput] {
        [StageInput(role: "source", path: configuration.source)]
    }

    func outputs(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageOutput] {
        [StageOutput(role: "said", path: "toys/\(stage.name).json")]
    }

    func products(_ configuration: Configuration, of stage: StageOutline, _ wiring: inout Wiring) -> [StageProduct] {
        [.report(role: "said")]
    }

    func problems(_ configuration: Configuration, of stage: StageOutline, in node: Node) -> [Diagnostic] { [] }
    func decisive(_ written: [JSON.Member], _ configuration: Configuration) -> [JSON.Member] { written }
    func split(of figure: String, by version: Int) -> String? { nil }
    func testKey(_ configuration: Configuration) -> String? { nil }
}

struct ToyReport: Report, Hashable {
    static let name = "toy"
    var words: [String] = []

    static let keys = KeySet<ToyReport>(
        "what a toy said", blank: ToyReport(),
        [Key("words", \.words, .list(.text), "what it said", required: true)])
}

/// A family of models that only these tests have: it answers always the same class.
struct ToyFamily: FeatureModelFamily {
    struct Configuration: Hashable, Sendable {
        var stubbornness = 1.0
    }

    var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `stubborn`", name: "stubborn", blank: Configuration(),
            [Key("stubbornness", \.stubbornness, .number(0...1), "the probability of what it answers")])
    }

    func engines(_ configuration: Configuration) -> [Engine] { [] }
    func algorithm(_ configuration: Configuration, for task: ModelTask) -> String { "stubbornness" }

    func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? { nil }
    func canRefit(_ configuration: Configuration) -> Bool { true }
    func settled(_ configuration: Configuration, at step: Int) -> Configuration? { nil }

    func train(
        _ configuration: Configuration, on data: TrainingData, seed: Int, _ context: StageContext
    ) throws -> TrainingResult {
        let sure = Float(configuration.stubbornness)
        return TrainingResult(estimator: Stubborn(answer: [1 - sure, sure]))
    }
}

private struct Stubborn: Estimator {
    let answer: [Float]

    func predict(_ features: FeatureMatrix) -> [Float] { (0..<features.rows).flatMap { _ in answer } }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        let rows = builder.node("Shape", [columns[0]])
        return builder.node("Expand", [builder.constant(try Tensor(.float(answer), shape: [1, answer.count])), rows])
    }
}
