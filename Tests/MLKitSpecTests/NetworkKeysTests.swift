import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// What makes a network smaller, as a spec says it.
@Suite struct NetworkKeysTests {
    private func spec(_ model: String) throws -> ProjectSpec {
        let text = """
            mlkit: 1
            project: {name: p}
            stages:
              ingest: {kind: data, source: a.csv, target: y}
              train:
                kind: train
                data: ${stages.ingest}
                seed: 1
                matrix: {model: [trees, \(model)]}

            """
        return try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
    }

    private func problems(_ model: String) -> [String] {
        do {
            _ = try spec(model)
            return []
        } catch {
            return (error as? Failure)?.diagnostics.map { "\($0.location?.line ?? 0): \($0.message)" } ?? ["\(error)"]
        }
    }

    @Test func aTeacherIsAnInput() throws {
        let taught = try spec("{kind: network, hidden: [8], distill: {teacher: '${stages.train.trees}'}}")
        let input = StageInput(role: "teacher", path: "models/trees/model.onnx", producer: "train.trees")
        #expect(taught.stage("train.network")?.inputs.contains(input) == true)
        #expect(taught.stage("train.trees")?.inputs.contains(input) == false)
        let file = try spec("{kind: network, hidden: [8], distill: {file: models/old.onnx, temperature: 4, share: 0.9}}")
        #expect(file.stage("train.network")?.inputs.contains(StageInput(role: "teacher", path: "models/old.onnx")) == true)
    }

    @Test func aTeacherIsOneModel() {
        #expect(problems("{kind: network, hidden: [8], distill: {share: 1}}") == ["9: `distill` names no model to learn from"])
        #expect(problems("{kind: network, hidden: [8], distill: {teacher: '${stages.train.trees}', file: a.onnx}}").count == 1)
        #expect(
            problems("{kind: network, hidden: [8], distill: {teacher: '${stages.train}'}}")
                == ["9: one model is wanted here, but `train` makes 2"])
        #expect(!problems("{kind: network, hidden: [8], distill: {teacher: '${stages.train.network}'}}").isEmpty)
        #expect(problems("{kind: network, hidden: [8], distill: {teacher: '${stages.ingest}'}}").count == 1)
    }

    @Test func linearModelsAreNotMadeSmaller() {
        for key in ["prune: {share: 0.5}", "quantize: {weights: int4}", "distill: {file: a.onnx}"] {
            let name = key.prefix { $0 != ":" }
            #expect(problems("{kind: network, \(key)}") == ["9: `\(name)` is for networks with hidden layers"])
            #expect(problems("{kind: network, hidden: [8], \(key)}").isEmpty)
        }
        #expect(problems("{kind: network, hidden: [8], prune: {of: layers}}").count == 1)
        #expect(problems("{kind: network, hidden: [8], prune: {share: 1}}").count == 1)
        #expect(problems("{kind: network, hidden: [8], quantize: {weights: int2}}").count == 1)
    }
}
