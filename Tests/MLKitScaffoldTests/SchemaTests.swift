import MLKitCore
import MLKitScaffold
import MLKitSpec
import MLKitStages
import MLKitTestSupport
import MLKitYAML
import SystemPackage
import Testing

/// The JSON Schemas against Python's `jsonschema`: what they let pass, and what they refuse.
@Suite struct SchemaTests {
    /// What is wrong with each text by its schema; `nil` if nothing is.
    private func problems(_ schema: String, _ texts: [String]) async throws -> [String?] {
        let scratch = try ScratchDirectory()
        let cases = try texts.map { text -> JSON in
            ["schema": .string(schema), "document": try YAMLDocument.parse(text, file: "f").json]
        }
        let schemas: JSON = [
            "spec": try JSON(parsing: StageKinds.builtIn.jsonSchema), "template": try JSON(parsing: TemplateSchema.json),
        ]
        let task = try scratch.write(
            JSON.object([.init("schemas", schemas), .init("cases", .array(cases))]).compact, to: "t")
        let outcome = try await BuiltTool.run(
            BuiltTool.sourceRoot.pushing(".venv/bin/python").string,
            [BuiltTool.sourceRoot.pushing("Tests/Differential/schema.py").string, task.string], in: scratch.path)
        #expect(outcome.status == 0, "\(outcome.error)")
        return try #require(JSON(parsing: outcome.output).array).map(\.string)
    }

    @Test func everyTemplateAndItsSpecPass() async throws {
        let folder = BuiltTool.sourceRoot.appending("templates")
        var templates = [String]()
        var specs = [String]()
        for name in try Template.names(in: folder) {
            templates.append(try LocalFileSystem().readText(folder.appending(name).appending("template.yaml")))
            let template = try Template(at: folder.appending(name), kinds: .builtIn)
            for layoutName in Layout.names {
                let layout = try #require(Layout(named: layoutName, project: "census"))
                let answers = try Interview(template, projectName: "census", layout: layout).answers(
                    assigned: AssignedAnswers(parsing: []))
                let rendering = try Rendering(of: template, projectName: "census", layout: layout, answers: answers)
                let spec = try #require(rendering.files.first { $0.path == "mlkit.yaml" })
                specs.append(String(decoding: spec.content, as: UTF8.self))
            }
        }
        #expect(try await problems("template", templates) == templates.map { _ in nil })
        #expect(try await problems("spec", specs) == specs.map { _ in nil })
    }

    private static let head = "mlkit: 1\nproject: {name: p}\n"
    private static let data = "a: {kind: data, source: a.csv, target: y}"

    /// Specs that are right, with a parameter in many a place.
    private static let good = [
        head + "stages: {a: {kind: data, source: a.csv, task: none}, b: {kind: compare, from: \"${stages.a}\", to: b.csv}}\n",
        head, head + "layout: {base: packages, data: datasets}\nserving: {port: 0}\n",
        head + "template: {source: tabular, answers: {anything: [1]}}\nparams: {a: {b: [1]}}\n",
        head + """
            params: {seed: 1, split: {train: 0.8, valid: 0.1, test: 0.1}, kind: median, rate: 0.1, on: true, cpus: 2, l: [x]}
            stages:
              a:
                kind: data
                source: "data/${params.kind}.csv"
                target: 7
                split: ${params.split}
                clean: {missing: ["?"], drop: "${params.l}", drop_duplicates: "${params.on}"}
                resources: {cpus: "${params.cpus}"}
              b:
                kind: train
                data: ${stages.a}
                features: {numeric: {impute: "${params.kind}"}}
                matrix: {model: [baseline, {kind: trees, name: "t${params.seed}", learning_rate: "${params.rate}"}]}
              c: {kind: evaluate, models: ["${stages.b}"], data: "${stages.a}", select: {maximize: r2, subject_to: ["rmse < \
            ${params.rate}"]}}
              d: {run: [echo, hello], env: [HOME], params: [seed]}
              e: {foreach: [1, 2], run: "${item}", inputs: ["${stages.b}"], outputs: ["e/${key}"], metrics: ["e/${key}/m"]}
              f:
                kind: train
                data: ${stages.a}
                model: {kind: trees, max_depth: "${matrix.depth}"}
                matrix: {depth: [2, 3]}
              h:
                run: "x ${params.kind|raw}"
                shell: bash
                cwd: src
                env: {A: 1, B: null, C: "${params.kind}"}
                python: [.venv, requirements.txt]
                inputs: [{path: ./b, optional: true}, /c, {url: "https://example.org/x", sha256: \(String(repeating: "a0", count: 32))}]
              i: {kind: notebook, notebook: a.ipynb, executed: reports/a.ipynb, params: [seed], python: .venv}
              g: {foreach: {x: {y: 2}}, kind: evaluate, models: ["${stages.f.${item.y}}"], data: "${stages.a}"}

            """,
    ]

