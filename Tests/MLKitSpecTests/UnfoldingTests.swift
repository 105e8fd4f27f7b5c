import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTraining
import Testing

/// `foreach` and `matrix`: the stages that one entry stands for.
@Suite struct UnfoldingTests {
    private static let head = "mlkit: 1\nproject: {name: p}\n"

    private func spec(_ text: String) throws -> ProjectSpec { try ProjectSpec(parsing: Array((Self.head + text).utf8), kinds: .builtIn) }

    private func problems(_ text: String) -> String {
        do {
            _ = try spec(text)
            return ""
        } catch {
            return "\(error)"
        }
    }

    private func command(_ stage: StageSpec?) -> String? { stage?.configuration["run"]?.string }

    @Test func aListBecomesAStageForEachItem() throws {
        let spec = try spec(
            "stages:\n  fit: {foreach: [de, 2, 0.5], run: 'fit ${item} ${key} $${item} ${HOME}', outputs: ['out/${item}']}\n"
        )
        #expect(spec.stages.map(\.name) == ["fit.de", "fit.2", "fit.0_5"])
        #expect(spec.stages.allSatisfy { $0.group == "fit" })
        #expect(command(spec.stage("fit.0_5")) == "fit 0.5 0_5 ${item} ${HOME}")
        #expect(spec.stage("fit.de")?.outputs.map(\.path) == ["out/de"])
        #expect(spec.stage("fit.de")?.configuration["foreach"] == nil)
    }

    @Test func aMappingNamesItsItems() throws {
        let spec = try spec(
            "stages:\n  fit: {foreach: {big: {rows: 10, dir: a}, small: {rows: 1, dir: b}}, "
                + "run: 'fit ${item.rows} ${key}', params: [], outputs: ['${item.dir}/${key}']}\n")
        #expect(spec.stages.map(\.name) == ["fit.big", "fit.small"])
        #expect(command(spec.stage("fit.big")) == "fit 10 big")
        #expect(spec.stage("fit.small")?.outputs.map(\.path) == ["b/small"])
    }

    @Test func aMatrixIsEveryCombination() throws {
        let spec = try spec(
            "stages:\n  fit: {matrix: {lang: [de, fr], size: [1, 2]}, run: 'fit ${matrix.lang} ${matrix.size}'}\n")
        #expect(spec.stages.map(\.name) == ["fit.de-1", "fit.de-2", "fit.fr-1", "fit.fr-2"])
        #expect(command(spec.stage("fit.fr-1")) == "fit fr 1")
    }

    @Test func aValueKeepsItsTypeWhereItStandsAlone() throws {
        let spec = try spec(
            """
            stages:
              a: {kind: data, source: a.csv, target: y}
              t:
                kind: train
                data: ${stages.a}
                model: {kind: trees, max_depth: "${matrix.depth}", learning_rate: "${matrix.rate.value}"}
                matrix: {depth: [2, 3], rate: [{name: slow, value: 0.1}]}

            """)
        #expect(spec.stages.map(\.name) == ["a", "t.2-slow", "t.3-slow"])
        let stage = spec.stage("t.3-slow")
        let model = (stage?.settings.value as? TrainConfiguration)?.model
        #expect(model?.name == "trees")
        #expect(model?.settings.value as? TreesFamily.Configuration == .init(maxDepth: 3, learningRate: 0.1))
        #expect(stage?.output("model")?.path == "models/trees-3-slow/model.onnx")
    }

