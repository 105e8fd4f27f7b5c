import MLKitCore
import MLKitEvaluation
import MLKitReports
import MLKitSpec
import MLKitStages
import MLKitTables
import MLKitTraining
import Testing

@Suite struct ProjectSpecTests {
    let spec: ProjectSpec

    init() throws {
        spec = try ProjectSpec(parsing: Array(exampleSpec.utf8), kinds: .builtIn)
    }

    @Test func producersComeFirst() {
        #expect(
            spec.stages.map(\.name) == [
                "ingest", "train.baseline", "train.logistic", "train.network", "train.trees", "evaluate", "deploy",
                "quantize", "report",
            ])
    }

    @Test func everyPartIsDecoded() {
        #expect(spec.project.name == "census")
        #expect(spec.project.maturity == .mvp)
        #expect(spec.serving.port == 9000)
        #expect(spec.checklists == ["end-to-end"])
        #expect(
            spec.stage("ingest")?.settings.value as? DataConfiguration
                == DataConfiguration(
                    source: "data/original/adult.csv.gz", target: "income",
                    clean: .init(missing: ["?", ""], drop: ["fnlwgt"]),
                    split: .init(train: 0.7, valid: 0.15, test: 0.15, stratify: "income", seed: 42)))
    }

    @Test func candidatesAreStagesOfTheirOwn() {
        let trees = spec.stage("train.trees")
        let training = trees?.settings.value as? TrainConfiguration
        #expect(training?.features == FeatureChoices(categorical: .init(minimumCount: 20)))
        #expect(training?.model?.name == "trees")
        #expect(training?.model?.settings.value as? TreesFamily.Configuration == .init(rounds: 200))
        #expect(trees?.parameters == ["train.rounds": 200])
        #expect(spec.stage("train.network")?.parameters == [:])
        #expect(trees?.output("model")?.path == "models/trees/model.onnx")
        #expect(trees?.group == "train")
    }

    @Test func aMatrixMayItselfBeAParameter() throws {
        let text = """
            mlkit: 1
            project: {name: p}
            params: {rounds: 5, models: [baseline, {name: t, kind: trees, rounds: 7}]}
            stages:
              ingest: {kind: data, source: a.csv, target: y}
              train: {kind: train, data: "${stages.ingest}", matrix: {model: "${params.models}"}}

            """
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        #expect(spec.stages.map(\.name) == ["ingest", "train.baseline", "train.t"])
        // What makes the list does not make a candidate: one more leaves the others as they are.
        #expect(spec.stage("train.t")?.parameters == [:])
    }

    @Test func referencesBecomeInputs() {
        #expect(
            spec.stage("train.logistic")?.inputs == [
                StageInput(role: "train", path: "data/train/ingest.parquet", producer: "ingest"),
                StageInput(role: "valid", path: "data/valid/ingest.parquet", producer: "ingest"),
                StageInput(role: "schema", path: "data/schema.yaml", producer: "ingest"),
            ])
        #expect(
            spec.stage("quantize")?.inputs == [
                StageInput(role: "model", path: "models/network/model.onnx", producer: "train.network"),
                StageInput(role: "calibrate", path: "data/valid/ingest.parquet", producer: "ingest"),
                StageInput(role: "valid", path: "data/valid/ingest.parquet", producer: "ingest"),
                StageInput(role: "schema", path: "data/schema.yaml", producer: "ingest"),
            ])
        #expect(
            spec.stage("deploy")?.inputs == [
                StageInput(role: "model", path: "models/selected.onnx", producer: "evaluate"),
                StageInput(role: "evaluation", path: "reports/evaluation.json", producer: "evaluate"),
                StageInput(role: "test", path: "data/test/ingest.parquet", producer: "ingest"),
                StageInput(role: "schema", path: "data/schema.yaml", producer: "ingest"),
            ])
        #expect(spec.stage("evaluate")?.inputs.map(\.role).first == "models.baseline")
    }

    @Test func aCommandFollowsWhoeverWritesItsInputs() {
        let report = spec.stage("report")
        #expect(report?.producers == ["evaluate"])
        #expect(report?.settings.command == ["/bin/sh", "-c", #"python3 src/report.py "$HOME" 42"#])
        #expect(report?.parameters == ["seed": 42, "train.rounds": 200])
        #expect(report?.settings.uses.environment == ["LANG"])
    }

    @Test func aBoundIsRead() {
        let evaluate = spec.stage("evaluate")?.settings.value as? EvaluateConfiguration
        #expect(
            evaluate?.select
                == .init(
                    metric: .rocAUC, maximize: true,
                    subjectTo: [.init(quantity: "size_mb", comparison: .less, limit: 5)]))
    }

    @Test func commentsOrderAndQuotesDoNotMatter() throws {
        let one = try ProjectSpec(parsing: Array(exampleSpec.utf8), kinds: .builtIn)
        let other = exampleSpec.replacing(
            "        source: data/original/adult.csv.gz\n        target: income\n",
            with: "        target: 'income' # what we predict\n        source: \"data/original/adult.csv.gz\"\n")
        let two = try ProjectSpec(parsing: Array(other.utf8), kinds: .builtIn)
        #expect(one.stage("ingest")?.configuration == two.stage("ingest")?.configuration)
    }

    @Test func aPackageIsNamedAsPythonCanImportIt() {
        #expect(Layout(named: "data-science", project: "census-2024")?[.executor] == "census_2024/modeling")
        #expect(Layout(named: "data-science", project: "2024-census")?[.utils] == "_2024_census")
    }
}