    /// Specs of which both we and the schema say that they are wrong.
    private static let bad = [
        "[]", "mlkit: 2\nproject: {name: p}\n", "mlkit: '1'\nproject: {name: p}\n", "project: {name: p}\n",
        "mlkit: 1\n",
        "mlkit: 1\nproject: {}\n", "mlkit: 1\nproject: {name: Big Name}\n", "mlkit: 1\nproject: {name: -p}\n",
        "mlkit: 1\nproject: {name: p, maturity: done}\n", "mlkit: 1\nproject: {name: p, tags: tabular}\n",
        "mlkit: 1\nproject: {name: p, title: [a]}\n", "mlkit: 1\nproject: {name: p, title: }\n",
        head + "colour: red\n", head + "serving: {port: 70000}\n", head + "serving: {port: -1}\n",
        head + "serving: {port: 80.5}\n",
        head + "serving: {port: \"${params.a}\"}\nparams: {a: 80}\n", head + "layout: clasic\n",
        head + "layout: {data: /abs}\n",
        head + "layout: {data: ../up}\n", head + "layout: {modles: x}\n", head + "layout: {base: x}\n",
        head + "template: {}\n",
        head + "params: 1\n", head + "stages: [a]\n", head + "stages: {a: {}}\n", head + "stages: {a: 1}\n",
        head + "stages: {a: {kind: trian}}\n", head + "stages: {a: {kind: data, source: a.csv}}\n",
        head + "stages: {a: {kind: compare, from: a.csv}}\n",
        head + "stages: {a: {kind: data, source: ../a.csv, target: y}}\n",
        head + "stages: {a: {kind: data, source: /a.csv, target: y}}\n",
        head + "stages: {a: {kind: data, source: .git/a.csv, target: y}}\n",
        head + "stages: {a: {kind: data, source: a.csv, target: y, run: x}}\n",
        head + "stages: {a: {kind: data, source: a.csv, target: y, split: {train: 0.9, valid: 0.1}}}\n",
        head + "stages: {a: {kind: data, source: a.csv, target: y, split: {train: 1.5, valid: 0.1, test: 0}}}\n",
        head + "stages: {a: {kind: data, source: a.csv, target: y, clean: {drop: x}}}\n",
        head + "stages: {a: {kind: data, source: a.csv, target: y, resources: {cpus: 0}}}\n",
        head + "stages: {\(data), b: {kind: train, data: a, model: trees}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\"}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\", model: tree}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\", model: {kind: trees, rounds: 0}}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\", model: {kind: trees, hidden: [1]}}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\", model: {kind: network, hidden: [x]}}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\", model: {name: x}}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\", model: {kind: trees, name: a.b}}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\", model: trees, matrix: {model: [trees]}}}\n",
        head + "stages: {\(data), b: {kind: train, data: \"${stages.a}\", matrix: {}}}\n",
        head + "stages: {b: {foreach: 1, run: x}}\n", head + "stages: {b: {matrix: [1], run: x}}\n",
        head + "stages: {b: {matrix: {a: 1}, run: x}}\n",
        head + "stages: {\(data), b: {kind: evaluate, models: \"${stages.a.b.c.d}\", data: \"${stages.a}\"}}\n",
        head + "stages: {\(data), b: {kind: evaluate, models: [], data: \"${stages.a}\", select: {}}}\n",
        head
            + "stages: {\(data), b: {kind: evaluate, models: [], data: \"${stages.a}\", select: {maximize: r2, minimize: mae}}}\n",
        head + "stages: {\(data), b: {kind: evaluate, models: [], data: \"${stages.a}\", select: {maximize: r3}}}\n",
        head
            + "stages: {\(data), b: {kind: evaluate, models: [], data: \"${stages.a}\", select: {maximize: r2, subject_to: [r2]}}}\n",
        head + "stages: {a: {run: {}}}\n", head + "stages: {a: {run: x, inputs: b}}\n",
        head + "stages: {a: {run: x, input: [b]}}\n", head + "stages: {a: {run: x, inputs: [{optional: true}]}}\n",
        head + "stages: {a: {run: x, inputs: [{path: a, url: \"s3://b\"}]}}\n", head + "stages: {a: {run: x, cwd: /x}}\n",
        head + "stages: {a: {run: x, env: {A: [1]}}}\n", head + "stages: {a: {run: x, shell: {}}}\n",
        head + "stages: {a: {kind: notebook, notebook: a.ipynb}}\n",
        head + "stages: {a: {inputs: [b]}}\n", head + "stages: {a: {run: x, outputs: [\"\"]}}\n",
    ]