    @Test func modelsAndOtherValuesMultiply() throws {
        let spec = try spec(
            """
            stages:
              a: {kind: data, source: a.csv, target: y}
              t:
                kind: train
                data: ${stages.a}
                matrix: {model: [baseline, {kind: trees, rounds: "${matrix.seed}"}], seed: [1, 2]}
              e: {kind: evaluate, models: "${stages.t}", data: "${stages.a}"}
              q: {kind: quantize, model: "${stages.t.trees-2}", calibrate: "${stages.a.valid}"}

            """)
        #expect(spec.stages.map(\.name) == ["a", "t.baseline-1", "t.baseline-2", "t.trees-1", "t.trees-2", "e", "q"])
        #expect(
            spec.stage("e")?.inputs.prefix(4).map(\.role)
                == ["models.baseline-1", "models.baseline-2", "models.trees-1", "models.trees-2"])
        #expect(spec.stage("q")?.inputs.first?.path == "models/trees-2/model.onnx")
        #expect(spec.stage("t.trees-2")?.configuration["model"]?["rounds"] == 2)
    }

    @Test func builtInStagesHaveFilesOfTheirOwn() throws {
        let spec = try spec(
            """
            stages:
              a: {foreach: [de, fr], kind: data, source: "${item}.csv", target: y}
              t: {foreach: [de, fr], kind: train, data: "${stages.a.${item}}", model: trees}
              e: {foreach: [de, fr], kind: evaluate, models: "${stages.t.${item}}", data: "${stages.a.${item}}"}
              q:
                foreach: [de, fr]
                kind: quantize
                model: ${stages.t.${item}}
                calibrate: ${stages.a.${item}.train}

            """)
        #expect(spec.stages.count == 8)
        #expect(
            spec.stage("a.fr")?.outputs.map(\.path) == [
                "data/train/a.fr.parquet", "data/valid/a.fr.parquet", "data/test/a.fr.parquet", "data/schema.fr.yaml",
                "reports/data.fr.json",
            ])
        #expect(
            spec.stage("t.fr")?.inputs.first
                == StageInput(role: "train", path: "data/train/a.fr.parquet", producer: "a.fr"))
        #expect(spec.stage("e.de")?.outputs.map(\.path) == ["reports/evaluation.de.json", "models/selected.de.onnx"])
        #expect(spec.stage("q.de")?.output("model")?.path == "models/trees-de/model.int8.onnx")
        #expect(spec.stage("q.de")?.inputs[1].path == "data/train/a.de.parquet")
    }

    @Test func othersReferToOneOrToAll() throws {
        let spec = try spec(
            """
            stages:
              fit: {matrix: {lang: [de, fr], size: [1, 2]}, run: x, outputs: {model: "m/${key}", log: "l/${key}"}}
              one: {run: x, inputs: ["${stages.fit.fr-2}"]}
              model: {run: x, inputs: ["${stages.fit.de-1.model}", a.txt]}
              all: {run: x, inputs: ["${stages.fit}"]}
              folder: {run: x, inputs: [m]}

            """)
        #expect(spec.stage("one")?.inputs.map(\.path) == ["m/fr-2", "l/fr-2"])
        #expect(spec.stage("model")?.inputs.map(\.path) == ["m/de-1", "a.txt"])
        #expect(spec.stage("model")?.producers == ["fit.de-1"])
        #expect(spec.stage("all")?.producers == ["fit.de-1", "fit.de-2", "fit.fr-1", "fit.fr-2"])
        #expect(spec.stage("all")?.inputs.count == 8)
        #expect(spec.stage("folder")?.inputs.count == 1)
        #expect(spec.stage("folder")?.producers == ["fit.de-1", "fit.de-2", "fit.fr-1", "fit.fr-2"])
    }

    @Test func eachStageUsesItsOwnParameters() throws {
        let spec = try spec(
            """
            params: {langs: [de, fr], size: {de: 1, fr: 2}, deep: {a: 3}, all: 4, text: "$${item} ${HOME}"}
            stages:
              fit:
                foreach: ${params.langs}
                run: "fit ${item} ${params.size.${item}} ${params.all}"
              own: {foreach: {a: "${params.deep.a}", b: 5}, run: ["x", "${item}"]}
              list: {foreach: ["${params.text}"], run: "echo ${item}"}

            """)
        #expect(spec.stage("fit.de")?.parameters == ["size.de": 1, "all": 4])
        #expect(command(spec.stage("fit.fr")) == "fit fr 2 4")
        #expect(spec.stage("own.a")?.parameters == ["deep.a": 3])
        #expect(spec.stage("own.b")?.parameters == [:])
        #expect(spec.stages.last?.name == "list.___item____HOME_")
        #expect(command(spec.stages.last) == "echo '$${item} ${HOME}'")
    }

    @Test func aParameterCanBringMappings() throws {
        let spec = try spec(
            """
            params: {sites: [{name: de, url: "https://a/${b}"}], by: {x: {n: 1}}}
            stages:
              a: {foreach: "${params.sites}", run: "get ${item.url}"}
              b: {foreach: "${params.by}", run: "n ${item.n} ${key}"}
              c: {matrix: {site: "${params.sites}"}, run: "get ${matrix.site.url}"}

            """)
        #expect(spec.stages.map(\.name) == ["a.de", "b.x", "c.de"])
        #expect(command(spec.stages[0]) == "get 'https://a/${b}'")
        #expect(command(spec.stages[1]) == "n 1 x")
        #expect(command(spec.stages[2]) == "get 'https://a/${b}'")
    }

    @Test func metricsAndPlotsAreOutputsAndNoMatterOfTheRun() throws {
        let spec = try spec(
            """
            stages:
              a: {run: x, outputs: [r], metrics: [r/m.json], plots: [r/p.csv, {path: r/q.csv, x: t, y: [a], title: T}]}
              b: {run: x, metrics: [m.json]}

            """)
        #expect(spec.stage("a")?.outputs.map(\.path) == ["r"])
        #expect(spec.stage("a")?.configuration == ["outputs": ["r"], "run": "x"])
        #expect(spec.stage("a")?.settings.views.metrics == ["r/m.json"])
        #expect(
            spec.stage("a")?.settings.views.plots == [
                .series(PlotSpec(path: "r/p.csv")), .series(PlotSpec(path: "r/q.csv", title: "T", x: "t", y: ["a"])),
            ])
        #expect(spec.stage("b")?.outputs.map(\.path) == ["m.json"])
        #expect(spec.stage("b")?.configuration["metrics"] == ["m.json"])
    }

    @Test func tenThousandStagesAreFewEnough() throws {
        let numbers = (0..<100).map(String.init).joined(separator: ", ")
        let spec = try spec(
            """
            stages:
              a: {matrix: {x: [\(numbers)], y: [\(numbers)]}, run: "x ${key}", outputs: ["a/${key}"]}
              b: {run: x, inputs: ["${stages.a}"]}

            """)
        #expect(spec.stages.count == 10_001)
        #expect(spec.stage("b")?.producers.count == 10_000)
    }
}
