import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// What other stages may take of a command: outputs that it names.
@Suite struct CommandProductsTests {
    private func spec(_ stages: String) throws -> ProjectSpec {
        try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\nstages:\n\(stages)".utf8), kinds: .builtIn)
    }

    private func problems(_ stages: String) -> [String] {
        do {
            _ = try spec(stages)
            return []
        } catch {
            return (error as? Failure)?.diagnostics.map { "\($0.message); \($0.hint ?? "")" } ?? ["\(error)"]
        }
    }

    private static let ingest = "  ingest: {kind: data, source: a.csv, target: y}\n"
    private static let train = """
          train:
            run: python3 train.py
            inputs: [data/train/ingest.parquet]
            outputs: {model: models/net/model.onnx, metrics: models/net/metrics.json}

        """

    @Test func aNamedModelIsEvaluatedQuantizedAndDeployed() throws {
        let spec = try spec(
            Self.ingest + Self.train + """
                  evaluate: {kind: evaluate, models: ["${stages.train}", "${stages.small}"], data: "${stages.ingest}"}
                  small: {kind: quantize, model: "${stages.train.model}", calibrate: "${stages.ingest.valid}"}
                  deploy: {kind: deploy, model: "${stages.train.model}"}

                """)
        #expect(
            spec.stage("evaluate")?.inputs.prefix(2) == [
                StageInput(role: "models.net", path: "models/net/model.onnx", producer: "train"),
                StageInput(role: "models.net-int8", path: "models/net/model.int8.onnx", producer: "small"),
            ])
        #expect(spec.stage("small")?.output("model")?.path == "models/net/model.int8.onnx")
        #expect(
            spec.stage("deploy")?.inputs == [
                StageInput(role: "model", path: "models/net/model.onnx", producer: "train"),
                StageInput(role: "test", path: "data/test/ingest.parquet", producer: "ingest"),
                StageInput(role: "schema", path: "data/schema.yaml", producer: "ingest"),
            ])
        #expect(spec.stage("train")?.outputs.map(\.role) == ["model", "metrics"])
    }

    @Test func aCommandStandsInForADataStage() throws {
        let spec = try spec(
            """
              prepare:
                run: python3 prepare.py
                outputs: {train: d/a.parquet, valid: d/b.parquet, test: d/c.parquet, schema: d/schema.yaml}
              baseline: {kind: train, data: "${stages.prepare}", model: baseline}
              fit: {run: python3 fit.py, inputs: [d/a.parquet], outputs: [models/fitted.pickle]}
              export: {run: python3 export.py, inputs: [models/fitted.pickle], outputs: {forest: models/forest.onnx}}
              evaluate:
                kind: evaluate
                models: ["${stages.baseline}", "${stages.export.forest}"]
                data: ${stages.prepare}
              deploy: {kind: deploy, model: "${stages.export.forest}"}

            """)
        #expect(spec.stage("baseline")?.inputs.map(\.path) == ["d/a.parquet", "d/b.parquet", "d/schema.yaml"])
        #expect(
            spec.stage("evaluate")?.inputs.map(\.role)
                == ["models.baseline", "models.forest", "valid", "test", "schema"])
        // The data are found through the command between.
        #expect(spec.stage("deploy")?.inputs.map(\.path) == ["models/forest.onnx", "d/c.parquet", "d/schema.yaml"])
        #expect(spec.stages.map(\.name) == ["prepare", "baseline", "fit", "export", "evaluate", "deploy"])
    }

    @Test func theDataBehindAQuantizedModelAreThoseOfTheCommand() throws {
        let spec = try spec(
            Self.ingest + Self.train + """
                  small: {kind: quantize, model: "${stages.train.model}", calibrate: "${stages.ingest.valid}"}
                  deploy: {kind: deploy, model: "${stages.small}"}

                """)
        #expect(
            spec.stage("deploy")?.inputs.map(\.path) == [
                "models/net/model.int8.onnx", "reports/quantization.json", "data/test/ingest.parquet", "data/schema.yaml",
            ])
    }

    @Test func anOutputWithoutThatNameIsReported() {
        #expect(
            problems(Self.ingest + Self.train + "  deploy: {kind: deploy, model: \"${stages.train.modle}\"}\n")
                == ["the command `train` names no output `modle`; did you mean `model`?"])
        let list = "  train: {run: \"true\", inputs: [data/train/ingest.parquet], outputs: [models/model.onnx]}\n"
        #expect(
            problems(Self.ingest + list + "  deploy: {kind: deploy, model: \"${stages.train}\"}\n")
                == [
                    "the command `train` names no output `model`; "
                        + "name it in `train`: `outputs: {model: PATH}`"
                ])
    }

    @Test func aCommandWithoutAllSplitsIsNoData() {
        let stages = """
              prepare: {run: "true", outputs: {train: a, valid: b}}
              train: {kind: train, data: "${stages.prepare}", model: baseline}

            """
        #expect(
            problems(stages) == [
                "the command `prepare` names no output `test` and `schema`; it can be used as data if `outputs` is a "
                    + "mapping with `train`, `valid`, `test` and `schema`"
            ])
    }

    @Test func aDeployedModelNeedsDataBehindIt() {
        let stages = """
              train: {run: "true", outputs: {model: models/model.onnx}}
              deploy: {kind: deploy, model: "${stages.train.model}"}

            """
        #expect(
            problems(stages) == [
                "`deploy` cannot tell from which data `train` made its model; let it read, in its `inputs`, what a "
                    + "stage of kind `data` writes"
            ])
    }
}