    @Test func theSchemaAndWeAgree() async throws {
        let good = try await problems("spec", Self.good)
        for (text, problem) in zip(Self.good, good) {
            #expect(problem == nil, "\(text)")
            #expect(throws: Never.self, "\(text)") { try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn) }
        }
        let bad = try await problems("spec", Self.bad)
        for (text, problem) in zip(Self.bad, bad) {
            #expect(problem != nil, "the schema takes\n\(text)")
            #expect(throws: Failure.self, "we take\n\(text)") { try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn) }
        }
    }

    @Test func aTemplatesMistakesAreSeenByBoth() async throws {
        let head = "template: 1\nname: t\nversion: 1.0.0\ndescription: d\n"
        let bad = [
            "template: 2\nname: t\nversion: 1.0.0\ndescription: d\n", "template: 1\nname: t\n", head + "question: {}\n",
            head + "questions: {a: {type: txt}}\n", head + "questions: {a: {help: x}}\n",
            head + "questions: {a: {type: text, validate: {pattern: x}}}\n", head + "ownership: {a: mine}\n",
            head + "next: x\n",
        ]
        for (text, problem) in zip(bad, try await problems("template", bad)) {
            #expect(problem != nil, "the schema takes\n\(text)")
            let scratch = try ScratchDirectory()
            try scratch.write(text, to: "template.yaml")
            try scratch.write("", to: "files/a")
            #expect(throws: Failure.self, "we take\n\(text)") { try Template(at: scratch.path, kinds: .builtIn) }
        }
        #expect(
            try await problems("template", [head + "questions: {a: {type: choice, choices: [x], default: x}}\n"]) == [
                nil
            ])
    }

    @Test func aProjectWithASpecHasItsSchema() throws {
        let template = try Template(at: BuiltTool.sourceRoot.pushing("templates/tabular"), kinds: .builtIn)
        let layout = Layout.standard(project: "census")
        let answers = try Interview(template, projectName: "census", layout: layout).answers(
            assigned: AssignedAnswers(parsing: []))
        let rendering = try Rendering(of: template, projectName: "census", layout: layout, answers: answers)
        let file = try #require(rendering.files.first { $0.path == ".mlkit/schema.json" })
        #expect(file.content == Array(StageKinds.builtIn.jsonSchema.utf8))
        #expect(file.ownership == .managed && file.origin == "mlkit/schema.json" && !file.isExecutable)
    }
}
