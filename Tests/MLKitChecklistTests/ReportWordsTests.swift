import MLKitCore
import MLKitSpec
import MLKitStages
import SystemPackage
import Testing

@testable import MLKitChecklist

/// What documents say of reports, to the last row, and what they keep of a file.
@Suite struct ReportWordsTests {
    private static let spec = """
        mlkit: 1
        project: {name: credit, tags: [mlkit, x]}
        stages:
          ingest: {kind: data, source: a.csv, target: y, split: {train: 0.6, valid: 0.2, test: 0.2}}
          fit: {kind: train, data: "${stages.ingest}", matrix: {model: [trees, baseline]}}
          other: {kind: train, data: "${stages.ingest}", model: network}
          evaluate: {kind: evaluate, models: ["${stages.fit}", "${stages.other}"], data: "${stages.ingest}", select: {maximize: accuracy}}
          ship: {kind: deploy, model: "${stages.evaluate.selected}", targets: [local]}
        """

    private func reports(_ texts: [String: String] = [:]) throws -> ProjectReports {
        let files = InMemoryFileSystem()
        for (path, text) in texts { try files.write(text, to: FilePath("/p/\(path)")) }
        // As the stages that make them leave them.
        let stages = ["reports/data.json": "ingest", "reports/evaluation.json": "evaluate", "reports/quantization.json": "small"]
        for (path, stage) in stages {
            let lock = FilePath("/p/.mlkit/lock/\(stage).json")
            guard let text = texts[path], try !files.exists(lock) else { continue }
            try files.write("{\"outputs\": {\"\(path)\": \"\(ContentHash(of: text))\"}}", to: lock)
        }
        return ProjectReports(try ProjectSpec(parsing: Array(Self.spec.utf8), kinds: .builtIn), project: "/p", files: files)
    }

    private func data(kept: Int, read: Int? = nil, duplicates: Int = 0, missing: Int = 0) -> [String: String] {
        [
            "reports/data.json": """
                {"rows": {"read": \(read ?? kept), "duplicates": \(duplicates), "kept": \(kept)}, "target": "y", "task": "binary",
                 "columns": [{"name": "a", "type": "text", "missing": \(missing), "distinct": 2}], "split": {"seed": 1},
                 "splits": [{"name": "train", "rows": 1}, {"name": "test", "rows": 2}]}
                """
        ]
    }

    private func evaluation(_ selected: String, task: String = "binary", accuracy: String = "0.5") -> [String: String] {
        [
            "reports/evaluation.json": """
                {"task": "\(task)", "target": "y", "rows": 9, "models": [
                  {"name": "fit.trees", "kind": "trees", "metrics": {"accuracy": \(accuracy), "f1": null}},
                  {"name": "other", "kind": "network", "metrics": {"accuracy": 0.25}}],
                 "selection": {"model": "\(selected)", "metric": "accuracy", "maximize": true, "reason": "r"}}
                """
        ]
    }

    @Test(arguments: [
        (999, "n<1K"), (1000, "1K<n<10K"), (9999, "1K<n<10K"), (10_000, "10K<n<100K"), (99_999, "10K<n<100K"),
        (100_000, "100K<n<1M"), (999_999, "100K<n<1M"), (1_000_000, "1M<n<10M"), (9_999_999, "1M<n<10M"),
        (10_000_000, "10M<n<100M"), (100_000_000, "100M<n<1B"), (1_000_000_000, "1B<n<10B"), (9_999_999_999, "1B<n<10B"),
        (10_000_000_000, "10B<n<100B"),
    ])
    func sizesAreThoseOfTheHub(rows: Int, size: String) throws {
        let keys = try DataSheetMetadata(reports: reports(data(kept: rows))).keys
        #expect(keys.map(\.key) == ["pretty_name", "tags", "size_categories"])
        #expect(keys.last?.text.contains(size) == true)
        #expect(keys[0].text == "pretty_name: credit" && keys[1].text == "tags: [mlkit, x]")
    }

    @Test func rowsAndGapsAreCounted() throws {
        #expect(try ReportWords(reports: reports(data(kept: 1))).rows == "1 row of 1 read.")
        #expect(try ReportWords(reports: reports(data(kept: 2, read: 3, duplicates: 1))).rows == "2 rows of 3 read; 1 duplicate left out.")
        #expect(try ReportWords(reports: reports(data(kept: 1))).missing == "No value is missing.")
        #expect(try ReportWords(reports: reports(data(kept: 1, missing: 1))).missing == "Values are missing in a (1).")
        #expect(try ReportWords(reports: reports()).rows == nil && ReportWords(reports: reports()).missing == nil)
        #expect(try ReportWords(reports: reports()).source == "Read from `a.csv`.")
        #expect(try reports(data(kept: 3)).rows(of: "test") == 2 && reports(data(kept: 3)).rows(of: "valid") == nil)
    }

