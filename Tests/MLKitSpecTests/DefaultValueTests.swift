import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// The defaults that the schema documents are those that the decoder takes.
@Suite struct DefaultValueTests {
    /// A stage with a place for more keys, by kind; `_` stands for them.
    private static let stages = [
        "data": "{kind: data, source: a.csv, target: y, _}",
        "train": "{kind: train, data: \"${stages.base}\", model: trees, _}",
        "evaluate": "{kind: evaluate, models: \"${stages.fit}\", data: \"${stages.base}\", _}",
        "quantize": "{kind: quantize, model: \"${stages.fit}\", calibrate: \"${stages.base.valid}\", _}",
        "deploy": "{kind: deploy, model: \"${stages.fit}\", _}", "": "{run: echo, _}",
        "compare": "{kind: compare, from: \"${stages.base}\", to: c.csv, _}",
        "notebook": "{kind: notebook, notebook: a.ipynb, executed: b.ipynb, _}",
    ]

    private static let others = """
          base: {kind: data, source: b.csv, target: y, schema: b.yaml, report: b.json}
          fit: {kind: train, data: "${stages.base}", model: {kind: trees, name: fit}}

        """

    /// All that a spec means: of stages their settings, what they read and write, and how they run.
    private func meaning(_ text: String) throws -> String {
        var spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        let stages = spec.stages.map { stage in
            // Where outputs go is among the outputs.
            let places = Set(stage.outputs.map(\.role))
            let settings = stage.settings.json.members?.filter { !places.contains($0.name) } ?? []
            return "\(stage.name) \(JSON.object(settings).compact) \(stage.inputs) \(stage.outputs) \(stage.policy)"
        }
        spec.stages = []
        return (["\(spec)"] + stages).joined(separator: "\n")
    }

    private func spec(_ stage: String, _ keys: String) throws -> String {
        try meaning(
            "mlkit: 1\nproject: {name: p}\nstages:\n  x: \(stage.replacing("_", with: keys).replacing(", }", with: "}"))\n"
                + Self.others)
    }

    /// Every default below a mapping, with what stands around it in braces.
    private func defaults(_ object: ObjectSchema, _ around: (String) -> String) -> [String] {
        object.fields.flatMap { field -> [String] in
            let own = field.defaultValue.map { around("\(field.name): \($0.compact)") }
            guard case .object(let inner) = field.value else { return [own].compactMap { $0 } }
            let required =
                inner.name.isEmpty && inner.fields.contains { $0.isRequired }
                ? "train: 0.7, valid: 0.15, test: 0.15, " : ""
            let below =
                ["matrix", "select", "fairness", "distill", "prune", "quantize"].contains(field.name)
                ? [] : defaults(inner) { around("\(field.name): {\(required)\($0)}") }
            return [own].compactMap { $0 } + below
        }
    }

    @Test func ofStages() throws {
        for schema in StageKinds.builtIn.stages {
            let stage = try #require(Self.stages[schema.name])
            let plain = try spec(stage, "")
            let keys = defaults(schema) { $0 }
            #expect(!keys.isEmpty)
            for key in keys { #expect(try spec(stage, key) == plain, "\(schema.title): \(key)") }
        }
    }

    @Test func ofTheWholeFile() throws {
        let plain = try meaning("mlkit: 1\nproject: {name: p}\n")
        for field in StageKinds.builtIn.file.fields {
            guard let value = field.defaultValue else { continue }
            #expect(try meaning("mlkit: 1\nproject: {name: p}\n\(field.name): \(value.compact)\n") == plain)
        }
        #expect(try meaning("mlkit: 1\nproject: {name: p, maturity: poc, tags: []}\nserving: {port: 8080}\n") == plain)
    }

    @Test func ofModels() throws {
        guard case .either(let alternatives)? = StageKinds.builtIn.stages.first(where: { $0.name == "train" })?["model"]?.value,
            case .variant(let models)? = alternatives.last
        else { return #expect(Bool(false)) }
        for model in models {
            let stage = "{kind: train, data: \"${stages.base}\", model: {kind: \(model.name), _}}"
            for key in defaults(model, { $0 }) {
                #expect(try spec(stage, key) == spec(stage, ""), "\(model.title): \(key)")
            }
        }
    }

    @Test func ofASelection() throws {
        let stage = try #require(Self.stages["evaluate"])
        #expect(try spec(stage, "select: {maximize: r2, subject_to: []}") == spec(stage, "select: {maximize: r2}"))
    }
}
