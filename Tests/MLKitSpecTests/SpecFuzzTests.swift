import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import Testing

/// Spoilt specs from a fixed seed: nothing may crash, and what is wrong is said in file order, without repetition.
@Suite struct SpecFuzzTests {
    private static let words = [
        "${params.", "${stages.", "${", "}", "$${", "${params.seed}", "${stages.train}", "${stages.train.network}", ".",
        "kind: ", "model: ",
        "matrix: ", "{", "}", "[", "]", ", ", ": ", "\n  ", "\n", "-1", "1e999", ".nan", "~", "'", "\"", "&a ", "*a",
        "../", "/", "<<: ", "run: x\n",
        "inputs: [a]", "outputs: [a]", "layout: {train: x, ", "\0", "é",
        "foreach: [a, 1]", "foreach: {a: {b: 1}}", "matrix: {x: [1, 2]}", "${item}", "${item.b}", "${key}", "${matrix.x}",
    ]

    private static let unfolding = """
        mlkit: 1
        project: {name: p}
        params: {langs: [de, fr], size: {de: 1, fr: 2}}
        stages:
          clean:
            foreach: ${params.langs}
            run: clean ${item} ${params.size.${item}}
            outputs: ["clean/${item}"]
          fit:
            matrix: {lang: [de, fr], size: [1, 2]}
            run: fit ${matrix.lang} ${matrix.size}
            inputs: ["${stages.clean.${matrix.lang}}"]
            outputs: {model: "fit/${key}/model.onnx"}
          all: {run: all, inputs: ["${stages.fit}", clean], outputs: [all]}

        """

    @Test func decodesOrRefuses() {
        var mutator = TextMutator(seed: 21, corpus: [exampleSpec, Self.second, Self.unfolding], words: Self.words)
        for number in 0..<1_500 {
            let text = mutator.next()
            do {
                let spec = try ProjectSpec(parsing: text, kinds: .builtIn)
                #expect(Set(spec.stages.map(\.name)).count == spec.stages.count, "case \(number)")
                #expect(inOrder(spec), "case \(number)")
            } catch let failure as Failure {
                #expect(!failure.diagnostics.isEmpty && failure.diagnostics.count <= Diagnostic.limit, "case \(number)")
                #expect(failure.diagnostics == failure.diagnostics.inFileOrder, "case \(number)")
                #expect(Set(failure.diagnostics).count == failure.diagnostics.count, "case \(number)")
            } catch {
                Issue.record("case \(number): \(error)")
            }
        }
    }

    /// Whether every stage stands behind those that it waits for.
    private func inOrder(_ spec: ProjectSpec) -> Bool {
        let places = Dictionary(spec.stages.enumerated().map { ($1.name, $0) }) { first, _ in first }
        return spec.stages.enumerated().allSatisfy { place, stage in
            stage.producers.allSatisfy { (places[$0] ?? 0) < place }
        }
    }

    private static let second = """
        mlkit: 1
        project: {name: p}
        layout: {base: packages, models: artifacts}
        params: {l: [a, b], m: {kind: trees, rounds: 3}}
        stages:
          a: {run: [make, "${params.l.0}"], inputs: [x/y], outputs: [z]}
          b: {run: "cat ${HOME} ${params.m.rounds}", inputs: [z/q], outputs: [w], params: [m.kind]}
          q: {kind: data, source: "*.csv", target: y}
          t: {kind: train, data: "${stages.q}", model: "${params.m}"}
          i: {kind: quantize, model: "${stages.t}", calibrate: "${stages.q.train}"}
          d: {kind: deploy, model: "${stages.i.model}", targets: [local]}

        """
}