    /// A source that is fetched is named too, without what may open it.
    @Test(arguments: [
        ("source: {url: \"https://example.org/a.csv?key=open\", sha256: \(String(repeating: "a", count: 64))}", "https://example.org/a.csv"),
        (
            "source: {database: \"postgresql://reader@db.example.org/shop?sslmode=require\"}, read: {table: a}",
            "postgresql://db.example.org/shop"
        ),
        ("source: data/*.csv", "data/*.csv"),
    ])
    func theSourceIsNamed(keys: String, words: String) throws {
        let text = "mlkit: 1\nproject: {name: p}\nstages: {d: {kind: data, \(keys), target: y}}\n"
        let spec = try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn)
        let reports = ProjectReports(spec, project: "/p", files: InMemoryFileSystem())
        #expect(ReportWords(reports: reports).source == "Read from `\(words)`.")
    }

    @Test func theSelectedModelIsMarkedAndWhatIsNoNumberIsADash() throws {
        let words = ReportWords(reports: try reports(evaluation("fit.trees")))
        #expect(words.metrics == "On 9 rows of the test split:\n\n| model | accuracy | f1 |\n| --- | --- | --- |\n| **fit.trees** | 0.5 "
            + "| – |\n| other | 0.25 | – |")
        #expect(try ReportWords(reports: reports()).metrics == nil && words.classes == nil)
    }

    @Test func theTrainingIsThatOfTheSelectedModel() throws {
        let lock = { (name: String) in
            [".mlkit/lock/\(name).json": "{\"configuration\": {\"of\": \"\(name)\"}, \"result\": {\"summary\": \"\(name): 3 rounds\"}}"]
        }
        for (selected, stage) in [
            ("fit.trees", "fit.trees"), ("trees", "fit.trees"), ("other", "other"), ("none", nil),
        ] as [(String, String?)] {
            let found = try reports(evaluation(selected).merging(lock("fit.trees").merging(lock("other")) { $1 }) { $1 })
            #expect(found.training?["of"]?.string == stage && found.trainingSummary == stage, "\(selected)")
        }
    }

    @Test func theBundleIsNotTheNameOfTheCurrentOne() throws {
        let lock = "{\"result\": {\"products\": [\"deploy/current\", \"deploy/ab12\", \"deploy/cd34\"]}}"
        #expect(try reports([".mlkit/lock/ship.json": lock]).bundle == "deploy/ab12")
        #expect(try reports([".mlkit/lock/ship.json": "no JSON"]).bundle == nil && reports().bundle == nil)
    }

    @Test(arguments: [("binary", "tabular-classification"), ("multiclass", "tabular-classification"), ("regression", "tabular-regression")])
    func aTaskHasItsTag(task: String, tag: String) throws {
        let keys = try CardMetadata(reports: reports(evaluation("other", task: task))).keys
        #expect(keys.map(\.key) == ["library_name", "pipeline_tag", "tags", "metrics", "model-index"])
        #expect(keys[1].text == "pipeline_tag: \(tag)" && keys[2].text == "tags: [mlkit, x]" && keys[3].text == "metrics: [accuracy]")
        let none = try CardMetadata(reports: reports(evaluation("fit.trees", accuracy: "null"))).keys
        #expect(none.map(\.key) == ["library_name", "pipeline_tag", "tags"])
    }

    private func merge(_ lines: String...) throws -> [String] {
        var merge = DocumentMerge(lines.joined(separator: "\n"), file: "f.md")
        var found = [String]()
        while let place = try merge.nextBlock() { found.append("\(place.name) \(place.digest) \(place.begin)-\(place.end)") }
        #expect(merge.foundAny == !found.isEmpty)
        return found
    }

    @Test func blocksAreFoundByTheirWholeLines() throws {
        let (begin, end) = ("<!-- mlkit:begin a 1 -->", "<!-- mlkit:end a -->")
        #expect(try merge("x", begin, "text", end, "# mlkit:begin b 2", "# mlkit:end b") == ["a 1 1-3", "b 2 4-5"])
        #expect(try merge("x " + begin, "<!-- mlkit:begin a -->", "<!-- mlkit:begin a 1 2 -->", "mlkit:begin a 1") == [])
        for lines in [[begin, "x"], [begin, "<!-- mlkit:end b -->"], [begin, "# mlkit:begin b 2", "# mlkit:end b", end]] {
            let failure = #expect(throws: Failure.self) { try merge("first", lines.joined(separator: "\n")) }
            #expect(failure?.diagnostics[0].message == "the block `a` does not end")
            #expect(failure?.diagnostics[0].location?.line == 2)
        }
    }

    @Test func keysOfTheFrontMatterAreTheUsersUnlessTheyStandInOurBlock() {
        func keys(_ lines: String...) -> [String] { DocumentMerge(lines.joined(separator: "\n"), file: "f").ownKeys.sorted() }
        let block = ["# mlkit:begin front-matter 0", "license: mit", "# mlkit:end front-matter"].joined(separator: "\n")
        #expect(keys("---", "a: 1", block, "b : 2", " c: 3", "#d: 4", "e", "---", "f: 5") == ["a", "b"])
        #expect(keys("a: 1", "---", "---") == [] && keys("---", "a: 1") == [] && keys() == [])
    }
}
